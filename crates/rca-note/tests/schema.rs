//! The documented schema of a finding is the one that its types have.

#![cfg(feature = "schemars")]

use rca_note::Finding;

#[test]
fn the_documented_schema_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/finding.schema.json");
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Finding)).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    let documented = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(documented, schema, "run the test with UPDATE=1");
}
