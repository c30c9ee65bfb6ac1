//! Masks the secrets in every text of the evidence.

use super::{Evidence, JobEvidence, PipelineEvidence};
use code_correlation::change::ChangeSet;
use secret_redaction::Redactor;
use std::borrow::Cow;

impl Evidence {
    /// Masks every text that somebody else wrote. What was cut (logs, test output, file contents) was masked before
    /// it was cut; this is for all the rest, down to names and labels.
    pub(crate) fn mask(&mut self, redactor: &Redactor) {
        let mask = |text: &mut String| {
            if let Cow::Owned(masked) = redactor.redact(text).text {
                *text = masked;
            }
        };
        mask(&mut self.start);
        self.environment.iter_mut().for_each(mask);
        mask(&mut self.project.path);
        self.project.default_branch.iter_mut().for_each(mask);
        if let Some(incident) = &mut self.incident {
            mask(&mut incident.title);
            incident.description.iter_mut().chain(&mut incident.service).for_each(mask);
        }
        if let Some(merge_request) = &mut self.merge_request {
            mask(&mut merge_request.title);
            mask(&mut merge_request.source_branch);
            mask(&mut merge_request.target_branch);
            let people = merge_request.author.iter_mut().chain(&mut merge_request.merged_by);
            let texts = people.chain(&mut merge_request.description).chain(&mut merge_request.reviewers);
            texts.chain(&mut merge_request.labels).for_each(mask);
        }
        for commit in &mut self.commits {
            mask(&mut commit.title);
            commit.message.iter_mut().chain(&mut commit.author).for_each(mask);
            commit.changes.iter_mut().for_each(|changes| mask_changes(changes, &mask));
        }
        self.changes.iter_mut().for_each(|changes| mask_changes(changes, &mask));
        if let Some(owners) = &mut self.code_owners {
            // The file was masked before it was read into rules.
            mask(&mut owners.ref_name);
            owners.owned.iter_mut().flat_map(|owned| &mut owned.paths).for_each(mask);
        }
        for pipeline in &mut self.pipelines {
            mask_pipeline(pipeline, &mask);
        }
        for file in &mut self.files {
            mask(&mut file.project);
            mask(&mut file.path);
        }
        for line in &mut self.blame {
            mask(&mut line.project);
            mask(&mut line.path);
            mask(&mut line.title);
            line.author.iter_mut().for_each(mask);
        }
        for change in &mut self.recent_changes {
            mask(&mut change.title);
            change.description.iter_mut().for_each(mask);
            mask(&mut change.target_branch);
            change.author.iter_mut().for_each(mask);
            change.changes.iter_mut().for_each(|changes| mask_changes(changes, &mask));
        }
        for deployment in &mut self.deployments {
            mask(&mut deployment.environment);
            deployment.ref_name.iter_mut().chain(&mut deployment.deployed_by).for_each(mask);
        }
        for release in &mut self.releases {
            mask(&mut release.tag);
            release.name.iter_mut().for_each(mask);
        }
        for gap in &mut self.gaps {
            mask(&mut gap.what);
            mask(&mut gap.why);
        }
    }
}

fn mask_changes(changes: &mut ChangeSet, mask: &impl Fn(&mut String)) {
    for file in &mut changes.files {
        file.old_path.iter_mut().chain(&mut file.new_path).for_each(mask);
        file.hunks.iter_mut().for_each(|hunk| mask(&mut hunk.context));
    }
    changes.problems.iter_mut().for_each(|problem| mask(&mut problem.reason));
}

fn mask_pipeline(pipeline: &mut PipelineEvidence, mask: &impl Fn(&mut String)) {
    mask(&mut pipeline.project);
    pipeline.ref_name.iter_mut().chain(&mut pipeline.yaml_errors).for_each(mask);
    pipeline.upstream.iter_mut().for_each(|upstream| mask(&mut upstream.bridge));
    pipeline.jobs.iter_mut().for_each(|job| mask_job(job, mask));
    for test in pipeline.tests.iter_mut().flat_map(|tests| &mut tests.failures) {
        mask(&mut test.suite);
        mask(&mut test.name);
        test.class.iter_mut().chain(&mut test.file).for_each(mask);
    }
}

fn mask_job(job: &mut JobEvidence, mask: &impl Fn(&mut String)) {
    mask(&mut job.name);
    mask(&mut job.stage);
    job.failure_reason.iter_mut().for_each(mask);
    for failure in job.log.iter_mut().flat_map(|log| &mut log.failures) {
        failure.test.iter_mut().chain(&mut failure.file).chain(&mut failure.tool).for_each(mask);
    }
    for section in job.log.iter_mut().flat_map(|log| &mut log.sections) {
        mask(&mut section.name);
        section.options.values_mut().for_each(mask);
    }
}
