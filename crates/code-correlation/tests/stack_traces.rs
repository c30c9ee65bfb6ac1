//! Properties of the reader of stack traces, and traces of many languages where a set of them is at hand.
use std::fs;
use std::path::Path;

use code_correlation::trace::{CodeMappings, SourceLinks, find};
use proptest::prelude::*;
use serde_json::Value;

/// Lines as traces have them, and lines that are nearly so.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "( |\t)*(at|from|in|File|#[0-9]|[0-9]:) [a-zA-Z.:$<>_]{0,12}[( ]?\"?[a-z/.]{0,8}(py|js|rs|go|java|cs|c)?\"?:?[0-9]{0,3}:?[0-9]{0,2}\\)?",
        Just("\tat a.B.c(B.java:3)".to_owned()),
        Just("Caused by: a.B: x".to_owned()),
        Just("  File \"a.py\", line 3, in f".to_owned()),
        Just("ValueError: x".to_owned()),
        Just("main.main()".to_owned()),
        Just("\t/a/b.go:3 +0x1".to_owned()),
        Just("  1: a::b".to_owned()),
        Just("             at ./a.rs:3:4".to_owned()),
        Just("thread 'main' panicked at a.rs:3:4:".to_owned()),
        Just("add".to_owned()),
        Just("a::add(int)".to_owned()),
        Just("/a/b.c:3".to_owned()),
        Just("??:0".to_owned()),
        Just("0x0000000000001139".to_owned()),
        Just("0x1139: add at /a/b.c:3".to_owned()),
        Just("#0  add (n=1)".to_owned()),
        Just("    at b.c:3".to_owned()),
        Just("#1 0x00005567 in main () at b.c:3".to_owned()),
        Just("==7==    by 0x1091A5: add (b.c:3)".to_owned()),
        Just("    frame #0: 0x00005567 a`b at c.c:3:4".to_owned()),
        Just("0   a   0x00005567 b + 12".to_owned()),
        Just("    | Traceback (most recent call last):".to_owned()),
        Just("    |   File \"a.py\", line 3, in f".to_owned()),
        Just("  +-+---------------- 1 ----------------".to_owned()),
        Just("main.main".to_owned()),
        Just("/a/b.php:3".to_owned()),
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn every_trace_lies_in_its_text_and_has_frames(lines in prop::collection::vec(line(), 0..30)) {
        let text = lines.join("\n");
        let traces = find(&text);
        let mut end = 0;
        for trace in &traces {
            prop_assert!(trace.start > end && trace.start <= trace.end && trace.end <= lines.len(), "{:?}", trace);
            end = trace.end;
            prop_assert!(trace.frames().count() > 0 && !trace.errors.is_empty());
            for frame in trace.frames() {
                prop_assert!((trace.start..=trace.end).contains(&frame.at), "{:?}", trace);
                prop_assert!(frame.line.is_none() || frame.file.is_some());
            }
            prop_assert_eq!(trace.own_frames().len(), trace.frames().filter(|frame| frame.in_app).count());
        }
        let json = serde_json::to_string(&traces).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<code_correlation::trace::StackTrace>>(&json).unwrap(), traces);
    }

    #[test]
    fn a_mapped_path_stays_in_its_root(root in "[a-z/\\\\.:]{0,12}", path in "[a-z/\\\\.:]{0,24}") {
        if let Some(mapped) = CodeMappings::new().with(&root, "src").map(&path) {
            prop_assert!(mapped.starts_with("src/"), "{}", mapped);
            prop_assert!(mapped.split('/').all(|part| !matches!(part, "" | "." | "..")), "{}", mapped);
        }
    }

    #[test]
    fn a_url_keeps_its_path_and_holds_nothing_that_ends_it(path in "\\PC{0,20}") {
        let url = SourceLinks::new("https://gitlab.example.com", "a/b", "main").url(&path, Some(3));
        let rest = url.strip_prefix("https://gitlab.example.com/a/b/-/blob/main/").unwrap();
        let rest = rest.strip_suffix("#L3").unwrap();
        prop_assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%/".contains(&byte)), "{}", rest);
        prop_assert_eq!(rest.matches('/').count(), path.trim_start_matches('/').matches('/').count());
    }
}

#[test]
fn traces_of_a_labelled_set_come_out_as_one() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets/stack-traces/exceptions.json");
    let Ok(text) = fs::read(file) else {
        println!("skipped: the labelled stack traces are not at hand");
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let (mut whole, mut wrong) = (0, Vec::new());
    for case in &cases {
        let (name, text) = (case["name"].as_str().unwrap(), case["text"].as_str().unwrap());
        let traces = find(text);
        let expected = usize::from(name != "ARBITRARY_TEXT");
        let end = text.trim_end().lines().count();
        // The last line of some is cut.
        let reaches_the_end = traces.first().is_none_or(|trace| trace.end + 1 >= end);
        if traces.len() == expected && reaches_the_end {
            whole += 1;
        } else {
            let ends: Vec<_> = traces.iter().map(|trace| (trace.language, trace.start, trace.end)).collect();
            wrong.push(format!("{name}: {end} lines, {ends:?}"));
        }
    }
    println!("{whole} of {} traces come out as one", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
