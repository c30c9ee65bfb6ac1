//! What is written reads back as it was.

use proptest::prelude::*;
use rca_note::{Finding, RcaNote};
use secret_redaction::Redactor;

use crate::oracle::shown;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn case_137_words_read_back_as_they_were(words in prop::collection::vec("[!-~]{1,10}", 1..12)) {
        // Words without backticks, whose spans the writer merges with those of the author.
        let text = words.join(" ").replace('`', "'");
        let note = RcaNote::builder().limit(50_000).build().render(&Finding::new(text.clone()));
        let wanted = shown::with_images_joined(&Redactor::default().redact(&text).text);
        let mut blocks = shown::blocks(note.body()).into_iter();
        prop_assert!(blocks.any(|block| shown::with_images_joined(&block) == wanted), "{} in\n{}", wanted, note.body());
    }

    #[test]
    fn case_113_a_value_is_one_code_span(value in "[`| a<>\\[\\]\\\\\n~-]{1,30}") {
        let finding = Finding::new("x").with_suspect(rca_note::Suspect::new("y").with_commit(value.clone()));
        let note = RcaNote::builder().limit(50_000).build().render(&finding);
        let spans = crate::oracle::glfm::parsed(note.body(), &crate::oracle::glfm::options(), |root| {
            root.descendants().filter_map(|node| match &node.data.borrow().value {
                comrak::nodes::NodeValue::Code(code) => Some(code.literal.clone()),
                _ => None,
            }).collect::<Vec<_>>()
        });
        let wanted = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if wanted.is_empty() {
            prop_assert_eq!(spans, Vec::<String>::new());
        } else {
            prop_assert_eq!(spans, [wanted]);
        }
    }
}
