//! Properties of the reader of CODEOWNERS, and patterns of a labelled set where that is at hand.

use std::fs;
use std::path::Path;

use code_correlation::owners::CodeOwners;
use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #[test]
    fn nothing_panics_and_each_section_speaks_once(
        lines in prop::collection::vec("(!|\\^)?(\\[[a-c]?\\]?)?(\\[[0-9]{0,2}\\])?[a-c*?/{},\\[\\]\\\\ #.!-]{0,12}( @[a-z]{0,3}| @@owner| a@b.c)?", 0..12),
        path in "[a-c/. ]{0,12}",
    ) {
        let text = lines.join("\n");
        let file = CodeOwners::parse(&text);
        let owned = file.owners_of(&path);
        let mut sections: Vec<_> = owned.iter().map(|ownership| ownership.section.map(str::to_lowercase)).collect();
        sections.sort();
        sections.dedup();
        prop_assert_eq!(sections.len(), owned.len());
        for ownership in &owned {
            prop_assert!((1..=lines.len()).contains(&ownership.line));
            prop_assert!(!ownership.optional || ownership.approvals == 0);
        }
        prop_assert!(file.problems().iter().all(|problem| (1..=lines.len()).contains(&problem.line)));
        for rule in file.owners_of_paths([path.as_str()]) {
            prop_assert!(!rule.owners.is_empty() && rule.paths == [path.clone()]);
        }
    }

    #[test]
    fn a_path_written_out_matches_itself_alone(path in "[a-z]{1,4}(/[a-z.]{1,4}){0,3}", other in "[a-z]{1,4}(/[a-z.]{1,4}){0,3}") {
        let text = format!("/{path} @a");
        let file = CodeOwners::parse(&text);
        prop_assert_eq!(file.owners_of(&path).len(), 1);
        prop_assert_eq!(file.owners_of(&other).len(), usize::from(path == other));
    }
}

#[test]
fn patterns_of_a_labelled_set_match_as_in_gitlab() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets/codeowners/patterns.json");
    let Ok(text) = fs::read(file) else {
        println!("skipped: the labelled patterns are not at hand");
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&text).unwrap();
    let (mut same, mut gitlabs_own, mut wrong) = (0, 0, Vec::new());
    for case in &cases {
        let pattern = case["pattern"].as_str().unwrap();
        let text = format!("{} @a", pattern.replace(' ', "\\ "));
        let owners = CodeOwners::parse(&text);
        for (path, expected) in case["paths"].as_object().unwrap() {
            let ours = !owners.owners_of(path).is_empty();
            if Some(ours) == expected.as_bool() {
                same += 1;
            } else if differs_in_gitlab(pattern, path, ours) {
                gitlabs_own += 1;
            } else {
                wrong.push(format!("{pattern} and {path}: {ours}"));
            }
        }
    }
    println!("{same} checks as labelled, {gitlabs_own} where GitLab differs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The labels tell the meaning of another host, where a name stands for a directory and all below it, too, and where a
/// slash inside a pattern binds it to the root.
fn differs_in_gitlab(pattern: &str, path: &str, ours: bool) -> bool {
    if !ours {
        return !pattern.ends_with('/') && path.contains('/');
    }
    !pattern.starts_with('/') && pattern.trim_end_matches('/').contains('/')
}
