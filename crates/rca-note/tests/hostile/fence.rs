//! The fence of an excerpt, for texts of nothing but what could break it.

use std::time::Instant;

use comrak::nodes::NodeValue;
use rca_note::{EvidenceItem, EvidenceKind, Excerpt, Finding, NoteRenderer, RcaNote};

use crate::generator::Generator;
use crate::oracle::glfm;

const PIECES: &[&str] = &[
    "`",
    "``",
    "```",
    "````",
    "~",
    "~~~",
    "\r",
    "\n",
    "\r\n",
    "<details>",
    "</details>",
    ">",
    ">>>",
    "-",
    "---",
    "a",
    " ",
    "    ",
];

/// How many, unless `RCA_FENCE_TEXTS` says otherwise.
const COUNT: u64 = 20_000;

fn code_blocks(body: &str) -> Vec<(String, String)> {
    glfm::parsed(body, &glfm::options(), |root| {
        root.descendants()
            .filter_map(|node| match &node.data.borrow().value {
                NodeValue::CodeBlock(code) => Some((code.info.clone(), code.literal.clone())),
                _ => None,
            })
            .collect()
    })
}

/// What a terminal shows of a text: after a carriage return a line is written anew.
fn on_a_terminal(text: &str) -> Vec<&str> {
    let lines =
        text.split('\n').map(|line| line.split('\r').rfind(|part| !part.is_empty()).unwrap_or_default());
    let mut lines: Vec<&str> = lines.collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if let Some(last) = lines.last_mut() {
        *last = last.trim_end();
    }
    let empty = lines.iter().take_while(|line| line.is_empty()).count();
    lines.split_off(empty)
}

fn check(renderer: &NoteRenderer, text: &str) -> Result<(), String> {
    let evidence = EvidenceItem::new(EvidenceKind::Log, "x").with_excerpt(Excerpt::new(text));
    let note = renderer.render(&Finding::new("x").with_evidence(evidence));
    let lines = on_a_terminal(text);
    let wanted = if lines.is_empty() {
        Vec::new()
    } else {
        vec![(
            "text".to_owned(),
            lines.iter().flat_map(|line| [if line.is_empty() { "|" } else { "| " }, line, "\n"]).collect(),
        )]
    };
    let found = code_blocks(note.body());
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{text:?}: {found:?} instead of {wanted:?}\n{}", note.body()))
    }
}

#[test]
fn case_112_an_excerpt_is_one_fence_with_its_lines_unchanged() {
    let count = std::env::var("RCA_FENCE_TEXTS").ok().map_or(COUNT, |count| count.parse().unwrap());
    let renderer = RcaNote::builder().limit(50_000).build();
    let start = Instant::now();
    let wrong: Vec<String> = (0..count)
        .filter_map(|seed| check(&renderer, &Generator::new(seed).of(PIECES, 24)).err())
        .take(4)
        .collect();
    println!("{count} fences, {:.1?}", start.elapsed());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn case_112_the_fence_is_longer_than_any_run_in_it() {
    let renderer = RcaNote::builder().limit(50_000).build();
    for run in [1, 2, 3, 4, 10, 100, 250] {
        for text in [
            "`".repeat(run),
            format!("x\n{}\n/close", "`".repeat(run)),
            format!("{}text\n{}", "`".repeat(run), "~".repeat(run)),
        ] {
            check(&renderer, &text).unwrap();
        }
    }
}
