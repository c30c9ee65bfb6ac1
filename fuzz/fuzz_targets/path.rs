//! Paths and queries: a value from outside stays one segment or one parameter, or is refused.
#![no_main]

use gitlab_api_client::endpoints::{GetFile, GetRelease};
use gitlab_api_client::{Endpoint, Path, Query};
use gitlab_core::{GroupRef, ProjectId, ProjectRef};
use gitlab_rca_fuzz::API;
use libfuzzer_sys::fuzz_target;
use url::Url;

fn assert_stays(path: &Path, segments: usize, values: &[(usize, &str)]) {
    let Ok(encoded) = path.encoded() else { return };
    let parts: Vec<&str> = encoded.split('/').collect();
    assert_eq!(parts.len(), segments, "{encoded}");
    for (at, value) in values {
        let decoded = percent_encoding::percent_decode_str(parts[*at]).decode_utf8().unwrap();
        assert_eq!(decoded, *value);
        assert!(!decoded.split(['/', '\\']).any(|part| part == "." || part == ".."));
    }
    let api = Url::parse(API).unwrap();
    let url = api.join(encoded).unwrap();
    assert_eq!(url.origin(), api.origin());
    assert_eq!(url.path().strip_prefix(api.path()), Some(encoded));
    assert!(url.query().is_none() && url.fragment().is_none());
}

fuzz_target!(|data: &str| {
    let (one, other) = data.split_once('\n').unwrap_or((data, "main"));
    assert_stays(
        &Path::new("projects").param("id", one).literal("x").param("name", other),
        4,
        &[(1, one), (3, other)],
    );
    let project = ProjectRef::from(ProjectId::new(7));
    assert_stays(&GetRelease::new(project.clone(), one).path(), 4, &[(3, one)]);
    assert_stays(&GetFile::new(project, one, other).path(), 5, &[(4, one)]);
    if let Ok(project) = one.parse::<ProjectRef>() {
        let name = project.to_string();
        assert_eq!(name.parse::<ProjectRef>().as_ref(), Ok(&project));
        let path = Path::project(&project);
        assert!(path.encoded().is_ok(), "{name}");
        assert_stays(&path, 2, &[(1, &name)]);
    }
    if let Ok(group) = one.parse::<GroupRef>() {
        assert!(Path::group(&group).encoded().is_ok(), "{group}");
    }
    let mut query = Query::new();
    query.push("a[]", one).set("b", other).push("a[]", other);
    let written = query.to_string();
    let read: Vec<_> = url::form_urlencoded::parse(written.as_bytes()).collect();
    let expected = [("a[]", one), ("b", other), ("a[]", other)];
    assert!(read.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).eq(expected), "{written}");
});
