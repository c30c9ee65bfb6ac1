//! Lines of logs and files keep their numbers in every form, and links lead to them.

use rca_note::{EvidenceItem, EvidenceKind, Excerpt, Finding, HtmlPage, PlainText, RcaNote, SlackMessage};

use crate::safeguards;

fn forms(item: EvidenceItem) -> [String; 4] {
    let (finding, safeguards) = (Finding::new("t").with_evidence(item), safeguards());
    [
        RcaNote::builder().safeguards(&safeguards).build().render(&finding).into_body(),
        PlainText::new(&safeguards).render(&finding).into_string(),
        HtmlPage::new(&safeguards).render(&finding).into_string(),
        SlackMessage::new(&safeguards).render(&finding).into_string(),
    ]
}

#[test]
fn blank_lines_above_count() {
    for blank in ["", "\n\n", "\u{1b}[0m\n\u{200b}\n"] {
        let lines = format!("{blank}first\nsecond\n");
        let first = if blank.is_empty() { 42 } else { 40 };
        let item =
            EvidenceItem::new(EvidenceKind::Log, "x").with_excerpt(Excerpt::new(lines).starting_at(first));
        for form in forms(item) {
            let line = form.lines().find(|line| line.ends_with("second") || line.contains("second<"));
            assert!(line.is_some_and(|line| line.contains("43")), "{blank:?}\n{form}");
        }
    }
}

#[test]
fn links_lead_to_the_lines() {
    let item = EvidenceItem::new(EvidenceKind::MergeRequest, "x")
        .with_link("https://gitlab.example.com/a/b/-/jobs/81")
        .with_excerpt(Excerpt::new("first\nsecond").starting_at(42));
    for form in forms(item) {
        assert!(form.contains("https://gitlab.example.com/a/b/-/jobs/81#L42"), "{form}");
        assert!(form.to_lowercase().contains("merge request"), "{form}");
    }
}
