//! Hostile texts in every field of a finding.

use proptest::prelude::*;
use rca_note::{Finding, HtmlPage, PlainText, SlackMessage};

use crate::finding::Texts;
use crate::generator::Generator;
use crate::{html, safeguards, slack, text, texts};

/// Everything in the three renderings that is not as it was built.
fn wrong(finding: &Finding) -> Vec<String> {
    let safeguards = safeguards();
    let mut wrong = html::wrong(HtmlPage::new(&safeguards).render(finding).as_str());
    wrong.extend(text::wrong(PlainText::new(&safeguards).render(finding).as_str()));
    for limit in [SlackMessage::SECTION_LIMIT, SlackMessage::MESSAGE_LIMIT] {
        wrong.extend(slack::wrong(SlackMessage::new(&safeguards).limit(limit).render(finding).as_str()));
    }
    wrong
}

fn assert_nothing_acts(texts: impl IntoIterator<Item = String>) {
    for text in texts {
        let wrong = wrong(&Texts::all(&text).finding());
        assert!(wrong.is_empty(), "{text:?}\n{}", wrong.join("\n"));
    }
}

#[test]
fn cases_110_to_121_hand_made_texts_do_nothing() {
    assert_nothing_acts(texts::all().into_iter().map(str::to_owned));
}

#[test]
fn hand_made_texts_do_nothing_behind_and_before_others() {
    assert_nothing_acts(texts::all().into_iter().map(|text| format!("a{text}\n`{text} ({text})")));
}

#[test]
fn generated_texts_do_nothing() {
    let count = std::env::var("RCA_HOSTILE_TEXTS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut generator = Generator::new(7);
    assert_nothing_acts((0..count).map(|_| generator.text()));
    println!("{count} generated texts");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_does_nothing(line in any::<String>(), prose in "(?s).{0,200}", log in "[\\x00-\\x7f]{0,200}") {
        let wrong = wrong(&Texts { line: &line, prose: &prose, log: &log }.finding());
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_title_of_a_page_reads_as_it_was(words in prop::collection::vec("[!-~]{1,12}", 1..8)) {
        // Spans of code lose their marks.
        let title = words.join(" ").replace('`', "'");
        let page = HtmlPage::new(&safeguards()).render(&Finding::new(title.clone()));
        let wanted = secret_redaction::Redactor::default().redact(&title).text.into_owned();
        prop_assert_eq!(html::heading(page.as_str()), wanted);
    }
}

/// Oracles that cannot fail prove nothing.
#[test]
fn the_oracles_find_what_acts() {
    let page = HtmlPage::new(&safeguards()).render(&Finding::new("HERE")).into_string();
    assert_eq!(html::wrong(&page), Vec::<String>::new());
    for attack in [
        "<script>x</script>",
        "<img src=x>",
        "<b onclick=x>x</b>",
        "<b style=x>x</b>",
        "<a href=\"https://evil.example\" rel=\"noopener noreferrer\">x</a>",
        "<a href=\"javascript:alert(1)\" rel=\"noopener noreferrer\">x</a>",
        "<a href=\"https://gitlab.example.com/\">x</a>",
        "</h1>",
        "<h1>",
        "\u{0}",
        "<!-- x -->",
    ] {
        assert!(!html::wrong(&page.replace("HERE", attack)).is_empty(), "{attack}");
    }
    for (ours, other) in [(":root", " :root"), ("sha256-", "sha256-A"), ("'none'; style", "*; style")] {
        assert!(!html::wrong(&page.replacen(ours, other, 1)).is_empty(), "{other}");
    }
    for attack in [
        "<!channel>",
        "<@U1>",
        "<https://evil.example|x>",
        "@here",
        "*x*",
        "x _y_",
        ":x:",
        ":100:",
        "x (:1234:)",
        "#x",
        "evil.example",
        "https://x",
        "&",
        "`",
        "```\nx",
        "`@Channel`",
        "\u{202e}",
        "> x",
    ] {
        assert!(!slack::wrong(&format!("{attack}\n")).is_empty(), "{attack}");
    }
    for attack in ["Status      done\u{7}", "Summery", "\u{1b}[0m", "x\ty", "\u{202e}", "a \u{200b}"] {
        assert!(!text::wrong(attack).is_empty(), "{attack}");
    }
}
