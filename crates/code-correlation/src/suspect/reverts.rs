//! Which candidates revert which.

use super::candidate::Candidate;

/// The shas that a message says to revert, in git's own words: `This reverts commit <sha>`.
fn reverted_shas(message: &str) -> impl Iterator<Item = &str> {
    message.split("This reverts commit ").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        rest.get(..end).filter(|sha| sha.len() >= 7)
    })
}

/// For each candidate the place of the one that reverts it before the failure, and whether it reverts itself.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Revert {
    pub(super) reverted_by: Option<usize>,
    pub(super) reverts: bool,
}

pub(super) fn find(candidates: &[Candidate<'_>], failed_at: Option<i64>) -> Vec<Revert> {
    let mut reverts = vec![Revert::default(); candidates.len()];
    for (at, candidate) in candidates.iter().enumerate() {
        let is_late = matches!((candidate.time, failed_at), (Some(time), Some(failed)) if time > failed);
        for sha in reverted_shas(candidate.message) {
            if let Some(revert) = reverts.get_mut(at) {
                revert.reverts = true;
            }
            if is_late || candidate.live == Some(false) {
                continue;
            }
            // The sha of a merge names all the commits that it brought.
            for (target, other) in candidates.iter().enumerate() {
                if target != at
                    && other.is_named_by(sha)
                    && let Some(revert) = reverts.get_mut(target)
                {
                    revert.reverted_by = Some(at);
                }
            }
        }
    }
    reverts
}
