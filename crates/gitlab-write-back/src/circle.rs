//! Who may read a note, and whether that is kept from everybody else at its place.

use crate::target::same_project;
use crate::{NoteDraft, NoteHost, NotePlace, SkipReason};
use futures_util::future::join_all;
use gitlab_core::{ApiError, ApiErrorKind, ProjectRef};
use rca_note::Visibility;

/// So many projects that a finding links to are asked who can read them; one that links to more is for nobody.
const PROJECTS: usize = 20;

/// For whom a note is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Circle {
    /// Who may read it; everybody when nothing says otherwise.
    pub(crate) visibility: Option<Visibility>,
    /// Whether it must be kept from people who can read the place.
    pub(crate) internal: bool,
}

/// For whom the draft may be written at the place, or why it must not be.
///
/// What a draft says can only make the circle narrower: a model that was talked into writing `public` widens nothing.
pub(crate) async fn of(
    host: &dyn NoteHost,
    place: &NotePlace,
    draft: &NoteDraft,
    asks: bool,
) -> Result<Result<Circle, SkipReason>, ApiError> {
    let told = draft.visibility.clone().filter(|told| *told != Visibility::Public);
    let source = draft.source.as_ref().filter(|source| !same_project(source, &place.project));
    if told.is_none() && source.is_none() && !asks {
        return Ok(Ok(Circle::default()));
    }
    let there = match host.visibility(&place.project, Some(&place.subject)).await {
        Ok(there) => there,
        // Nobody said that it is not for everybody, and whether it can be written is found out by writing it.
        Err(error) if told.is_none() && source.is_none() && is_hidden(&error) => None,
        Err(error) => return Err(error),
    };
    if let Some(source) = source {
        let is_open = match host.visibility(source, None).await? {
            Some(Visibility::Public) => true,
            Some(Visibility::Internal) => {
                there.as_ref().is_some_and(|there| Visibility::Internal.may_be_shown_at(there))
            }
            // Its members are others than those of the note's project.
            _ => false,
        };
        if !is_open {
            return Ok(Err(SkipReason::TooPublic));
        }
    }
    let mut wanted = told;
    // Nothing is narrower than that, but what somebody said.
    let is_for_members = there.as_ref().is_some_and(|there| Visibility::Private.may_be_shown_at(there));
    if asks && !is_for_members {
        match read_from(host, place, draft).await? {
            Some(read) => wanted = Some(narrower(wanted, read)),
            None => return Ok(Err(SkipReason::TooPublic)),
        }
        wanted = wanted.filter(|wanted| *wanted != Visibility::Public);
    }
    let Some(wanted) = wanted else { return Ok(Ok(Circle::default())) };
    let fits = there.is_some_and(|there| wanted.may_be_shown_at(&there));
    let internal = !fits && wanted.may_be_shown_at(&Visibility::Confidential);
    if fits || internal && host.has_internal_notes(place).await? {
        Ok(Ok(Circle { visibility: Some(wanted), internal }))
    } else {
        Ok(Err(SkipReason::TooPublic))
    }
}

/// The narrowest circle of those who can read what the finding was read from: the note's project and those that it links to.
/// `None` when these are too many.
async fn read_from(
    host: &dyn NoteHost,
    place: &NotePlace,
    draft: &NoteDraft,
) -> Result<Option<Visibility>, ApiError> {
    let mut projects: Vec<&ProjectRef> = vec![&place.project];
    for project in &draft.links_to {
        if !projects.iter().any(|known| same_project(known, project)) {
            projects.push(project);
        }
    }
    if projects.len() > PROJECTS {
        return Ok(None);
    }
    let mut narrowest = Visibility::Public;
    for visibility in join_all(projects.into_iter().map(|project| host.visibility(project, None))).await {
        match visibility {
            Ok(Some(visibility)) => narrowest = narrower(Some(narrowest), visibility),
            Ok(None) => {}
            // What we cannot see, we have not read.
            Err(error) if is_hidden(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(narrowest))
}

fn is_hidden(error: &ApiError) -> bool {
    error.is_not_found() || error.kind() == ApiErrorKind::Forbidden
}

/// The narrower circle of two. A word that is not known counts as the narrowest.
fn narrower(one: Option<Visibility>, other: Visibility) -> Visibility {
    match (one, &other) {
        (Some(one @ Visibility::Other(_)), _) => one,
        (Some(_), Visibility::Other(_)) | (None, _) => other,
        (Some(one), _) => {
            if other.may_be_shown_at(&one) {
                one
            } else {
                other
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Visibility::{Confidential, Internal, Private, Public};

    #[test]
    fn the_narrower_of_two_is_the_same_in_either_order() {
        let order = [Public, Internal, Private, Confidential, Visibility::from("a word of tomorrow")];
        for (index, one) in order.iter().enumerate() {
            for (other_index, other) in order.iter().enumerate() {
                let narrower = narrower(Some(one.clone()), other.clone());
                assert_eq!(Some(&narrower), order.get(index.max(other_index)), "{one} and {other}");
            }
            assert_eq!(narrower(None, one.clone()), *one);
        }
    }
}
