//! Manifests, as far as cargo does not tell what is in them.

/// The lines of one section of a manifest, without comments and empty lines.
///
/// ```
/// use gitlab_rca_tests::manifest::section;
///
/// let manifest = "[package]\nname = \"x\"\n\n[lints]\n# All of them.\nworkspace = true\n";
/// assert_eq!(section(manifest, "lints"), ["workspace = true"]);
/// ```
#[must_use]
pub fn section(manifest: &str, name: &str) -> Vec<String> {
    let heading = format!("[{name}]");
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}
