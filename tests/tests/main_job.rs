//! The whole way, across all crates: from an alert to one note on the merge request.

use gitlab_rca::auth::{AccessToken, StaticToken};
use gitlab_rca::client::{Client, TokioClock};
use gitlab_rca::core::types::User;
use gitlab_rca::prelude::*;
use gitlab_testkit::GitLab;
use gitlab_testkit::scenarios::{checkout_incident, expected, token};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The GitLab of the incident, and a client whose token may write.
fn incident() -> Result<(GitLab, Client), Box<dyn std::error::Error>> {
    let gitlab = GitLab::new(checkout_incident())?;
    let client = Client::builder(gitlab.instance())
        .transport(Arc::new(gitlab.clone()))
        .clock(Arc::new(TokioClock::new()))
        .authenticator(Arc::new(StaticToken::bearer(AccessToken::new(token::API)?)))
        .build()?;
    Ok((gitlab, client))
}

/// An alert as Alertmanager sends it, about the failed deployment.
fn alert() -> Vec<u8> {
    let expected = expected();
    let alert = json!({
        "version": "4",
        "status": "firing",
        "groupKey": "{}:{alertname=\"CheckoutDown\"}",
        "commonLabels": { "alertname": "CheckoutDown", "severity": "critical", "service": "checkout" },
        "commonAnnotations": {
            "summary": "The checkout does not answer",
            "gitlab.project_id": expected.project_id.to_string(),
            "gitlab.merge_request_iid": expected.merge_request.to_string(),
        },
        "alerts": [{
            "status": "firing",
            "labels": { "environment": expected.environment },
            "startsAt": expected.incident_start,
            "fingerprint": "c0ffee",
        }],
    });
    alert.to_string().into_bytes()
}

