//! Properties of the ranking over generated candidates and failures.

use code_correlation::change::ChangeSet;
use code_correlation::suspect::{Candidate, Conclusion, Failure, rank};
use proptest::prelude::*;

fn path() -> impl Strategy<Value = String> {
    "(src|test|api)/[A-D][a-c]{0,2}(Test)?\\.(rs|java|py)"
}

type Parts = (String, Vec<String>, Option<i64>, bool, Option<bool>, String);

fn candidate() -> impl Strategy<Value = Parts> {
    let text = prop_oneof![
        "[ -~é]{0,40}",
        "(fix|add|revert) [a-d]{3,5}",
        Just("This reverts commit 1111111.".to_owned())
    ];
    let diff = prop_oneof![
        Just(String::new()),
        path().prop_map(|path| {
            format!("--- a/{path}\n+++ b/{path}\n@@ -3,2 +3,2 @@ fn abc()\n a\n-b\n+c\n")
        })
    ];
    (
        text,
        prop::collection::vec(path(), 0..4),
        any::<Option<i64>>(),
        any::<bool>(),
        any::<Option<bool>>(),
        diff,
    )
}

proptest! {
    #[test]
    fn every_candidate_comes_once_with_reasons_that_add_up(
        parts in prop::collection::vec(candidate(), 0..12),
        trace in prop_oneof!["\\PC{0,80}", path().prop_map(|path| format!("at x.Y.z({path}:4)\n{path}:3:1 bad abc"))],
        test in prop_oneof!["\\PC{0,30}", Just("org.Aa.BbTest::abc[1]".to_owned()), path()],
        location in path(),
        time in any::<Option<i64>>(),
    ) {
        let ids: Vec<_> = (0..parts.len()).map(|at| format!("{at}111111")).collect();
        let sets: Vec<_> = parts.iter().map(|part| ChangeSet::from_patch(&part.5)).collect();
        let candidates: Vec<_> = parts.iter().zip(&ids).zip(&sets).map(|(((text, paths, time, mine, live, _), id), set)| {
            let mut candidate = Candidate::new(id).with_message(text).with_paths(paths.iter().map(String::as_str));
            candidate = candidate.with_hunks([text.as_str()]).with_changes(set).with_investigated(*mine);
            if let Some(time) = time {
                candidate = candidate.with_time(*time);
            }
            live.map_or(candidate.clone(), |live| candidate.with_live(live))
        }).collect();
        let mut failure = Failure::new().with_tests([test.as_str()]).with_trace(&trace).with_location(&location, Some(3));
        if let Some(time) = time {
            failure = failure.with_time(time);
        }
        let ranking = rank(&failure, &candidates);
        prop_assert_eq!(&ranking, &rank(&failure, &candidates));
        let mut ranked: Vec<_> = ranking.suspects.iter().map(|suspect| suspect.id.clone()).collect();
        ranked.sort();
        let mut given = ids.clone();
        given.sort();
        prop_assert_eq!(ranked, given);
        for pair in ranking.suspects.windows(2) {
            if let [one, two] = pair {
                prop_assert!(one.score >= two.score);
                prop_assert_eq!(one.place == two.place, one.score == two.score);
            }
        }
        for suspect in &ranking.suspects {
            prop_assert_eq!(suspect.score, suspect.reasons.iter().map(|reason| reason.weight).sum::<f64>());
            prop_assert_eq!(suspect.score, suspect.reasons.iter().rev().map(|reason| reason.weight).sum::<f64>());
        }
        match &ranking.conclusion {
            Conclusion::Suspect { id } => prop_assert_eq!(Some(id), ranking.suspects.first().map(|first| &first.id)),
            Conclusion::Tie { ids, .. } => prop_assert!(ids.len() > 1),
            Conclusion::NoSuspect { reason } => prop_assert!(!reason.is_empty()),
            other => prop_assert!(false, "unknown conclusion {:?}", other),
        }
    }
}
