use super::{CiStatus, User};
use crate::open_enum::open_enum;
use crate::{CommitSha, JobId, PipelineId, Timestamp, WebUrl};
use serde::{Deserialize, Serialize};

/// A branch or tag that holds a commit, of `GET /projects/:id/repository/commits/:sha/refs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitRef {
    /// Whether it is a branch or a tag.
    #[serde(rename = "type")]
    pub ref_type: CommitRefType,
    /// Its name.
    pub name: String,
}

open_enum! {
    /// Whether a ref is a branch or a tag.
    pub enum CommitRefType {
        /// A branch.
        Branch = "branch",
        /// A tag.
        Tag = "tag",
    }
}

/// What a job, or a system outside of GitLab, says of a commit, of
/// `GET /projects/:id/repository/commits/:sha/statuses`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitStatus {
    /// Its id: that of the job, where a job says so.
    pub id: JobId,
    /// The commit.
    #[serde(default)]
    pub sha: Option<CommitSha>,
    /// The branch or tag.
    #[serde(default, rename = "ref")]
    pub ref_name: Option<String>,
    /// The status.
    pub status: CiStatus,
    /// The name of the job or of the check.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub name: String,
    /// Where there is more to read: the page of the job, or one outside of GitLab.
    #[serde(default, deserialize_with = "crate::types::url_or_none")]
    pub target_url: Option<WebUrl>,
    /// What it is about. Text of its author.
    #[serde(default)]
    pub description: Option<String>,
    /// Test coverage in percent.
    #[serde(default, deserialize_with = "crate::types::number_or_text")]
    pub coverage: Option<f64>,
    /// Whether the pipeline goes on when it fails.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub allow_failure: bool,
    /// Its pipeline, where GitLab tells.
    #[serde(default)]
    pub pipeline_id: Option<PipelineId>,
    /// Who said so.
    #[serde(default)]
    pub author: Option<User>,
    /// When it was made.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
    /// When it started.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub finished_at: Option<Timestamp>,
}

/// A comment on a commit, of `GET /projects/:id/repository/commits/:sha/comments`. GitLab gives no id with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitComment {
    /// The comment in Markdown. Text of its author.
    #[serde(default, deserialize_with = "crate::types::null_as_default")]
    pub note: String,
    /// The file that it is on; `None` for the commit as a whole.
    #[serde(default)]
    pub path: Option<String>,
    /// The line of the file, counted from 1.
    #[serde(default)]
    pub line: Option<u64>,
    /// Whether that is a line of the file before or after the commit.
    #[serde(default)]
    pub line_type: Option<LineType>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<User>,
    /// When it was written.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub created_at: Option<Timestamp>,
}

open_enum! {
    /// Which side of a diff a line is on.
    pub enum LineType {
        /// The file after the change.
        New = "new",
        /// The file before the change.
        Old = "old",
    }
}

/// Who signed a commit, and what GitLab thinks of that, of `GET /projects/:id/repository/commits/:sha/signature`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitSignature {
    /// How it was signed.
    #[serde(default)]
    pub signature_type: Option<SignatureType>,
    /// What GitLab thinks of it. It is judged by the keys that GitLab knows now, so that it can change.
    #[serde(default)]
    pub verification_status: Option<VerificationStatus>,
    /// The id of the OpenPGP key's primary key.
    #[serde(default)]
    pub gpg_key_primary_keyid: Option<String>,
    /// The name in the OpenPGP key.
    #[serde(default)]
    pub gpg_key_user_name: Option<String>,
    /// The e-mail address in the OpenPGP key.
    #[serde(default)]
    pub gpg_key_user_email: Option<String>,
    /// The certificate, for X.509.
    #[serde(default)]
    pub x509_certificate: Option<X509Certificate>,
    /// The key, for SSH; `None` when GitLab does not know it.
    #[serde(default)]
    pub key: Option<SshSigningKey>,
}

/// The certificate of a commit's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct X509Certificate {
    /// Whose it is.
    #[serde(default)]
    pub subject: Option<String>,
    /// The e-mail address in it.
    #[serde(default)]
    pub email: Option<String>,
    /// `good` or `revoked`.
    #[serde(default)]
    pub certificate_status: Option<String>,
}

/// The public SSH key of a commit's signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SshSigningKey {
    /// What its owner calls it.
    #[serde(default)]
    pub title: Option<String>,
    /// The key itself, as in an `authorized_keys` file.
    #[serde(default)]
    pub key: Option<String>,
    /// When it stops being good.
    #[serde(default, deserialize_with = "crate::timestamp::lenient")]
    pub expires_at: Option<Timestamp>,
}

open_enum! {
    /// How a commit was signed.
    pub enum SignatureType {
        /// By an OpenPGP key.
        Pgp = "PGP",
        /// By an X.509 certificate.
        X509 = "X509",
        /// By an SSH key.
        Ssh = "SSH",
    }
}

open_enum! {
    /// What GitLab thinks of a signature.
    pub enum VerificationStatus {
        /// It is good, and the committer's.
        Verified = "verified",
        /// It is good, and GitLab's own: the commit was made on its pages.
        VerifiedSystem = "verified_system",
        /// Nothing proves it.
        Unverified = "unverified",
        /// The key is not verified.
        UnverifiedKey = "unverified_key",
        /// GitLab does not know the key.
        UnknownKey = "unknown_key",
        /// It is by another user than the committer.
        OtherUser = "other_user",
        /// It is by the committer under another e-mail address.
        SameUserDifferentEmail = "same_user_different_email",
        /// There are several, which GitLab does not judge.
        MultipleSignatures = "multiple_signatures",
        /// The key was revoked.
        RevokedKey = "revoked_key",
    }
}
