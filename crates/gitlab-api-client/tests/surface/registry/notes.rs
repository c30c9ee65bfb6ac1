//! Notes and discussions.

use super::{IID, SHA, moment, project};
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;
use gitlab_core::types::DiffPosition;
use gitlab_core::{CommitSha, DiscussionId, IssueIid, NoteId, SnippetId};

const NOTE: NoteId = NoteId::new(3);

fn sha() -> CommitSha {
    SHA.parse().unwrap()
}

fn thread() -> DiscussionId {
    "6a9c1750b37d513a43987b574953fceb50b03ce7".parse().unwrap()
}

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        Sample::of(
            ListNotes::new(project(), IID)
                .order_by(NoteOrder::UpdatedAt)
                .sort(Sort::Ascending)
                .activity_filter(NoteActivity::OnlyComments),
        ),
        Sample::of(
            CreateNote::new(project(), IID, "text")
                .internal(true)
                .created_at(moment())
                .merge_request_diff_head_sha(sha()),
        ),
        Sample::of(
            CreateDiscussion::new(project(), IID, "text")
                .position(DiffPosition::new(sha(), sha(), sha(), "src/lib.rs").on_added_line(18))
                .commit(sha())
                .created_at(moment()),
        ),
        Sample::of(AddDiscussionNote::new(project(), IID, thread(), "text").created_at(moment())),
        Sample::of(ResolveDiscussion::new(project(), IID, thread(), true)),
        Sample::of(ResolveDiscussion::new(project(), IssueIid::new(6), thread(), false)),
    ];
    for on in [Noteable::from(IID), IssueIid::new(6).into(), SnippetId::new(4).into()] {
        samples.extend([
            Sample::of(ListNotes::new(project(), on)),
            Sample::of(GetNote::new(project(), on, NOTE)),
            Sample::of(CreateNote::new(project(), on, "text")),
            Sample::of(UpdateNote::new(project(), on, NOTE, "text")),
            Sample::of(DeleteNote::new(project(), on, NOTE)),
        ]);
    }
    for on in [IID.into(), IssueIid::new(6).into(), SnippetId::new(4).into(), Discussable::from(sha())] {
        let on = || on.clone();
        samples.extend([
            Sample::of(ListDiscussions::new(project(), on())),
            Sample::of(GetDiscussion::new(project(), on(), thread())),
            Sample::of(CreateDiscussion::new(project(), on(), "text")),
            Sample::of(AddDiscussionNote::new(project(), on(), thread(), "text")),
            Sample::of(UpdateDiscussionNote::new(project(), on(), thread(), NOTE, "text")),
            Sample::of(DeleteDiscussionNote::new(project(), on(), thread(), NOTE)),
        ]);
    }
    samples
}
