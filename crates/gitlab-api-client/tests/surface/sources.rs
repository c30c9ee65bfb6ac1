//! What the sources of the crate declare: endpoints, their documentation, their parameters and words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An endpoint as its source declares it.
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) file: String,
    /// The documentation of its type, without the slashes.
    pub(crate) docs: String,
    /// The parameters that have a setter of the macro `parameters!`.
    pub(crate) parameters: Vec<Parameter>,
    /// The setters that are written out.
    pub(crate) setters: Vec<String>,
}

pub(crate) struct Parameter {
    /// As GitLab calls it.
    pub(crate) wire: String,
    /// The type that its setter takes.
    pub(crate) kind: String,
}

#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) endpoints: Vec<Declared>,
    /// The words of the enums for queries, by the name of the enum.
    pub(crate) words: BTreeMap<String, Vec<String>>,
}

impl Sources {
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        collect(&root, &mut files);
        let mut sources = Self::default();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            sources.add(&name, code);
        }
        sources
    }

    fn add(&mut self, file: &str, code: &str) {
        let lines: Vec<&str> = code.lines().collect();
        self.words.extend(words(&lines));
        let parameters = parameters(&lines);
        for name in lines.iter().filter_map(|line| implementor(line)) {
            self.endpoints.push(Declared {
                name: name.to_owned(),
                file: file.to_owned(),
                docs: docs(&lines, name),
                parameters: parameters
                    .iter()
                    .filter(|(endpoint, _, _)| endpoint == name)
                    .map(|(_, wire, kind)| Parameter { wire: wire.clone(), kind: kind.clone() })
                    .collect(),
                setters: setters(&lines, name),
            });
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
}

/// `GetJob` of `impl Endpoint for GetJob {` and of `impl<N: X> Endpoint for GetJob<N>`.
fn implementor(line: &str) -> Option<&str> {
    let (before, after) = line.split_once(" Endpoint for ")?;
    before.starts_with("impl").then(|| after.split(['<', ' ', '{']).next().unwrap())
}

/// The setters that are written out in an `impl` of this endpoint.
fn setters(lines: &[&str], endpoint: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in lines {
        if line.starts_with("impl") {
            inside = implemented(line) == Some(endpoint);
        } else if *line == "}" {
            inside = false;
        } else if inside {
            found.extend(setter(line).map(str::to_owned));
        }
    }
    found
}

/// `Search` of `impl Search<Blob> {` and of `impl<T: X> Search<T> {`; nothing of `impl X for Search {`.
fn implemented(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("impl").filter(|_| !line.contains(" for "))?;
    let name =
        rest.strip_prefix('<').map_or(rest, |generic| generic.split_once("> ").map_or("", |(_, it)| it));
    name.trim_start().split(['<', ' ', '{']).next()
}

/// `updated_after` of `pub fn updated_after(mut self, …`.
fn setter(line: &str) -> Option<&str> {
    let (name, parameters) = line.trim_start().strip_prefix("pub fn ")?.split_once('(')?;
    parameters.starts_with("mut self").then(|| name.split('<').next().unwrap())
}

/// The documentation above `pub struct name`.
fn docs(lines: &[&str], name: &str) -> String {
    let is_it = |line: &&str| {
        line.strip_prefix("pub struct ")
            .is_some_and(|rest| rest.split(['<', ' ', ';', '(']).next() == Some(name))
    };
    let Some(at) = lines.iter().position(is_it) else { return String::new() };
    let above = lines[..at].iter().rev().take_while(|line| line.starts_with("///") || line.starts_with("#["));
    let mut docs: Vec<&str> = above.filter_map(|line| line.strip_prefix("///")).map(str::trim).collect();
    docs.reverse();
    docs.join("\n")
}

/// Endpoint, parameter and type of `set "order_by" => order_by: NoteOrder,` in `parameters! { X { … } }`.
fn parameters(lines: &[&str]) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut endpoint = None;
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("parameters! {") {
            endpoint = lines.get(at + 1).and_then(|line| line.split_whitespace().next());
        } else if *line == "}" {
            endpoint = None;
        } else if let Some(endpoint) = endpoint
            && let Some((before, after)) = line.trim().split_once("\" => ")
            && let Some((_, wire)) = before.split_once(" \"")
        {
            let kind = after.split_once(": ").map_or("", |(_, kind)| kind.trim_end_matches(','));
            found.push((endpoint.to_owned(), wire.to_owned(), kind.to_owned()));
        }
    }
    found
}

/// The enums of `words! { pub enum X { A = "a", } }`.
fn words(lines: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = None;
    for line in lines {
        if let Some(rest) = line.strip_prefix("    pub enum ") {
            name = rest.split_whitespace().next();
        } else if *line == "}" {
            name = None;
        } else if let Some(name) = name
            && !line.trim_start().starts_with("///")
            && let Some((_, word)) = line.trim().trim_end_matches(',').split_once(" = \"")
        {
            found.entry(name.to_owned()).or_default().push(word.trim_end_matches('"').to_owned());
        }
    }
    found
}