#[tokio::test]
async fn case_132_the_note_stays_in_the_project_of_the_alerts_service()
-> Result<(), Box<dyn std::error::Error>> {
    let expected = expected();
    for (project, may) in [
        (expected.project.to_owned(), true),
        (expected.project_id.to_string(), true),
        ("shop/payments".to_owned(), false),
        ("1".to_owned(), false),
    ] {
        let (gitlab, client) = incident()?;
        let mapping = AlertMapping::builder()
            .instances([gitlab.instance()])
            .service("checkout", ServiceMapping::new(project.parse()?))
            .build();
        let alert = mapping.read(&alert())?;
        let evidence = gitlab_rca::investigation_of(&alert)?.run(&client).await;
        let target = gitlab_rca::note_target_for(&alert, &evidence);
        let write_back = WriteBack::on(Arc::new(client));
        let outcome = write_back.publish_finding(&target, &alert.incident_key(), &Finding::new("x")).await;
        let refused = matches!(outcome, Outcome::Skipped { reason: SkipReason::OtherProject });
        assert_eq!((outcome.note().is_some(), refused), (may, !may), "{project}: {outcome:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_alert_becomes_one_note_on_the_merge_request() -> Result<(), Box<dyn std::error::Error>> {
    let (gitlab, client) = incident()?;
    let expected = expected();
    let alert = AlertMapping::builder().instances([gitlab.instance()]).build().read(&alert())?;
    let evidence = gitlab_rca::investigation_of(&alert)?.run(&client).await;
    let finding = RuleAnalyst::new().analyse(&evidence).await?;
    assert!(finding.title.contains(expected.test), "{}", finding.title);
    assert_eq!(finding.suspects.first().and_then(|suspect| suspect.commit.as_deref()), Some(expected.commit));

    let before = gitlab.merge_request_notes(expected.project, expected.merge_request).len();
    let target = gitlab_rca::note_target_for(&alert, &evidence);
    let write_back = WriteBack::on(Arc::new(client));
    let posted = write_back.publish_finding(&target, &alert.incident_key(), &finding).await;
    assert!(matches!(posted, Outcome::Posted { .. }), "{posted:?}");
    let again = write_back.publish_finding(&target, &alert.incident_key(), &finding).await;
    assert!(matches!(again, Outcome::Unchanged { .. }), "{again:?}");

    let notes = gitlab.merge_request_notes(expected.project, expected.merge_request);
    assert_eq!(notes.len(), before + 1);
    let note = notes.last().ok_or("the note is there")?;
    assert!(note.body.contains("### RCA Finding") && note.body.chars().count() <= 4_000);
    assert!(gitlab.executed_commands().is_empty() && gitlab.todos().is_empty());
    for seen in [&note.body, &evidence.to_json()?, &serde_json::to_string(&finding)?] {
        assert!(!seen.contains(expected.leaked_token) && !seen.contains(token::API));
    }
    Ok(())
}

/// Counts what failed, as a program's own agent would.
#[derive(Debug)]
struct Counter;

#[async_trait]
impl Analyst for Counter {
    async fn analyse(&self, evidence: &Evidence) -> Result<Finding, AnalystError> {
        Ok(Finding::new(format!("{} jobs failed", evidence.decisive_failures().count()))
            .with_made_by("counter"))
    }
}

/// Keeps notes in memory, as a program's own place for them would.
#[derive(Debug)]
struct InMemory(Instance, Mutex<Vec<Note>>);

impl InMemory {
    fn all(&self) -> Vec<Note> {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl NoteHost for InMemory {
    fn instance(&self) -> &Instance {
        &self.0
    }

    async fn current_user(&self) -> Result<UserId, ApiError> {
        Ok(UserId::new(1))
    }

    async fn notes(&self, _: &NotePlace) -> Result<Listing<ListedNote>, ApiError> {
        Ok(Listing::whole(self.all()).map(ListedNote::from))
    }

    async fn create_note(&self, _: &NotePlace, note: &NewNote<'_>) -> Result<NoteHandle, ApiError> {
        let mut notes = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        let id = NoteId::new(notes.len() as u64 + 1);
        notes.push(Note::new(id, User::new(UserId::new(1), "agent"), note.body));
        Ok(id.into())
    }

    async fn update_note(&self, _: &NotePlace, note: &NoteHandle, body: &str) -> Result<(), ApiError> {
        let mut notes = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        notes.iter_mut().filter(|one| one.id == note.id).for_each(|one| one.body = body.to_owned());
        Ok(())
    }
}

#[tokio::test]
async fn parts_of_ones_own_take_the_place_of_ours() -> Result<(), Box<dyn std::error::Error>> {
    let (gitlab, client) = incident()?;
    let alert = AlertMapping::builder().instances([gitlab.instance()]).build().read(&alert())?;
    let evidence = gitlab_rca::investigation_of(&alert)?.run(&client).await;
    let finding = Counter.analyse(&evidence).await?;
    let host = Arc::new(InMemory(gitlab.instance(), Mutex::default()));
    let write_back = WriteBack::on(host.clone());
    let target = gitlab_rca::note_target(&evidence);
    for _ in 0..2 {
        write_back.publish_finding(&target, &alert.incident_key(), &finding).await;
    }
    let notes = host.all();
    assert_eq!(notes.len(), 1);
    assert!(notes.iter().all(|note| note.body.contains("3 jobs failed")), "{notes:?}");
    Ok(())
}

#[tokio::test]
async fn every_field_of_the_evidence_is_documented() -> Result<(), Box<dyn std::error::Error>> {
    let (gitlab, client) = incident()?;
    let alert = AlertMapping::builder().instances([gitlab.instance()]).build().read(&alert())?;
    let evidence = gitlab_rca::investigation_of(&alert)?.run(&client).await;
    let mut fields = BTreeSet::new();
    // The options of a section are whatever a job's script wrote.
    collect(&serde_json::from_str(&evidence.to_json()?)?, &mut fields);
    assert!(fields.len() > 100, "{}", fields.len());

    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/EVIDENCE.md"))?;
    let missing: Vec<_> = fields
        .iter()
        .filter(|field| !page.contains(&format!("`{field}`")) && !page.contains(&format!("`{field}[]`")))
        .collect();
    assert!(missing.is_empty(), "docs/EVIDENCE.md does not name {missing:?}");
    Ok(())
}

fn collect(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                fields.insert(name.clone());
                if name != "options" {
                    collect(value, fields);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, fields)),
        _ => {}
    }
}
