//! Which answers can never change.

use gitlab_core::CommitSha;

/// Whether a ref is the whole hash of a commit, so that the files, the tree and the changes that it names can
/// never change. GitLab lets no branch or tag have such a name.
pub(crate) fn is_whole_sha(ref_name: &str) -> bool {
    ref_name.parse::<CommitSha>().is_ok_and(|sha| sha.is_whole())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_hash_is_one() {
        let whole = "9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11";
        assert!(is_whole_sha(whole) && is_whole_sha(&whole.to_uppercase()) && is_whole_sha(&"ab".repeat(32)));
        let (cut, longer) = (whole.get(1..).unwrap(), format!("{whole}a"));
        for other in ["main", "HEAD", "v1.0", "", "9df54aa2", cut, &longer, &format!("{whole}^")] {
            assert!(!is_whole_sha(other), "{other}");
        }
    }
}
