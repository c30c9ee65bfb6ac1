//! Pipelines and their tests.

use super::foreign::{field, labelled, sha, time};
use super::page::{Kind, Part};
use super::words::Words;
use crate::evidence::{FailedTest, PipelineEvidence};
use gitlab_core::types::PipelineSource;

pub(super) fn configuration_errors(pipeline: &PipelineEvidence) -> Option<Part> {
    let errors = pipeline.yaml_errors.clone().filter(|errors| !errors.is_empty())?;
    let heading = Words::new("Errors in the CI configuration of pipeline ").number(pipeline.id.get());
    Some(Part::new(Kind::ConfigurationErrors, heading, &[errors]))
}

/// All names come first, so that a cut takes away outputs before it takes away tests.
pub(super) fn failed_tests(pipeline: &PipelineEvidence) -> Option<Part> {
    let tests = pipeline.tests.as_ref().filter(|tests| tests.failed > 0 || tests.errored > 0)?;
    let heading = Words::new("Failed tests of pipeline ")
        .number(pipeline.id.get())
        .and(" (")
        .number(tests.failed)
        .and(" failed, ")
        .number(tests.errored)
        .and(" errored of ")
        .number(tests.total)
        .and("; ")
        .count(tests.failures.len())
        .and(" known by name)");
    let names = tests.failures.iter().map(|test| {
        let more = [
            labelled("suite", Some(&test.suite)),
            labelled("class", test.class.as_deref()),
            labelled("file", test.file.as_deref()),
        ];
        std::iter::once(field(&test.name)).chain(more.into_iter().flatten()).collect::<Vec<_>>().join(", ")
    });
    let outputs = tests.failures.iter().filter_map(output);
    Part::list(Kind::FailedTests, heading, names.chain(outputs))
}

fn output(test: &FailedTest) -> Option<String> {
    let output = test.output.as_deref().filter(|output| !output.trim().is_empty())?;
    Some(format!("\noutput of {}:\n{output}", field(&test.name)))
}

pub(super) fn pipelines(pipelines: &[PipelineEvidence]) -> Option<Part> {
    let heading = Words::new("Pipelines (").count(pipelines.len()).and(")");
    Part::list(Kind::Pipelines, heading, pipelines.iter().map(line))
}

fn line(pipeline: &PipelineEvidence) -> String {
    let mut parts = vec![format!(
        "- {} {} of {}: {}",
        time(pipeline.created_at),
        pipeline.id,
        field(&pipeline.project),
        field(pipeline.status.as_str())
    )];
    parts.extend(labelled("started by", pipeline.source.as_ref().map(PipelineSource::as_str)));
    parts.extend(labelled("ref", pipeline.ref_name.as_deref()));
    parts.push(field(sha(pipeline.sha.as_ref())));
    parts.extend(
        pipeline
            .upstream
            .as_ref()
            .map(|upstream| format!("below {} by {}", upstream.pipeline, field(&upstream.bridge))),
    );
    parts.extend(pipeline.job_count.map(|count| format!("{count} jobs")));
    parts.extend(pipeline.tests.as_ref().map(|tests| {
        format!("{} of {} tests failed", tests.failed.saturating_add(tests.errored), tests.total)
    }));
    parts.join(", ")
}
