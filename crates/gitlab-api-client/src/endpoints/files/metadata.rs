use crate::endpoints::whole_sha::is_whole_sha;
use crate::{Endpoint, HeadEndpoint, MissingHeader, Path, Query, RateClass};
use gitlab_core::ProjectRef;
use gitlab_core::types::FileMetadata;
use http::{HeaderMap, Method};
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

/// What there is to know of a file at a ref without its content, for [`Client::head`](crate::Client::head); whether it
/// is there at all, for [`Client::head_opt`](crate::Client::head_opt).
///
/// Calls `HEAD /projects/:id/repository/files/:file_path`. Needs the scope `read_api` or `read_repository`.
///
/// ```
/// use gitlab_api_client::endpoints::GetFileMetadata;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetFileMetadata::new(project, ".gitlab-ci.yml", "main");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetFileMetadata {
    project: ProjectRef,
    path: String,
    ref_name: String,
}

impl GetFileMetadata {
    /// Of the file of this path, at this branch, tag or commit, of this project; `HEAD` is the default branch.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, path: impl Display, ref_name: impl Display) -> Self {
        Self { project: project.into(), path: path.to_string(), ref_name: ref_name.to_string() }
    }
}

impl HeadEndpoint for GetFileMetadata {
    fn read(&self, headers: &HeaderMap) -> Result<FileMetadata, MissingHeader> {
        let size = value(headers, SIZE).ok_or(MissingHeader::new(SIZE))?;
        let blob_id: String = value(headers, BLOB_ID).ok_or(MissingHeader::new(BLOB_ID))?;
        let file_path: Option<String> = value(headers, "x-gitlab-file-path");
        let mut file = FileMetadata::new(file_path.unwrap_or_else(|| self.path.clone()), size, blob_id);
        file.ref_name = value(headers, "x-gitlab-ref");
        file.content_sha256 = value(headers, "x-gitlab-content-sha256");
        file.commit_id = value(headers, "x-gitlab-commit-id");
        file.last_commit_id = value(headers, "x-gitlab-last-commit-id");
        file.execute_filemode = value(headers, "x-gitlab-execute-filemode");
        Ok(file)
    }
}

const SIZE: &str = "x-gitlab-size";
const BLOB_ID: &str = "x-gitlab-blob-id";

/// A header's value. GitLab writes names as they are, in UTF-8; an empty value says nothing.
fn value<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    let text = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?.trim();
    if text.is_empty() { None } else { text.parse().ok() }
}

impl Endpoint for GetFileMetadata {
    type Output = FileMetadata;

    fn method(&self) -> Method {
        Method::HEAD
    }

    fn path(&self) -> Path {
        Path::project(&self.project).literal("repository/files").param("file_path", &self.path)
    }

    fn query(&self, query: &mut Query) {
        query.set("ref", &self.ref_name);
    }

    fn is_immutable(&self) -> bool {
        is_whole_sha(&self.ref_name)
    }

    fn rate_class(&self) -> RateClass {
        RateClass::RepositoryFiles
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("look at the file {} at {}", self.path, self.ref_name).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::request;
    use gitlab_core::ProjectId;
    use proptest::prelude::*;

    const HEADERS: [(&str, &str); 9] = [
        ("x-gitlab-blob-id", "79f7bbd25901e8334750839545a9bd021f0e4c83"),
        ("x-gitlab-commit-id", "d5a3ff139356ce33e37e73add446f16869741b50"),
        ("x-gitlab-content-sha256", "4c294617"),
        ("x-gitlab-execute-filemode", "true"),
        ("x-gitlab-file-name", "a.rs"),
        ("x-gitlab-file-path", "src/a.rs"),
        ("x-gitlab-last-commit-id", "570e7b2abdd848b95f2f578043fc23bd6f6fd24d"),
        ("x-gitlab-ref", "main"),
        ("x-gitlab-size", "1476"),
    ];

    fn read(headers: &[(&'static str, &str)]) -> Result<FileMetadata, MissingHeader> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        GetFileMetadata::new(ProjectId::new(7), "src/a.rs", "main").read(&map)
    }

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetFileMetadata::new(ProjectId::new(7), "src/a b.rs", "feature/x");
        assert_eq!(request(&endpoint), "HEAD projects/7/repository/files/src%2Fa%20b.rs?ref=feature%2Fx");
        assert!(!endpoint.is_immutable());
        let at = GetFileMetadata::new(ProjectId::new(7), "a", "d5a3ff139356ce33e37e73add446f16869741b50");
        assert!(at.is_immutable());
    }

    #[test]
    fn it_reads_the_headers() {
        let file = read(&HEADERS).unwrap();
        assert_eq!((file.size, file.execute_filemode), (1476, Some(true)));
        assert_eq!(file.last_commit_id.unwrap().short(), "570e7b2a");
        assert_eq!(file.ref_name.as_deref(), Some("main"));
    }

    #[test]
    fn names_outside_of_ascii_are_read() {
        let mut headers = HEADERS;
        headers[5].1 = "src/ü.rs";
        headers[7].1 = "fünf";
        let file = read(&headers).unwrap();
        assert_eq!((file.file_path.as_str(), file.ref_name.as_deref()), ("src/ü.rs", Some("fünf")));
    }

    proptest! {
        #[test]
        fn whatever_a_header_holds_there_is_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..40), size: u64) {
            let mut map = HeaderMap::new();
            map.insert(BLOB_ID, http::HeaderValue::from_static("79f7"));
            map.insert(SIZE, http::HeaderValue::from(size));
            if let Ok(value) = http::HeaderValue::from_bytes(&bytes) {
                map.insert("x-gitlab-file-path", value.clone());
                map.insert("x-gitlab-last-commit-id", value.clone());
                map.insert("x-gitlab-execute-filemode", value.clone());
                let endpoint = GetFileMetadata::new(ProjectId::new(7), "src/a.rs", "main");
                prop_assert_eq!(endpoint.read(&map).unwrap().size, size);
                map.insert(SIZE, value);
                let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.trim().parse().ok());
                prop_assert_eq!(endpoint.read(&map).ok().map(|file| file.size), text);
            }
        }
    }

    #[test]
    fn what_a_proxy_left_is_read_and_what_is_missing_is_named() {
        let file = read(&[HEADERS[0], HEADERS[8]]).unwrap();
        assert_eq!(
            (file.file_path.as_str(), file.execute_filemode, file.commit_id),
            ("src/a.rs", None, None)
        );
        let message = |headers: &[(&'static str, &str)]| read(headers).unwrap_err().to_string();
        assert_eq!(message(&HEADERS[..8]), "the header x-gitlab-size is missing or cannot be read");
        assert_eq!(message(&HEADERS[1..]), "the header x-gitlab-blob-id is missing or cannot be read");
        assert!(read(&[HEADERS[0], ("x-gitlab-size", "-1")]).is_err());
        assert!(read(&[HEADERS[0], ("x-gitlab-size", "")]).is_err());
    }
}
