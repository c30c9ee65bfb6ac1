//! Canaries in every field.

use rca_note::{HtmlPage, PlainText, SlackMessage};

use crate::finding::{ORIGIN, Texts};
use crate::safeguards;

#[test]
fn case_122_secrets_are_masked_in_every_field_of_every_form() {
    let canary = "3xYz5Qm8LkR2vN7wTb4J";
    for secret in [
        format!("glpat-{canary}"),
        "gl\u{200b}pat-3xYz5Qm8\u{1b}[0mLkR2vN7wTb4J".to_owned(),
        format!("the token is glpat-{canary}. It works."),
        format!("https://user:{canary}@gitlab.example.com/x"),
        format!("{ORIGIN}a/glpat-{canary}"),
        format!("PRIVATE-TOKEN: {canary}"),
        format!("{} glpat-{canary} {}", "word ".repeat(40), "word ".repeat(2_000)),
    ] {
        let finding = Texts::all(&secret).finding();
        let safeguards = safeguards();
        for rendered in [
            HtmlPage::new(&safeguards).render(&finding),
            HtmlPage::new(&safeguards).limit(0).render(&finding),
            PlainText::new(&safeguards).width(40).render(&finding),
            PlainText::new(&safeguards).limit(0).render(&finding),
            SlackMessage::new(&safeguards).render(&finding),
            SlackMessage::new(&safeguards).limit(40_000).render(&finding),
        ] {
            let packed: String = rendered.as_str().split_whitespace().collect();
            assert!(!packed.contains("LkR2vN7wTb4J") && !packed.contains("3xYz5Qm8"), "{secret}\n{rendered}");
            assert!(rendered.as_str().contains("REDACTED"), "{secret}\n{rendered}");
        }
    }
}

#[test]
fn case_116_queries_and_long_addresses_are_no_links() {
    let long = format!("{ORIGIN}{}", "canary/".repeat(200));
    for target in [format!("{ORIGIN}a?canary=1"), format!("{ORIGIN}a#canary%20text"), long] {
        let finding = rca_note::Finding::new("x").with_link(rca_note::FindingLink::new("y", target));
        let page = HtmlPage::new(&safeguards()).render(&finding).into_string();
        assert!(
            page.matches("href=").count() == page.matches(&format!("href=\"{ORIGIN}a\"")).count(),
            "{page}"
        );
        let message = SlackMessage::new(&safeguards()).render(&finding).into_string();
        let is_plain = message.contains(&format!("<{ORIGIN}a|y>")) && !message.contains("canary");
        assert!(is_plain || !message.contains('<'), "{message}");
    }
}
