//! Recall and false alarms on labelled strings and real logs, where that material is present.

#![expect(clippy::string_slice, reason = "spans lie on character boundaries")]

use std::path::PathBuf;
use std::process::Command;

use secret_redaction::Redactor;

fn datasets() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets");
    path.is_dir().then_some(path)
}

fn unpacked(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn labelled_strings_and_real_logs() {
    let Some(folder) = datasets() else {
        println!("SKIPPED: the labelled material is not present");
        return;
    };
    let Some(labels) = unpacked(Command::new("xz").arg("-dc").arg(folder.join("gitleaks/labels.jsonl.xz")))
    else {
        println!("SKIPPED: xz is not installed");
        return;
    };
    let redactor = Redactor::default();
    let (mut secrets, mut caught, mut clean, mut alarms) = (0, 0, 0, 0);
    let mut missed = std::collections::BTreeMap::<String, usize>::new();
    for line in labels.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let redacted = redactor.redact(row["text"].as_str().unwrap());
        if row["label"] == "secret" {
            secrets += 1;
            if row["secrets"]
                .as_array()
                .unwrap()
                .iter()
                .all(|secret| !redacted.text.contains(secret.as_str().unwrap()))
            {
                caught += 1;
            } else {
                *missed.entry(row["rule"].as_str().unwrap().to_owned()).or_default() += 1;
                if std::env::var_os("SHOW_MISSED").is_some() {
                    println!("missed {}", row["text"]);
                }
            }
        } else {
            clean += 1;
            alarms += usize::from(!redacted.is_clean());
            if !redacted.is_clean() && std::env::var_os("SHOW_ALARMS").is_some() {
                println!("alarm {} {}", row["text"], redacted.text);
            }
        }
    }
    let mut missed: Vec<_> = missed.into_iter().collect();
    missed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    missed.truncate(25);
    println!(
        "strings: {caught} of {secrets} secrets masked, {alarms} of {clean} look-alikes touched; most missed: {missed:?}"
    );
    for name in ["logchunks", "veloren"] {
        let Some(logs) =
            unpacked(Command::new("tar").arg("-xJOf").arg(folder.join(name).join("logs.tar.xz")))
        else {
            continue;
        };
        let lines = logs.lines().count();
        let start = std::time::Instant::now();
        let redacted = redactor.redact(&logs);
        let took = start.elapsed();
        println!("{name}: {} spans in {lines} lines, {} bytes in {took:?}", redacted.spans.len(), logs.len());
        if std::env::var_os("SHOW_ALARMS").is_some() {
            for span in redacted.spans.iter().step_by(redacted.spans.len() / 60 + 1) {
                let line = logs[..span.start].rfind('\n').map_or(0, |at| at + 1);
                let end = logs[span.end..].find('\n').map_or(logs.len(), |at| span.end + at);
                println!(
                    "  {}: {:?} in {:?}",
                    span.rule,
                    &logs[span.start..span.end],
                    logs[line..end].chars().take(200).collect::<String>()
                );
            }
        }
        assert!(redacted.spans.len() * 100 <= lines, "more than one line in a hundred of {name}");
    }
    assert!(caught * 100 >= secrets * 85, "{caught} of {secrets}");
    assert!(alarms * 100 <= clean * 40, "{alarms} of {clean}");
}
