//! A CODEOWNERS file.

use super::glob::Glob;
use super::owner::Owner;
use super::section::Head;
use std::collections::{HashMap, HashSet};

/// A CODEOWNERS file, as GitLab reads it.
///
/// ```
/// use code_correlation::owners::CodeOwners;
///
/// let file = CodeOwners::parse("\
/// * @platform
/// *.rs @rust-team ada@example.com
///
/// ^[Documentation] @writers
/// docs/
/// !docs/internal/
/// ");
/// let owners = file.owners_of("docs/guide.md");
/// assert_eq!(owners.len(), 2);
/// assert_eq!((owners[0].section, owners[0].owners[0].to_string()), (None, "@platform".to_owned()));
/// assert_eq!((owners[1].section, owners[1].optional), (Some("Documentation"), true));
/// assert_eq!(file.owners_of("docs/internal/x.rs")[0].pattern, "*.rs");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeOwners {
    sections: Vec<Section>,
    problems: Vec<CodeOwnersProblem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    /// Empty for what stands before the first head.
    name: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    pattern: String,
    glob: Glob,
    excludes: bool,
    owners: Vec<Owner>,
    optional: bool,
    approvals: u32,
    line: usize,
}

/// What one section says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ownership<'a> {
    /// The section; `None` for the rules before the first one.
    pub section: Option<&'a str>,
    /// Whether the section is optional, so that nobody has to approve.
    pub optional: bool,
    /// How many owners have to approve; 0 in an optional section.
    pub approvals: u32,
    /// The pattern that decided, as it is written.
    pub pattern: &'a str,
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The owners; none where the rule names nobody, which takes the path from other rules of the section.
    pub owners: &'a [Owner],
}

/// A line that GitLab would not read as it may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeOwnersProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl CodeOwners {
    /// The places in which GitLab looks for the file; the first that exists counts, in this order.
    pub const PLACES: [&'static str; 3] = ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

    /// Reads a file. Nothing is refused: what is odd is read as GitLab reads it and told by [`CodeOwners::problems`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut file =
            Self { sections: vec![Section { name: String::new(), rules: Vec::new() }], problems: Vec::new() };
        // The sections by name, whose case does not matter.
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut current = 0;
        let mut head = Head { name: "", optional: false, approvals: 1, defaults: "" };
        for (at, line) in text.lines().enumerate() {
            let (line, number) = (line.trim(), at + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(read) = Head::parse(line) {
                let next = file.sections.len();
                current = *known.entry(read.name.to_lowercase()).or_insert(next);
                if current == next {
                    file.sections.push(Section { name: read.name.to_owned(), rules: Vec::new() });
                }
                file.owners(read.defaults, number);
                head = read;
                continue;
            }
            if Head::starts(line) {
                file.problem(
                    number,
                    "a section without a name or without its closing bracket, read as a path",
                );
            }
            file.rule(current, &head, line, number);
        }
        file
    }

    fn rule(&mut self, section: usize, head: &Head<'_>, line: &str, number: usize) {
        let (excludes, line) = match line.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let (pattern, named) = cut_pattern(line);
        let owners = if named.trim().is_empty() { head.defaults } else { named };
        let owners = self.owners(owners, number);
        if owners.is_empty() && !excludes {
            self.problem(number, "a path without owners");
        }
        let resolved = resolved(pattern);
        let rule = Rule {
            pattern: pattern.to_owned(),
            glob: Glob::new(&resolved),
            excludes,
            owners,
            optional: head.optional,
            approvals: head.approvals,
            line: number,
        };
        if let Some(section) = self.sections.get_mut(section) {
            section.rules.push(rule);
        }
    }

    fn owners(&mut self, text: &str, line: usize) -> Vec<Owner> {
        let (mut owners, mut seen) = (Vec::new(), HashSet::new());
        // What follows a number sign is a remark.
        for word in text.split_whitespace().take_while(|word| !word.starts_with('#')) {
            match Owner::parse(word) {
                Some(owner) => {
                    if seen.insert(owner.clone()) {
                        owners.push(owner);
                    }
                }
                None => self.problem(line, "a word that names no owner"),
            }
        }
        owners
    }

    fn problem(&mut self, line: usize, reason: &str) {
        self.problems.push(CodeOwnersProblem { line, reason: reason.to_owned() });
    }

    /// What each section says of a path of the repository: its last rule that matches. Sections without one, and
    /// those that exclude the path, say nothing.
    #[must_use]
    pub fn owners_of(&self, path: &str) -> Vec<Ownership<'_>> {
        self.sections.iter().filter_map(|section| section.owners_of(path)).collect()
    }

    /// The lines that GitLab would not read as they may be meant.
    #[must_use]
    pub fn problems(&self) -> &[CodeOwnersProblem] {
        &self.problems
    }
}

impl Section {
    fn owners_of(&self, path: &str) -> Option<Ownership<'_>> {
        // What is excluded once stays excluded from the section.
        if self.rules.iter().any(|rule| rule.excludes && rule.glob.matches(path)) {
            return None;
        }
        let rule = self.rules.iter().rev().find(|rule| !rule.excludes && rule.glob.matches(path))?;
        Some(Ownership {
            section: Some(self.name.as_str()).filter(|name| !name.is_empty()),
            optional: rule.optional,
            approvals: rule.approvals,
            pattern: &rule.pattern,
            line: rule.line,
            owners: &rule.owners,
        })
    }
}

/// Cuts a line at the first blank that is not escaped.
fn cut_pattern(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, char) in line.char_indices() {
        if char.is_whitespace() && !escaped {
            return line.split_at_checked(at).unwrap_or((line, ""));
        }
        escaped = char == '\\' && !escaped;
    }
    (line, "")
}

/// The pattern without the escapes of blanks and of a number sign at its start.
fn resolved(pattern: &str) -> String {
    let pattern = pattern.strip_prefix("\\#").map_or_else(|| pattern.to_owned(), |rest| format!("#{rest}"));
    pattern.replace("\\ ", " ").replace("\\\t", "\t")
}
