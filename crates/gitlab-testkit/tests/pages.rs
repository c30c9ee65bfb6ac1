//! How lists are paged.
#![allow(clippy::unwrap_used, reason = "what goes wrong here fails the test that asks")]

mod common;

use common::{get_as, gitlab};
use gitlab_testkit::{GitLab, Role, Scenario, Token};
use http::StatusCode;

fn issues(count: usize) -> GitLab {
    let scenario =
        Scenario::new().user("maria").token(Token::personal("t", "maria")).project("a/b", |project| {
            (1..=count).fold(project.member("maria", Role::Owner), |project, number| {
                project.issue(format!("issue {number}"), |issue| issue)
            })
        });
    GitLab::new(scenario).unwrap()
}

#[tokio::test]
async fn pages_have_gitlabs_headers() {
    let gitlab = issues(45);
    let page = get_as(&gitlab, "projects/a%2Fb/issues?page=2&state=opened", "t").await;
    assert_eq!(page.json().as_array().unwrap().len(), 20);
    for (name, value) in [
        ("x-per-page", "20"),
        ("x-page", "2"),
        ("x-next-page", "3"),
        ("x-prev-page", "1"),
        ("x-total", "45"),
        ("x-total-pages", "3"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    let url = "https://gitlab.example.com/api/v4/projects/a%2Fb/issues?id=a%2Fb";
    let link = |page: u32, rel: &str| format!("<{url}&page={page}&per_page=20&state=opened>; rel=\"{rel}\"");
    assert_eq!(
        page.header("link"),
        [link(1, "prev"), link(3, "next"), link(1, "first"), link(3, "last")].join(", ")
    );
    let last = get_as(&gitlab, "projects/a%2Fb/issues?page=3", "t").await;
    assert_eq!((last.header("x-next-page"), last.json().as_array().unwrap().len()), ("", 5));
}

#[tokio::test]
async fn a_page_holds_at_most_a_hundred() {
    let gitlab = issues(130);
    let page = get_as(&gitlab, "projects/a%2Fb/issues?per_page=1000", "t").await;
    assert_eq!((page.header("x-per-page"), page.json().as_array().unwrap().len()), ("100", 100));
    let none = get_as(&gitlab, "projects/a%2Fb/issues?per_page=0", "t").await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
    let beyond = get_as(&gitlab, "projects/a%2Fb/issues?page=99", "t").await;
    assert_eq!((beyond.status, beyond.json().as_array().unwrap().len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn case_11_more_than_ten_thousand_are_not_counted() {
    let gitlab = issues(10_001);
    let page = get_as(&gitlab, "projects/a%2Fb/issues?per_page=100&page=101", "t").await;
    assert_eq!(page.json().as_array().unwrap().len(), 1);
    assert_eq!((page.header("x-total"), page.header("x-total-pages")), ("(absent)", "(absent)"));
    assert_eq!(page.header("x-next-page"), "");
    assert!(!page.header("link").contains("rel=\"last\""));
}

#[tokio::test]
async fn keyset_pages_lead_by_links_alone() {
    let gitlab = gitlab();
    let mut path = "projects?pagination=keyset&order_by=id&sort=asc&per_page=1".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = common::get(&gitlab, &path).await;
        assert_eq!(page.header("x-page"), "(absent)");
        seen.extend(page.json().as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap().to_owned()));
        let link = page.header("link");
        let Some((url, _)) = link.strip_prefix('<').and_then(|link| link.split_once('>')) else { break };
        path = url.strip_prefix("https://gitlab.example.com/api/v4/").unwrap().to_owned();
    }
    assert_eq!(seen, ["checkout", "charts", "site"]);
}

#[tokio::test]
async fn jobs_lead_deeper_by_keyset_only() {
    let gitlab = gitlab();
    let jobs = format!("projects/{}/jobs", common::PROJECT);
    let deep = common::get(&gitlab, &format!("{jobs}?per_page=100&page=502")).await;
    assert_eq!(deep.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(deep.json()["error"].as_str().unwrap().contains("maximum allowed offset of 50000"));
    let first = common::get(&gitlab, &format!("{jobs}?pagination=keyset&per_page=2")).await;
    let cursor = first.header("x-next-cursor").to_owned();
    assert!(first.header("link").contains(&format!("cursor={cursor}&")), "{}", first.header("link"));
    let second = common::get(&gitlab, &format!("{jobs}?pagination=keyset&per_page=2&cursor={cursor}")).await;
    assert!(second.json()[0]["id"].as_u64() < first.json()[1]["id"].as_u64());
}
