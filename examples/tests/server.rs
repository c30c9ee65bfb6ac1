//! Runs the program `investigate` against a server: the shop's GitLab behind real HTTP on a loopback port.

#![allow(clippy::expect_used, reason = "helpers of tests may fail as tests do")]

mod support;

use gitlab_testkit::{GitLab, scenarios};
use support::{Run, alert, expected, run_with};

/// Runs the program with the alert against this GitLab.
async fn investigate(base: &str, token: Option<&str>, more: &'static [&'static str]) -> Run {
    let (base, token) = (base.to_owned(), token.map(str::to_owned));
    let run = move || {
        let mut variables = vec![("GITLAB_BASE_URL", base.as_str())];
        variables.extend(token.as_deref().map(|token| ("GITLAB_ACCESS_TOKEN", token)));
        let alert = alert("alertmanager");
        run_with(&[&[alert.as_str()], more].concat(), &variables)
    };
    tokio::task::spawn_blocking(run).await.expect("the program runs")
}

fn findings(gitlab: &GitLab) -> Vec<String> {
    let notes = gitlab.merge_request_notes(expected().project, expected().merge_request);
    let ours = notes
        .into_iter()
        .filter(|note| note.author.as_ref().is_some_and(|author| author.username.contains("bot")));
    ours.map(|note| note.body).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_note_is_there_once_and_does_nothing() {
    let gitlab = GitLab::new(scenarios::checkout_incident()).expect("a possible scenario");
    let server = gitlab.serve().await.expect("a port");
    let base = server.instance().api_url().to_string();
    let token = Some(scenarios::token::API);
    let before = gitlab.merge_request(expected().project, expected().merge_request).expect("it is there");

    let run = investigate(&base, token, &[]).await;
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains(expected().test) && run.out.contains("Nothing was missing."), "{}", run.out);
    assert!(run.err.contains("[publish] GitLab MR note skipped"), "{}", run.err);
    assert!(findings(&gitlab).is_empty(), "nothing is written unless it is asked for");

    for (outcome, args) in [("posted", &["--post"][..]), ("unchanged", &["--post", "--json"][..])] {
        let run = investigate(&base, token, args).await;
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.err.contains(&format!("[publish] GitLab MR note {outcome}")), "{}", run.err);
    }
    let notes = findings(&gitlab);
    assert_eq!(notes.len(), 1, "{notes:#?}");
    assert!(
        notes.iter().all(|body| body.contains("### RCA Finding") && !body.contains(expected().leaked_token))
    );
    assert!(gitlab.executed_commands().is_empty(), "{:?}", gitlab.executed_commands());
    assert!(gitlab.todos().is_empty(), "{:?}", gitlab.todos());
    let after =
        gitlab.merge_request(expected().project, expected().merge_request).expect("it is still there");
    assert_eq!((after.state, after.labels, after.title), (before.state, before.labels, before.title));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_may_not_write_is_told_what_it_lacks() {
    let gitlab = GitLab::new(scenarios::checkout_incident()).expect("a possible scenario");
    let server = gitlab.serve().await.expect("a port");
    let base = server.instance().api_url().to_string();

    let run = investigate(&base, Some(scenarios::token::READ_API), &["--post", "--note"]).await;
    assert_eq!(run.status, 1, "{}", run.err);
    let last = run.err.lines().last().unwrap_or_default();
    assert!(last.contains("403") && last.contains("scope"), "{last}");
    assert!(run.out.contains("### RCA Finding"), "the finding is there all the same");

    for token in [Some(scenarios::token::STRANGER), None] {
        let run = investigate(&base, token, &[]).await;
        assert_eq!((run.status, run.err.lines().count()), (1, 1), "{}", run.err);
        assert!(run.err.contains("404") && run.out.is_empty(), "{}", run.err);
    }
    assert!(findings(&gitlab).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn preflight_says_what_the_token_is_good_for_and_reads_no_project() {
    let gitlab = GitLab::new(scenarios::checkout_incident()).expect("a possible scenario");
    let server = gitlab.serve().await.expect("a port");
    let base = server.instance().api_url().to_string();
    let preflight = async |token: Option<&'static str>| {
        let base = base.clone();
        let run = move || {
            let server = [("GITLAB_BASE_URL", base.as_str())];
            let variables: Vec<_> =
                server.into_iter().chain(token.map(|token| ("GITLAB_ACCESS_TOKEN", token))).collect();
            run_with(&["--preflight"], &variables)
        };
        tokio::task::spawn_blocking(run).await.expect("the program runs")
    };

    let run = preflight(Some(scenarios::token::API)).await;
    assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.starts_with(server.instance().web_url().as_str().trim_end_matches('/')), "{}", run.out);
    assert!(run.out.contains(": ready\n") && !run.out.contains("problem"), "{}", run.out);

    for (token, advice) in [
        (Some(scenarios::token::READ_API), "make a token with the scope api"),
        (Some("of-no-gitlab-at-all"), "does not know this token"),
        (None, "give a token (GITLAB_ACCESS_TOKEN)"),
    ] {
        let run = preflight(token).await;
        assert_eq!((run.status, run.err.lines().count()), (1, 1), "{}", run.err);
        assert!(run.err.contains("the token is not good enough"), "{}", run.err);
        assert!(run.out.contains(": not ready\n") && run.out.contains(advice), "{}", run.out);
    }
    for request in gitlab.requests() {
        let path = &request.path;
        assert!(request.method == "GET" && !path.contains("/projects/"), "{} {path}", request.method);
    }
}
