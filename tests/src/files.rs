//! The files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

/// One text file of the workspace.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TextFile {
    /// Its path from the root of the workspace, with slashes.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl TextFile {
    /// Whether it is Rust.
    #[must_use]
    pub fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    /// Whether its name ends in a dot and `extension`.
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// Whether it is test code: under a folder `tests`, or a module of unit tests.
    #[must_use]
    pub fn is_test_code(&self) -> bool {
        self.path.contains("tests/") || self.path.ends_with("tests.rs")
    }
}

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package lies in the workspace").to_owned()
}

/// The text of a file of the workspace, by its path from the root.
#[must_use]
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// What fuzzing leaves behind: no part of the workspace either.
const FUZZED: &[&str] = &["fuzz/artifacts", "fuzz/corpus", "fuzz/coverage"];

/// Every text file of the workspace: all but what is built, hidden or no UTF-8. The folder `.ci` is not hidden.
#[must_use]
pub fn all() -> Vec<TextFile> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// Every Rust file of the workspace.
#[must_use]
pub fn rust() -> Vec<TextFile> {
    all().into_iter().filter(TextFile::is_rust).collect()
}

/// Every Markdown file of the workspace.
#[must_use]
pub fn markdown() -> Vec<TextFile> {
    all().into_iter().filter(|file| file.has_extension("md")).collect()
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<TextFile>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot list {prefix}: {error}")) {
        let entry = entry.expect("a folder that can be listed has entries");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        // Where this is a link, it leads to what is no part of the workspace.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            let hidden = name.starts_with('.') && name != ".ci";
            let made = name == "target" || name.starts_with("target-") || FUZZED.contains(&path.as_str());
            if !hidden && !made {
                walk(&entry.path(), &format!("{path}/"), found);
            }
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            found.push(TextFile { path, text });
        }
    }
}
