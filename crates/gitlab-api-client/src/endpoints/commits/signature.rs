use crate::{Endpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::CommitSignature;
use std::borrow::Cow;
use std::fmt::Display;

/// Who signed a commit, and what GitLab thinks of that.
///
/// Calls `GET /projects/:id/repository/commits/:sha/signature`. Needs the scope `read_api`. A commit that nobody
/// signed is [`NotFound`](gitlab_core::ApiErrorKind::NotFound).
///
/// ```
/// use gitlab_api_client::endpoints::GetCommitSignature;
/// # let project = gitlab_core::ProjectId::new(7);
/// let endpoint = GetCommitSignature::new(project, "9df54aa2");
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GetCommitSignature {
    project: ProjectRef,
    sha: String,
}

impl GetCommitSignature {
    /// Of the commit of this hash of this project.
    #[must_use]
    pub fn new(project: impl Into<ProjectRef>, sha: impl Display) -> Self {
        Self { project: project.into(), sha: sha.to_string() }
    }
}

impl Endpoint for GetCommitSignature {
    type Output = CommitSignature;

    fn path(&self) -> Path {
        Path::project(&self.project)
            .literal("repository/commits")
            .param("sha", &self.sha)
            .literal("signature")
    }

    fn operation(&self) -> Cow<'static, str> {
        format!("get the signature of commit {}", self.sha).into()
    }

    fn project(&self) -> Option<&ProjectRef> {
        Some(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;
    use gitlab_core::types::VerificationStatus;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = GetCommitSignature::new(ProjectId::new(7), "9df54aa2");
        assert_eq!(request(&endpoint), "GET projects/7/repository/commits/9df54aa2/signature");
        assert!(!endpoint.is_immutable(), "it is judged by the keys that GitLab knows now");
    }

    #[test]
    fn it_reads_the_answer_for_every_kind_of_key() {
        let endpoint = GetCommitSignature::new(ProjectId::new(7), "9df54aa2");
        let pgp = answer(
            &endpoint,
            r#"{"signature_type":"PGP","verification_status":"verified","gpg_key_id":1,"gpg_key_primary_keyid":"8254","gpg_key_user_name":"A","gpg_key_subkey_id":null,"commit_source":"gitaly"}"#,
        );
        assert_eq!(pgp.verification_status, Some(VerificationStatus::Verified));
        let x509 = answer(
            &endpoint,
            r#"{"signature_type":"X509","verification_status":"unverified","x509_certificate":{"subject":"CN=a","serial_number":278969561018901340486471282831158785578,"x509_issuer":{}}}"#,
        );
        assert_eq!(x509.x509_certificate.unwrap().subject.as_deref(), Some("CN=a"));
        let ssh = answer(
            &endpoint,
            r#"{"signature_type":"SSH","verification_status":"a_new_word","key":{"id":11,"title":"k","key":"ssh-ed25519 AAAA","expires_at":null}}"#,
        );
        assert_eq!(ssh.verification_status.unwrap().as_str(), "a_new_word");
        // As GitLab answered before it knew other kinds than OpenPGP.
        assert_eq!(answer(&endpoint, r#"{"verification_status":"verified"}"#).signature_type, None);
    }
}
