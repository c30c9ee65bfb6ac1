//! Texts made by hand, alone and in each other's company.

use crate::texts;
use crate::trial::Trial;

/// The ways in which a text may stand in another.
fn variants(text: &str) -> [String; 7] {
    [
        text.to_owned(),
        format!("x\n{text}"),
        format!("{text}\n{text}"),
        format!("x {text} y"),
        format!("\n\n{text}\n\nz"),
        format!("`{text}"),
        format!("{text}`"),
    ]
}

fn try_kind(texts: &[&str]) {
    Trial::new().try_all(texts.iter().flat_map(|text| variants(text)), 2_000);
}

#[test]
fn there_are_five_hundred_and_none_twice() {
    let mut all = texts::all();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count, "some are there twice");
    assert!(count >= 500, "{count}");
}

#[test]
fn pairs_do_nothing_either() {
    let all = texts::all();
    // Without optimization a text takes twenty times as long.
    let step = if cfg!(debug_assertions) { 997 } else { 97 };
    let pairs = all.iter().enumerate().flat_map(|(index, one)| {
        let glue = ["", " ", "\n", "\r"][index % 4];
        all.iter().skip(index * 31 % step).step_by(step).map(move |other| format!("{one}{glue}{other}"))
    });
    Trial::new().try_all(pairs, 4_000);
}

#[test]
fn case_110_quick_actions_in_every_position() {
    try_kind(texts::QUICK_ACTIONS);
}

#[test]
fn case_110_every_command_in_every_position() {
    let positions = [
        "/{}",
        "x\n/{} @root",
        "\n\r/{}",
        "x\r\r\n/{}",
        "\t/{}",
        "```\nx\n```\n/{}",
        "|a|\n|-|\n|b|\n/{}",
        "[a]: b\n/{}",
        "<!-- x -->\n/{}",
        "<details><summary>x</summary>\n\n/{}\n</details>",
        "- x\n/{}",
        "> x\n/{}",
        ">>>\n```\n>>>\n/{}",
        "\u{200b}/{}",
        "\u{1b}[0m/{}",
    ];
    let commands = crate::oracle::commands::NAMES.iter().enumerate();
    let texts = commands.flat_map(|(index, name)| {
        let upper = name.to_uppercase();
        let few = positions.iter().skip(index % 3).step_by(3);
        few.flat_map(move |position| [position.replace("{}", name), position.replace("{}", &upper)])
            .collect::<Vec<_>>()
    });
    Trial::new().try_all(texts, 1_000);
}

#[test]
fn cases_112_and_113_fences_and_code_spans() {
    try_kind(texts::CODE);
}

#[test]
fn case_114_html() {
    try_kind(texts::HTML);
}

#[test]
fn case_115_beacons() {
    try_kind(texts::LINKS);
}

#[test]
fn case_117_mentions() {
    try_kind(texts::MENTIONS);
}

#[test]
fn case_118_references() {
    try_kind(texts::REFERENCES);
}

#[test]
fn case_119_formulas_diagrams_and_macros() {
    try_kind(texts::EXTENSIONS);
}

#[test]
fn case_119_blocks_of_markdown() {
    try_kind(texts::STRUCTURE);
}

#[test]
fn cases_120_and_121_what_is_not_seen_and_terminals() {
    try_kind(texts::CHARACTERS);
}

#[test]
fn cases_127_and_130_markers_and_headings_of_others() {
    try_kind(texts::MARKERS);
}

#[test]
fn cases_134_to_136_orders_to_readers_and_models() {
    try_kind(texts::ORDERS);
}
