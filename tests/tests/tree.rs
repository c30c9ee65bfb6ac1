//! What every file of the workspace keeps to.

use gitlab_rca_tests::files::{self, TextFile};
use gitlab_rca_tests::source::{bracketed, code, line_of, words};

/// More than this is more than one idea.
const LONGEST: usize = 600;

/// What generators write is as long as it is.
fn is_generated(file: &TextFile) -> bool {
    file.path.ends_with("Cargo.lock")
        || file.has_extension("snap")
        || file.has_extension("proptest-regressions")
}

#[test]
fn no_source_is_longer_than_one_idea() {
    let long: Vec<String> = files::rust()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines >= LONGEST)
        .map(|(lines, path)| format!("{path} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let marks: Vec<String> =
        ["TO-DO", "FIX-ME", "X-XX", "HA-CK"].iter().map(|mark| mark.replace('-', "")).collect();
    let mut wrong = Vec::new();
    for file in files::all().into_iter().filter(|file| !is_generated(file)) {
        // In code a word may be data, such as that of a test protocol; a comment is a promise.
        let comments = match file.is_rust() {
            true => comments(&file.text),
            false => file.text.clone(),
        };
        for (index, line) in comments.lines().enumerate() {
            if words(line).any(|word| marks.iter().any(|mark| mark == word)) {
                wrong.push(format!("{}:{}: {}", file.path, index + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The comments of a Rust source, each on its line.
fn comments(source: &str) -> String {
    let code = code(source);
    let lines = source.lines().zip(code.lines()).map(|(line, code)| {
        let end = code.trim_end().len();
        line.get(end..).filter(|rest| rest.contains("//") || rest.contains('*')).unwrap_or_default()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    let root = files::root().display().to_string();
    let knowing: Vec<String> = files::all()
        .into_iter()
        .filter(|file| {
            root.split('/').filter(|part| !part.is_empty()).count() > 1 && file.text.contains(&root)
        })
        .map(|file| file.path)
        .collect();
    assert!(knowing.is_empty(), "these name {root}: {knowing:?}");
}

#[test]
fn what_lies_beside_the_project_is_read_by_tests_only() {
    let outside: Vec<String> = files::rust()
        .into_iter()
        .filter(|file| {
            file.text.contains("../shared") && !file.is_test_code() && !file.path.contains("benches/")
        })
        .map(|file| file.path)
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}

#[test]
fn only_functions_that_say_so_read_the_environment() {
    let mut wrong = Vec::new();
    for file in
        files::rust().into_iter().filter(|file| file.path.starts_with("crates/") && !file.is_test_code())
    {
        let code = code(&file.text);
        for (at, _) in code.match_indices("env::var") {
            let function = code.get(..at).and_then(|before| before.rsplit("fn ").next());
            let name = function.and_then(|rest| words(rest).next()).unwrap_or_default();
            if !name.ends_with("_env") {
                wrong.push(format!("{}:{}: {name}", file.path, line_of(&code, at)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_test_is_ignored_without_a_reason() {
    let mut wrong = Vec::new();
    for file in files::rust() {
        let code = code(&file.text);
        for (at, found) in code.match_indices("#[ignore") {
            let attribute = code.get(at + 1..).and_then(bracketed).unwrap_or(found);
            if !attribute.contains('=') {
                wrong.push(format!("{}:{}", file.path, line_of(&code, at)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn text_files_end_with_a_line_end_and_hold_no_trailing_blanks() {
    let mut wrong = Vec::new();
    for file in files::all().into_iter().filter(|file| !is_generated(file)) {
        let is_prose =
            ["rs", "md", "toml", "py", "yml"].iter().any(|extension| file.has_extension(extension));
        if !is_prose || file.text.is_empty() {
            continue;
        }
        if !file.text.ends_with('\n') {
            wrong.push(format!("{} does not end with a line end", file.path));
        }
        if file.text.contains('\r') {
            wrong.push(format!("{} holds carriage returns", file.path));
        }
        // In a Rust file blanks may end a line of a text; rustfmt sees to the rest.
        let blanks = file.text.lines().position(|line| line.ends_with([' ', '\t']));
        if let Some(line) = blanks.filter(|_| !file.is_rust()) {
            wrong.push(format!("{}:{} ends with blanks", file.path, line + 1));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
