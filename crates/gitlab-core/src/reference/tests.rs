//! The whole way: text to reference and back.

use super::*;
use crate::{DeploymentIid, ProjectId};
use proptest::prelude::*;

const SHA: &str = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11";

fn instances() -> Vec<Instance> {
    ["https://gitlab.com", "https://example.com/gitlab", "http://[::1]:8080"]
        .iter()
        .map(|address| Instance::parse(address).unwrap())
        .collect()
}

fn parse(text: &str) -> GitLabReference {
    GitLabReference::parse(text, &instances()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> ReferenceError {
    GitLabReference::parse(text, &instances()).expect_err(text)
}

#[test]
fn pages_with_and_without_the_dash() {
    for (below, expected) in [
        ("merge_requests/42", "g/s/p!42"),
        ("merge_requests/42/diffs?commit_id=9df54aa2#note_1", "g/s/p!42"),
        ("merge_requests/42/commits", "g/s/p!42"),
        ("merge_requests/42/pipelines", "g/s/p!42"),
        ("merge_requests/42.diff", "g/s/p!42"),
        ("issues/7#note_12", "g/s/p#7"),
        ("issues/7/designs/a.png", "g/s/p#7"),
        ("issues/incident/7", "g/s/p/-/issues/incident/7"),
        ("issues/incident/7/timeline", "g/s/p/-/issues/incident/7"),
        ("incidents/7", "g/s/p/-/issues/incident/7"),
        ("work_items/7", "g/s/p/-/work_items/7"),
        ("pipelines/9", "g/s/p/-/pipelines/9"),
        ("pipelines/9/test_report?job_name=x", "g/s/p/-/pipelines/9"),
        ("jobs/8", "g/s/p/-/jobs/8"),
        ("jobs/8#L10", "g/s/p/-/jobs/8"),
        ("jobs/8/raw", "g/s/p/-/jobs/8"),
        ("jobs/8/trace.json", "g/s/p/-/jobs/8"),
        ("jobs/8/artifacts/browse/a/b", "g/s/p/-/jobs/8"),
        ("builds/8", "g/s/p/-/jobs/8"),
        ("commit/9df54aa2", "g/s/p@9df54aa2"),
        ("commit/9DF54AA2.patch", "g/s/p@9df54aa2"),
        ("commit/9df54aa2/pipelines", "g/s/p@9df54aa2"),
        ("commits/feature/x", "g/s/p/-/commits/feature/x"),
        ("commits/feature/x?author=a&ref_type=heads", "g/s/p/-/commits/feature/x?ref_type=heads"),
        ("compare/main...feature/x", "g/s/p/-/compare/main...feature%2Fx"),
        ("compare/feature%2Fx...main?from_project_id=1", "g/s/p/-/compare/feature%2Fx...main"),
        ("compare/main..next", "g/s/p/-/compare/main...next?straight=true"),
        ("compare/main...next?straight=true", "g/s/p/-/compare/main...next?straight=true"),
        ("blob/feature/x/src/a.rs#L10-20", "g/s/p/-/blob/feature/x/src/a.rs#L10-20"),
        ("blob/feature%2Fx/src/a%20b.rs?plain=1#L3", "g/s/p/-/blob/feature%2Fx/src/a%20b.rs#L3"),
        ("raw/main/a.rs?inline=false", "g/s/p/-/raw/main/a.rs"),
        ("blame/main/a.rs", "g/s/p/-/blame/main/a.rs"),
        ("tree/main", "g/s/p/-/tree/main"),
        ("tree/main/src?ref_type=HEADS", "g/s/p/-/tree/main/src?ref_type=heads"),
        ("tree/main?ref_type=heads", "g/s/p/-/tree/main?ref_type=heads"),
        ("branches/feature/x", "g/s/p/-/tree/feature%2Fx?ref_type=heads"),
        ("tags/v1/rc", "g/s/p/-/tags/v1/rc"),
        ("releases/v1.0%2Frc", "g/s/p/-/releases/v1.0%2Frc"),
        ("releases/v1.0/evidences", "g/s/p/-/releases/v1.0"),
        ("environments/3", "g/s/p/-/environments/3"),
        ("environments/3/deployments/4", "g/s/p/-/environments/3/deployments/4"),
        ("environments/3/deployments", "g/s/p/-/environments/3"),
        ("merge_requests", "g/s/p"),
    ] {
        for url in [
            format!("https://gitlab.com/g/s/p/-/{below}"),
            format!("https://gitlab.com/g/s/p/{below}"),
            format!("http://example.com/gitlab/g/s/p/-/{below}"),
            format!("https://[::1]:8080/g/s/p/{below}"),
            format!("gitlab.com/g/s/p/-/{below}"),
        ] {
            let reference = parse(&url);
            assert_eq!(reference.to_string(), expected, "{url}");
            assert!(reference.instance().is_some());
        }
    }
}

#[test]
fn a_page_that_is_nothing_else_stands_for_its_project() {
    for text in [
        "https://gitlab.com/g/p",
        "https://gitlab.com/g/p/",
        "https://gitlab.com/g/p.git",
        "https://gitlab.com/g/p?ref=x#readme",
        "https://gitlab.com/g/p/-/settings/ci_cd",
        "https://gitlab.com/g/p/-/merge_requests?state=merged",
        "https://gitlab.com/g/p/-/merge_requests/new",
        "https://gitlab.com/g/p/-/branches/all",
        "https://gitlab.com/g/p/-/releases/permalink/latest",
        "https://gitlab.com/g/p/-",
        "https://gitlab.com/g%2Fp",
        "https://gitlab.com/api/v4/projects/g%2Fp",
        "https://gitlab.com/api/v4/projects/g%2Fp/members?per_page=1",
        "git@gitlab.com:g/p.git",
        "ssh://git@gitlab.com:2222/g/p.git",
        "gitlab:g/p",
        "g/p.git",
        "g/p.git/-/settings/ci_cd",
        "g/p",
        "gitlab.com/g/p",
    ] {
        let reference = parse(text);
        assert_eq!(reference.to_string(), "g/p", "{text}");
        assert_eq!(reference.target(), &ReferenceTarget::Project, "{text}");
    }
    let by_number = ProjectRef::Id(ProjectId::new(278964));
    for text in ["https://gitlab.com/projects/278964", "https://gitlab.com/-/p/278964"] {
        assert_eq!(parse(text).project(), &by_number);
    }
}

#[test]
fn the_apis_addresses_of_the_same_things() {
    for (below, expected) in [
        ("merge_requests/42/notes", "!42"),
        ("issues/7", "#7"),
        ("pipelines/9/jobs?scope=failed", "/-/pipelines/9"),
        ("pipelines/latest", ""),
        ("jobs/8/trace", "/-/jobs/8"),
        ("repository/commits/9df54aa2/diff", "@9df54aa2"),
        ("repository/commits/feature%2Fx", "/-/commits/feature/x"),
        ("repository/commits?ref_name=feature%2Fx&path=src/a.rs", "/-/commits/feature%2Fx/src/a.rs"),
        ("repository/compare?from=main&to=feature/x", "/-/compare/main...feature%2Fx"),
        ("repository/branches/feature%2Fx", "/-/tree/feature%2Fx?ref_type=heads"),
        ("repository/tags/v1.0", "/-/tags/v1.0"),
        ("releases/v1.0", "/-/releases/v1.0"),
        ("environments/3", "/-/environments/3"),
        ("deployments/4/merge_requests", "/-/deployments/4"),
        ("repository/files/src%2Fa.rs/raw?ref=feature/x", "/-/raw/feature%2Fx/src/a.rs"),
        ("repository/files/src%2Fa.rs", "/-/blob/HEAD/src/a.rs"),
        ("repository/tree?path=src&ref=main", "/-/tree/main/src"),
    ] {
        for (project, shown) in [("g%2Fs%2Fp", "g/s/p"), ("278964", "278964")] {
            let url = format!("https://example.com/gitlab/api/v4/projects/{project}/{below}");
            assert_eq!(parse(&url).to_string(), format!("{shown}{expected}"), "{url}");
        }
    }
}

#[test]
fn a_deployments_page_names_it_by_iid_and_the_api_by_id() {
    let page = parse("https://gitlab.com/g/p/-/environments/3/deployments/4");
    let expected = ReferenceTarget::EnvironmentDeployment {
        environment: EnvironmentId::new(3),
        iid: DeploymentIid::new(4),
    };
    assert_eq!(page.target(), &expected);
    let api = parse("https://gitlab.com/api/v4/projects/1/deployments/4");
    assert_eq!(api.target(), &ReferenceTarget::Deployment { id: DeploymentId::new(4) });
    let with_path = GitLabReference::new("g/p".parse().unwrap(), api.target().clone());
    assert_eq!(with_path.to_url(&instances()[0]), Err(ReferenceError::NoPage));
    assert_eq!(parse("g/p/-/deployments/4").to_string(), "g/p/-/deployments/4");
}

#[test]
fn short_forms() {
    for text in ["g/p!42", "g/p#7", "g/p@9df54aa2", "278964!42", "278964#7", "278964/-/pipelines/9"] {
        let reference = parse(text);
        assert_eq!(reference.to_string(), text);
        assert_eq!(reference.instance(), None);
        assert_eq!(parse(&format!("gitlab:{text}")), reference);
    }
    assert_eq!(parse("12/34!5").project().to_string(), "12/34");
}

#[test]
fn a_whole_hash_is_the_ref_of_a_permalink() {
    let reference = parse(&format!("https://gitlab.com/g/p/-/blob/{SHA}/src/a.rs#L5"));
    let ReferenceTarget::File { view, location, lines } = reference.target() else { panic!("{reference}") };
    assert_eq!(*view, FileView::Blob);
    assert_eq!(location.known(), Some((SHA, "src/a.rs")));
    assert_eq!(*lines, LineRange::new(5, 5));
}

#[test]
fn case_166_another_host_is_not_ours() {
    for text in [
        "https://gitlab.com.evil.example/g/p/-/merge_requests/1",
        "https://gitlab.com:8443/g/p",
        "https://example.com/g/p/-/merge_requests/1",
        "https://example.com/gitlabber/g/p",
        "http://gitlab.com:443/g/p",
        "git@evil.example:g/p.git",
    ] {
        assert!(matches!(error(text), ReferenceError::OtherHost { .. }), "{text}");
    }
    for text in
        ["https://gitlab.com@evil.example/g/p!1", "https://user@gitlab.com/g/p", "https://:x@gitlab.com/g/p"]
    {
        assert_eq!(error(text), ReferenceError::UserInformation);
    }
}

#[test]
fn what_is_no_reference_says_why() {
    use ReferenceError as E;
    for text in ["", " ", "42", "#7", "words of prose", "g/p !42", "g/p!x", "g/p@main", "a\tb/c!1"] {
        assert_eq!(error(text), E::Unknown, "{text:?}");
    }
    for text in ["https://gitlab.com", "https://gitlab.com/group", "https://gitlab.com/groups/g/-/epics/1"] {
        assert_eq!(error(text), E::NoProject, "{text}");
    }
    assert_eq!(error("https://gitlab.com/users/sign_in/x"), E::NoProject);
    // In every form: the URL that it would be written as leads to another page.
    assert!(matches!(error("g/.git"), E::Project(_)));
    for text in ["help/api", "users/a!1", "files/b/-/jobs/1", "git@gitlab.com:oauth/token.git"] {
        assert_eq!(error(text), E::NoProject, "{text}");
    }
    assert_eq!(references_in("see help/api!42 and projects/7#1", &instances()).count(), 0);
    assert!(matches!(error("https://gitlab.com/g/p/-/merge_requests/4x2"), E::Number { .. }));
    assert!(matches!(error("https://gitlab.com/g/p/-/jobs/99999999999999999999"), E::Number { .. }));
    assert_eq!(error("https://gitlab.com/g/p/-/commit/main"), E::Sha);
    assert_eq!(error("https://gitlab.com/g/p/-/blob/%FF/x"), E::Name);
    assert_eq!(error("https://gitlab.com/g/p/-/blob/main/%00"), E::Name);
    assert_eq!(error(&format!("https://gitlab.com/{}", "a/".repeat(9000))), E::TooLong);
}

#[test]
fn case_161_a_number_and_a_path_are_never_mixed() {
    assert!(matches!(error("007!42"), ReferenceError::Project(_)));
    assert!(matches!(error("https://gitlab.com/api/v4/projects/007/jobs/1"), ReferenceError::Project(_)));
    assert_eq!(parse("123/456!7").project().id(), None);
}

#[test]
fn a_project_known_by_number_is_read_back_unless_nothing_but_the_number_is_shown() {
    for text in ["5!42", "5#7", "5@9df54aa2", "5/-/pipelines/7", "5/-/jobs/8", "5/-/blob/main/a.rs#L3"] {
        assert_eq!(parse(text).project().id(), Some(ProjectId::new(5)), "{text}");
        assert_eq!(parse(text).to_string(), text);
    }
    for text in ["https://gitlab.com/projects/5", "https://gitlab.com/api/v4/projects/5"] {
        assert_eq!(parse(text).to_string(), "5", "{text}");
    }
    assert_eq!(error("5"), ReferenceError::Unknown);
    assert_eq!("5".parse::<ProjectRef>().unwrap().id(), Some(ProjectId::new(5)));
}

#[test]
fn only_a_path_leads_to_a_page() {
    let instance = &instances()[1];
    let url = |text: &str| parse(text).to_url(instance).map(String::from);
    assert_eq!(url("https://gitlab.com/projects/5").as_deref(), Ok("https://example.com/gitlab/projects/5"));
    assert_eq!(url("5!42"), Err(ReferenceError::ProjectNumber));
    assert_eq!(url("g/p!42").as_deref(), Ok("https://example.com/gitlab/g/p/-/merge_requests/42"));
}

#[test]
fn case_159_a_name_that_would_climb_is_refused_and_other_signs_stay_one_name() {
    let url = |name: &str| {
        let target = ReferenceTarget::Release { tag: name.to_owned() };
        GitLabReference::new("g/p".parse().unwrap(), target).to_url(&instances()[0])
    };
    for name in ["..", ".", "a/..", "a\r\nb", "a\0", "", "/"] {
        assert_eq!(url(name), Err(ReferenceError::Name), "{name:?}");
    }
    for name in ["%2e%2e", "a\\b", "a?b", "a#b", "\u{202e}a", "a b", "ä/ö"] {
        let url = url(name).unwrap();
        assert_eq!(parse(url.as_str()).target(), &ReferenceTarget::Release { tag: name.to_owned() }, "{url}");
    }
}

#[test]
fn serialized_it_is_a_url_where_the_installation_is_known() {
    let json = |text: &str| serde_json::to_value(parse(text)).unwrap();
    assert_eq!(json("https://gitlab.com/g/p/merge_requests/1"), "https://gitlab.com/g/p/-/merge_requests/1");
    assert_eq!(json("g/p!1"), "g/p!1");
}

fn name() -> impl Strategy<Value = String> {
    let part = "[a-zA-Z0-9ä%?# @!:+_-][a-zA-Z0-9ä%?# @!:+_\\\\-]{0,6}";
    proptest::collection::vec(part, 1..4).prop_map(|parts| parts.join("/"))
}

fn location() -> impl Strategy<Value = RefAndPath> {
    let slashed = (name(), name()).prop_filter_map("a ref with a slash", |(ref_name, path)| {
        ref_name.contains('/').then(|| RefAndPath::new(&ref_name, &path).unwrap())
    });
    prop_oneof![
        name().prop_filter_map("more than one part", |text| {
            text.contains('/').then(|| RefAndPath::joined(&text).unwrap())
        }),
        name().prop_map(|path| RefAndPath::new(SHA, &path).unwrap()),
        slashed.prop_map(|location| location.with_ref_kind(RefKind::Tag)),
    ]
}

fn target() -> impl Strategy<Value = ReferenceTarget> {
    use ReferenceTarget as T;
    let view =
        prop_oneof![Just(FileView::Blob), Just(FileView::Tree), Just(FileView::Raw), Just(FileView::Blame)];
    let lines =
        proptest::option::of((1..9999_u32, 1..9999_u32).prop_map(|(a, b)| LineRange::new(a, b).unwrap()));
    prop_oneof![
        Just(T::Project),
        (1..u64::MAX).prop_map(|n| T::MergeRequest { iid: MergeRequestIid::new(n) }),
        (1..u64::MAX).prop_map(|n| T::Pipeline { id: PipelineId::new(n) }),
        (1..u64::MAX).prop_map(|n| T::Job { id: JobId::new(n) }),
        (1..u64::MAX).prop_map(|n| T::Issue { iid: IssueIid::new(n) }),
        (1..u64::MAX).prop_map(|n| T::WorkItem { iid: IssueIid::new(n) }),
        (1..u64::MAX).prop_map(|n| T::Incident { iid: IssueIid::new(n) }),
        (1..u64::MAX).prop_map(|n| T::Environment { id: EnvironmentId::new(n) }),
        (1..u64::MAX, 1..u64::MAX).prop_map(|(n, m)| T::EnvironmentDeployment {
            environment: EnvironmentId::new(n),
            iid: DeploymentIid::new(m),
        }),
        "[0-9a-f]{7,40}".prop_map(|sha| T::Commit { sha: sha.parse().unwrap() }),
        location().prop_map(|location| T::Commits { location }),
        (name(), name(), any::<bool>()).prop_map(|(from, to, straight)| T::Compare { from, to, straight }),
        (view, location(), lines).prop_map(|(view, location, lines)| T::File { view, location, lines }),
        name().prop_map(|tag| T::Release { tag: format!("v{tag}") }),
        name().prop_map(|name| T::Tag { name: format!("v{name}") }),
        name().prop_map(|name| T::Branch { name: format!("b{name}") }),
    ]
}

proptest! {
    #[test]
    fn case_160_what_is_written_is_read_back(
        path in "[a-z0-9_][a-z0-9_.]{0,8}(/[a-z][a-z0-9_]{0,8}){1,3}",
        target in target(),
        which in 0..3_usize,
    ) {
        let path = format!("x{path}");
        let instance = instances()[which].clone();
        let reference = GitLabReference::new(path.parse().unwrap(), target).on(instance.clone());
        let url = reference.to_url(&instance).unwrap();
        prop_assert_eq!(&parse(url.as_str()), &reference, "{}", url);
        let found: Vec<_> = references_in(url.as_str(), &instances()).map(|(_, found)| found).collect();
        prop_assert_eq!(&found, std::slice::from_ref(&reference), "{}", url);
        for (before, after) in [("see <", "|it>, please"), ("[it](", ")."), ("{\\\"url\\\":\\\"", "\\\"}"), ("**", "**!")] {
            let text = format!("{before}{url}{after}");
            let found: Vec<_> = references_in(&text, &instances()).map(|(_, found)| found).collect();
            prop_assert_eq!(&found, std::slice::from_ref(&reference), "{}", text);
        }
        let shown = GitLabReference::parse(&reference.to_string(), &[]).unwrap();
        prop_assert_eq!(shown.on(instance), reference);
    }

    #[test]
    fn any_text_gives_an_answer(text in "\\PC{0,80}") {
        let _ = GitLabReference::parse(&text, &instances());
        let _ = GitLabReference::parse(&format!("https://gitlab.com/{text}"), &instances());
        let _ = GitLabReference::parse(&format!("g/p/-/{text}"), &instances());
        for (range, _) in references_in(&text, &instances()) {
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn whatever_looks_like_a_reference_survives_writing(
        text in "(https?://)?gitlab\\.com/(g/p|api/v4/projects/g%2Fp)?/(-/)?[a-z_]{3,9}/[-a-z0-9./%#?!@]{0,30}"
    ) {
        if let Ok(reference) = GitLabReference::parse(&text, &instances())
            && let Ok(url) = reference.to_url(&instances()[0])
        {
            let again = parse(url.as_str());
            prop_assert_eq!(again.project(), reference.project());
            prop_assert_eq!(again.to_url(&instances()[0]), Ok(url));
        }
    }
}
