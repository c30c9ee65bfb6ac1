//! The older extractor of quick actions, which reads lines and knows no Markdown.

use std::sync::LazyLock;

use regex::Regex;

use super::commands;

/// The commands that GitLab would have run, by one expression over the whole text: what an earlier alternative matches is
/// skipped. A `~~~` fence, a list, a quote and a block that does not begin with a tag alone on its line protect nothing.
pub(crate) fn commands(body: &str) -> Vec<String> {
    static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
        let code = r"^```.+?\n```$";
        let inline = r"^.*`\n*.+?\n*`$";
        let html = r"^<[^>]+?>\n.+?\n</[^>]+?>$";
        let quote = r"^>>>.+?\n>>>$";
        let pattern = format!("(?msi){code}|{inline}|{html}|{quote}|{}", commands::expression());
        Regex::new(&pattern).unwrap()
    });
    let body = body.replace('\r', "");
    if !body.lines().any(|line| line.starts_with('/')) {
        // It begins a line or it is none: nothing to search for.
        return Vec::new();
    }
    let body = commands::folded(&body);
    EXPRESSION
        .captures_iter(&body)
        .filter_map(|found| found.name("cmd").map(|name| name.as_str().to_owned()))
        .collect()
}

#[test]
fn it_runs_what_the_old_one_ran() {
    for (body, wanted) in [
        ("/close", &["close"][..]),
        ("x\n/close", &["close"]),
        ("x\n\r/close", &["close"]),
        ("\r\r/close\r", &["close"]),
        ("/CLOSE", &["close"]),
        ("/clo\u{17f}e", &["close"]),
        ("/loc\u{212a}", &["lock"]),
        ("/label ~bug\n/assign @root", &["label", "assign"]),
        ("- x\n/close", &["close"]),
        ("> x\n/close", &["close"]),
        ("~~~\n/close\n~~~", &["close"]),
        ("<details><summary>x</summary>\n\n/close\n\n</details>", &["close"]),
        ("````\n```\n````\n/close", &["close"]),
        ("```\nx\n``` \n/close", &["close"]),
        ("<!-- x -->\n/close", &["close"]),
        ("/close\t\n", &["close"]),
        ("/submit_review approve", &["submit_review"]),
    ] {
        assert_eq!(commands(body), wanted, "{body:?}");
    }
    for body in commands::NAMES.iter().map(|name| format!("x\n/{name}\n")) {
        assert_eq!(commands(&body).len(), 1, "{body:?}");
    }
}

#[test]
fn it_skips_what_the_old_one_skipped() {
    for body in [
        "x /close",
        " /close",
        "x\r/close",
        "/closed",
        "/nothing",
        "\\/close",
        "```\n/close\n```",
        "`\n/close\n`",
        "<p>\n/close\n</p>",
        ">>>\n/close\n>>>",
    ] {
        assert_eq!(commands(body), Vec::<String>::new(), "{body:?}");
    }
}
