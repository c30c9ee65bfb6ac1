//! Real payloads of many tools, where they are at hand.

use alert_mapping::{Alert, AlertError};
use serde_json::Value;
use std::path::{Path, PathBuf};

#[expect(clippy::print_stdout, reason = "a skipped test must say so")]
fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if folder.join("alert-payloads/index.json").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: the folder of real payloads is not here; nothing was checked");
    None
}

/// A template is a payload and the values that its fields may have, of which the first is set.
fn fill(file: &Value) -> Value {
    let (Some(payload), Some(parameters)) =
        (file.get("payload"), file.get("parameters").and_then(Value::as_object))
    else {
        return file.clone();
    };
    let mut payload = payload.clone();
    for (name, values) in parameters {
        let Some(value) = values.get(0) else { continue };
        let mut place = &mut payload;
        for key in name.split('.') {
            if !place.is_object() {
                *place = Value::Object(serde_json::Map::default());
            }
            place = &mut place[key];
        }
        *place = value.clone();
    }
    payload
}

fn expected_source(file: &str, tool: &str) -> &'static str {
    match (file, tool) {
        // Rules as Grafana's API takes them, and alerts as one product keeps them: no webhook sends them.
        (file, "grafana" | "prometheus") if file.contains("keep_") => "json",
        (file, _) if file.contains("opensre_airflow_alert") || file.contains("opensre_opsgenie") => "json",
        (file, _) if file.contains("opensre_alertmanager") || file.contains("airflow_task") => "alertmanager",
        (file, _) if file.contains("opensre_rabbitmq") || file.contains("opensre_openclaw") => "alertmanager",
        (_, "opensre") => "grafana",
        (_, "cloudwatch") => "cloudwatch",
        (_, "datadog") => "datadog",
        (_, "grafana") => "grafana",
        (_, "new" | "newrelic") => "new_relic",
        (_, "pagerduty") => "pagerduty",
        (_, "prometheus" | "prometheusalertmanager") => "alertmanager",
        (_, "sentry") => "sentry",
        _ => "json",
    }
}

#[test]
fn every_real_payload_is_an_alert_of_the_right_source() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("alert-payloads");
    let index: Vec<Value> =
        serde_json::from_slice(&std::fs::read(folder.join("index.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    let mut untitled = 0;
    for entry in &index {
        let (file, tool) = (entry["file"].as_str().unwrap(), entry["tool"].as_str().unwrap());
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let payload =
            serde_json::from_slice(&bytes).map_or(bytes, |value| fill(&value).to_string().into_bytes());
        let alert = match Alert::from_json(&payload) {
            Ok(alert) => alert,
            Err(AlertError::NotAnAlert { what, .. }) if file.contains("subscription_confirmation") => {
                println!("{file:55} no alert: {what}");
                continue;
            }
            Err(error) => {
                wrong.push(format!("{file}: {error}"));
                continue;
            }
        };
        println!(
            "{file:55} {:12} {:9} {:8} {:20} {:20} {:24} {} member(s), {} reference(s)  {:.50}",
            alert.source,
            alert.status.as_str(),
            alert.severity.as_str(),
            alert.service.as_deref().unwrap_or("-"),
            alert.environment.as_deref().unwrap_or("-"),
            alert.starts_at.map_or("-".to_owned(), |time| time.to_string()),
            alert.members().len(),
            alert.references().len(),
            alert.title,
        );
        untitled += usize::from(alert.title == "New: Alert");
        let expected = expected_source(file, tool);
        if alert.source != expected {
            wrong.push(format!("{file}: {} instead of {expected}", alert.source));
        }
        assert!(!alert.title.is_empty() && !alert.incident_key().is_empty());
    }
    println!("{} payloads, {untitled} without any title", index.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_alert_that_names_its_repository_leads_there() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("opensre");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let template = Alert::from_json(text.as_bytes()).unwrap();
        println!("as a template: {}", template.reference().unwrap_err());
        let filled = text
            .replace("__GITLAB_REPO_URL__", "https://gitlab.com/shop/api")
            .replace("__GITLAB_MR_IID__", "42");
        let alert = Alert::from_json(filled.as_bytes()).unwrap();
        assert_eq!(alert.reference().unwrap().to_string(), "shop/api!42");
        assert_eq!(alert.conflicts(), []);
        for found in alert.references() {
            println!("{} at {}", found.reference, found.path);
        }
    }
}
