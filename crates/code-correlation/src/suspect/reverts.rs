//! Which candidates revert which.

use super::candidate::Candidate;

/// What a message says that it reverts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named<'a> {
    /// In git's own words: `This reverts commit <sha>`.
    Sha(&'a str),
    /// In GitLab's: `This reverts merge request !42` or `group/project!42`.
    MergeRequest(&'a str),
    /// By the title alone, which git and GitLab put first: `Revert "<title>"`.
    Title(&'a str),
}

/// What a candidate says that it reverts. Its title is only asked where nothing says it more precisely.
fn reverted<'a>(candidate: &Candidate<'a>) -> Vec<Named<'a>> {
    let mut named: Vec<_> =
        [candidate.message, candidate.description].into_iter().flat_map(exactly).collect();
    if named.is_empty() {
        let title = candidate.title().strip_prefix("Revert \"").and_then(|rest| rest.strip_suffix('"'));
        named.extend(title.filter(|title| !title.is_empty()).map(Named::Title));
    }
    named
}

fn exactly(message: &str) -> impl Iterator<Item = Named<'_>> {
    message.split("This reverts ").skip(1).filter_map(|rest| {
        if let Some(rest) = rest.strip_prefix("commit ") {
            let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
            return rest.get(..end).filter(|sha| sha.len() >= 7).map(Named::Sha);
        }
        let rest = rest.strip_prefix("merge request ")?;
        let number = rest.find('!')? + 1;
        let digits = rest.get(number..)?.bytes().take_while(u8::is_ascii_digit).count();
        let reference = rest.get(..number + digits).filter(|text| !text.contains(char::is_whitespace));
        reference.filter(|_| digits > 0).map(Named::MergeRequest)
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
    // The newest come first, so that a revert that was reverted itself is known when its turn comes.
    for (at, candidate) in candidates.iter().enumerate() {
        let named = reverted(candidate);
        let is_late = matches!((candidate.time, failed_at), (Some(time), Some(failed)) if time > failed);
        let Some(own) = reverts.get_mut(at) else { continue };
        own.reverts = !named.is_empty();
        if is_late || candidate.live == Some(false) || own.reverted_by.is_some() {
            continue;
        }
        for name in named {
            let others = candidates.iter().enumerate().filter(|(target, _)| *target != at);
            let targets: Vec<usize> = match name {
                // The sha of a merge, and its merge request, name all the commits that it brought.
                Named::Sha(sha) => places(others.filter(|(_, other)| other.is_named_by(sha))),
                Named::MergeRequest(reference) => {
                    places(others.filter(|(_, other)| other.is_of_merge_request(reference)))
                }
                // Of several changes with the same title the last one before.
                Named::Title(title) => {
                    let older = others.filter(|(target, _)| *target > at);
                    places(older.filter(|(_, other)| other.title() == title).take(1))
                }
            };
            for target in targets {
                if let Some(revert) = reverts.get_mut(target) {
                    revert.reverted_by = Some(at);
                }
            }
        }
    }
    reverts
}

fn places<'c>(found: impl Iterator<Item = (usize, &'c Candidate<'c>)>) -> Vec<usize> {
    found.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn a_message_names_what_it_reverts() {
        let of = |message| reverted(&Candidate::new("a").with_message(message));
        assert_eq!(of("Revert \"A\"\n\nThis reverts commit 0123456789."), [Named::Sha("0123456789")]);
        assert_eq!(
            of("Revert \"Merge branch 'a'\"\n\nThis reverts merge request !42"),
            [Named::MergeRequest("!42")]
        );
        assert_eq!(of("x\n\nThis reverts merge request a/b-c!7."), [Named::MergeRequest("a/b-c!7")]);
        assert_eq!(of("Revert \"Revert \"A\"\""), [Named::Title("Revert \"A\"")]);
        for none in
            ["Revert the cart", "This reverts commit abc", "This reverts merge request x y!3", "Revert \"\""]
        {
            assert_eq!(of(none), [], "{none}");
        }
        let described =
            Candidate::new("a").with_description("Broke the shop.\n\nThis reverts merge request !9");
        assert_eq!(reverted(&described), [Named::MergeRequest("!9")]);
    }

    fn reverted_by(candidates: &[Candidate<'_>]) -> Vec<Option<usize>> {
        find(candidates, Some(100)).into_iter().map(|revert| revert.reverted_by).collect()
    }

    #[test]
    fn a_merge_request_is_reverted_by_its_reference_its_shas_or_its_title() {
        let merged = || {
            Candidate::new("1111111111")
                .with_message("Round totals")
                .with_aliases([SHA])
                .with_merge_request("shop/cart!12")
        };
        for (message, hit) in [
            ("Revert \"Round totals\"\n\nThis reverts merge request shop/cart!12", true),
            ("This reverts merge request !12", true),
            ("This reverts merge request other/cart!12", false),
            ("This reverts merge request !1", false),
            ("This reverts commit 0123456789abcdef", true),
            ("Revert \"Round totals\"", true),
            ("Revert \"Round total\"", false),
        ] {
            let candidates = [Candidate::new("2222222222").with_message(message), merged()];
            assert_eq!(reverted_by(&candidates), [None, hit.then_some(0)], "{message}");
        }
        let by_description = Candidate::new("3").with_description("This reverts merge request !12");
        assert_eq!(reverted_by(&[by_description, merged()]), [None, Some(0)]);
    }

    #[test]
    fn a_revert_that_came_late_or_was_reverted_itself_takes_nothing_back() {
        let first = || Candidate::new("1111111111").with_message("Round totals");
        let revert = || Candidate::new("2222222222").with_message("Revert \"Round totals\"");
        let again = Candidate::new("3333333333").with_message("Revert \"Revert \"Round totals\"\"");
        assert_eq!(reverted_by(&[again, revert(), first()]), [None, Some(0), None]);
        assert_eq!(reverted_by(&[revert().with_time(101), first()]), [None, None]);
        assert_eq!(reverted_by(&[first(), revert()]), [None, None], "what came later is another change");
    }
}
