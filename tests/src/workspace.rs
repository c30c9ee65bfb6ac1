//! The workspace as cargo sees it.

use crate::files;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

/// What `cargo metadata` says about the workspace and all that it builds on, for this machine's platform.
#[derive(Clone, Debug)]
pub struct Workspace {
    packages: BTreeMap<String, Package>,
    members: BTreeSet<String>,
    edges: BTreeMap<String, Vec<Edge>>,
}

/// One package, ours or another's.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Package {
    /// How cargo tells it from others.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The folder of its manifest, from the root of the workspace; empty for what is not ours.
    pub folder: String,
    /// The Rust that it needs, if it says so: major and minor.
    pub rust_version: Option<(u32, u32)>,
    /// Its licence, as it says.
    pub license: Option<String>,
    /// Where it comes from; nothing for what is ours.
    pub source: Option<String>,
    /// Whether it may be published.
    pub published: bool,
    /// What it names in its manifest.
    pub dependencies: Vec<Dependency>,
    /// Its features with what each turns on.
    pub features: BTreeMap<String, Vec<String>>,
    /// The programs in it.
    pub programs: Vec<String>,
}

/// One line of a manifest's dependencies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependency {
    /// The package that is meant.
    pub name: String,
    /// For what it is needed.
    pub kind: Kind,
    /// Whether only a feature turns it on.
    pub optional: bool,
}

/// For what a dependency is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// For the package itself.
    Normal,
    /// For its tests, examples and benches.
    Development,
    /// For its build script.
    Build,
}

#[derive(Clone, Debug)]
struct Edge {
    to: String,
    kinds: Vec<Kind>,
}

impl Workspace {
    /// Asks cargo, for the default features.
    #[must_use]
    pub fn load() -> Self {
        Self::read(&metadata(&[]).unwrap_or_else(|words| panic!("cargo metadata failed: {words}")))
    }

    /// Asks cargo, for all features; or for the default ones where what the others need is not on this machine.
    ///
    /// `cargo fetch` brings it. A test does not, because it should pass without a network.
    #[must_use]
    pub fn load_with_all_features() -> Self {
        metadata(&["--all-features", "--offline"]).map_or_else(|_| Self::load(), |text| Self::read(&text))
    }

    fn read(metadata: &str) -> Self {
        let metadata: Value = serde_json::from_str(metadata).expect("cargo metadata is JSON");
        let root = format!("{}/", files::root().display());
        let packages = list(&metadata["packages"])
            .map(|value| Package::read(value, &root))
            .map(|package| (package.id.clone(), package))
            .collect();
        let members = list(&metadata["workspace_members"]).map(text).collect();
        let edges = list(&metadata["resolve"]["nodes"])
            .map(|node| (text(&node["id"]), list(&node["deps"]).map(Edge::read).collect()))
            .collect();
        Self { packages, members, edges }
    }

    /// Our own packages.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.members.iter().filter_map(|id| self.packages.get(id))
    }

    /// Our library crates: the members under `crates`.
    pub fn crates(&self) -> impl Iterator<Item = &Package> {
        self.members().filter(|package| package.folder.starts_with("crates/"))
    }

    /// One of our packages, if there is one of this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Package> {
        self.members().find(|package| package.name == name)
    }

    /// What users of our crates build: our crates and all that they need outside of tests.
    #[must_use]
    pub fn shipped(&self) -> Vec<&Package> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut next: VecDeque<&str> = self.crates().map(|package| package.id.as_str()).collect();
        while let Some(id) = next.pop_front() {
            if seen.insert(id) {
                let edges = self.edges.get(id).into_iter().flatten();
                let needed = edges.filter(|edge| edge.kinds.iter().any(|kind| *kind != Kind::Development));
                next.extend(needed.map(|edge| edge.to.as_str()));
            }
        }
        seen.into_iter().filter_map(|id| self.packages.get(id)).collect()
    }

    /// Every package of the lock file that this platform uses.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.values()
    }
}

/// The names of all packages that a user of our crate `name` builds: `arguments` choose the features.
#[must_use]
pub fn tree(name: &str, arguments: &[&str]) -> BTreeSet<String> {
    let mut all = vec!["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    all.extend(["--package", name]);
    all.extend(arguments);
    let lines = cargo(&all).unwrap_or_else(|words| panic!("cargo tree failed: {words}"));
    let names = lines.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect();
    assert!(BTreeSet::contains(&names, name), "cargo tree does not know {name}");
    names
}

fn metadata(more: &[&str]) -> Result<String, String> {
    let version = cargo(&["--version", "--verbose"]).unwrap_or_else(|words| panic!("cargo failed: {words}"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    let arguments = ["metadata", "--format-version", "1", "--locked", "--filter-platform", host];
    cargo(&[&arguments, more].concat())
}

/// What cargo writes to its standard output; or, when it fails, to its standard error.
fn cargo(arguments: &[&str]) -> Result<String, String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(files::root()).output();
    let output = output.map_err(|error| format!("it cannot be run: {error}"))?;
    let written = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(written(&output.stdout)) } else { Err(written(&output.stderr)) }
}

/// Major and minor of a version such as `1.88` or `1.88.0`.
#[must_use]
pub fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

impl Package {
    fn read(value: &Value, root: &str) -> Self {
        let manifest = text(&value["manifest_path"]);
        let folder = manifest.strip_prefix(root).and_then(|path| path.strip_suffix("/Cargo.toml"));
        let published = value["publish"].as_array().is_none_or(|registries| !registries.is_empty());
        let is_program = |target: &&Value| list(&target["kind"]).any(|kind| kind == "bin");
        Self {
            id: text(&value["id"]),
            name: text(&value["name"]),
            version: text(&value["version"]),
            folder: folder.unwrap_or_default().to_owned(),
            rust_version: value["rust_version"].as_str().and_then(major_minor),
            license: value["license"].as_str().map(str::to_owned),
            source: value["source"].as_str().map(str::to_owned),
            published,
            dependencies: list(&value["dependencies"]).map(Dependency::read).collect(),
            features: value["features"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, enables)| (name.clone(), list(enables).map(text).collect()))
                .collect(),
            programs: list(&value["targets"])
                .filter(is_program)
                .map(|target| text(&target["name"]))
                .collect(),
        }
    }
}

impl Dependency {
    fn read(value: &Value) -> Self {
        Self {
            name: text(&value["name"]),
            kind: kind(&value["kind"]),
            optional: value["optional"].as_bool().unwrap_or_default(),
        }
    }
}

impl Edge {
    fn read(value: &Value) -> Self {
        Self {
            to: text(&value["pkg"]),
            kinds: list(&value["dep_kinds"]).map(|entry| kind(&entry["kind"])).collect(),
        }
    }
}

fn kind(value: &Value) -> Kind {
    match value.as_str() {
        Some("dev") => Kind::Development,
        Some("build") => Kind::Build,
        _ => Kind::Normal,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
