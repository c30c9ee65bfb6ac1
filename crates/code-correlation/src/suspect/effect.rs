//! What a change can break, by the kinds of its files alone.

use super::names;
use crate::paths;

/// What a file is to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileRole {
    /// It is built, run or read by the program, its build or its deployment.
    Code,
    /// It tests the program.
    Test,
    /// It is read by people.
    Document,
}

impl FileRole {
    pub(super) fn of(path: &str) -> Self {
        if is_document(path) {
            Self::Document
        } else if names::is_test(path) {
            Self::Test
        } else {
            Self::Code
        }
    }
}

fn is_document(path: &str) -> bool {
    let name = paths::file_name(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is = |all: &[&str], word: &str| all.iter().any(|known| word.eq_ignore_ascii_case(known));
    let in_documents =
        || path.split('/').rev().skip(1).any(|part| matches!(part, "doc" | "docs" | "javadoc" | "apidocs"));
    if matches!(extension, "html" | "htm" | "css") && in_documents() {
        return true;
    }
    // Build tools read these two.
    if name == "CMakeLists.txt" || name.starts_with("requirements") {
        return false;
    }
    is(
        &["md", "markdown", "rst", "adoc", "asciidoc", "txt", "png", "jpg", "jpeg", "gif", "svg", "ico"],
        extension,
    ) || is(
        &[
            "readme",
            "changelog",
            "changes",
            "license",
            "licence",
            "notice",
            "authors",
            "contributors",
            "contributing",
            "codeowners",
        ],
        stem,
    ) || is(&[".gitignore", ".gitattributes", ".mailmap", ".editorconfig"], name)
}

/// How many files of each kind a change touches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) code: usize,
    pub(super) tests: usize,
    pub(super) documents: usize,
}

impl Effect {
    pub(super) fn of<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let mut effect = Self::default();
        for path in paths {
            match FileRole::of(path) {
                FileRole::Code => effect.code += 1,
                FileRole::Test => effect.tests += 1,
                FileRole::Document => effect.documents += 1,
            }
        }
        effect
    }

    /// How much it touches, from 0 to 1: each doubling counts the same, up to a limit, behind which lie the sweeping
    /// changes of headers and blanks. Tests count, too: a change that comes with tests changes behaviour.
    pub(super) fn breadth(self) -> f64 {
        const MOST: f64 = 7.0;
        ((self.code + self.tests) as f64).min(MOST).ln_1p() / MOST.ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_role() {
        for path in [
            "src/cart.rs",
            "Cargo.toml",
            ".gitlab-ci.yml",
            "CMakeLists.txt",
            "requirements-dev.txt",
            "Dockerfile",
        ] {
            assert_eq!(FileRole::of(path), FileRole::Code, "{path}");
        }
        for path in ["README.md", "docs/use.rst", "LICENSE", "CHANGES.txt", "web/logo.svg", ".gitignore"] {
            assert_eq!(FileRole::of(path), FileRole::Document, "{path}");
        }
        assert_eq!(FileRole::of("src/test/java/CartTest.java"), FileRole::Test);
    }

    #[test]
    fn breadth_grows_and_ends() {
        let breadth = |code| Effect { code, ..Effect::default() }.breadth();
        assert_eq!((breadth(0), breadth(7), breadth(500)), (0.0, 1.0, 1.0));
        assert!(breadth(1) < breadth(2) && breadth(6) < breadth(7));
    }
}
