//! Where the source of a frame lies in the repository.

use serde::{Deserialize, Serialize};

/// Turns paths of stack traces into paths of the repository.
///
/// A mapping says that what a trace names below one root lies below another in the repository: a container's `/app/`, a
/// bundler's `webpack:///./`, the directory in which a monorepo holds a service.
///
/// ```
/// use code_correlation::trace::CodeMappings;
///
/// let mappings = CodeMappings::new().with("/app/", "services/cart/").with("/app/lib/", "lib/");
/// assert_eq!(mappings.map("/app/src/cart.py").as_deref(), Some("services/cart/src/cart.py"));
/// assert_eq!(mappings.map("/app/lib/money.py").as_deref(), Some("lib/money.py"));
/// assert_eq!(mappings.map("/application/x.py"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeMappings {
    /// Pairs of a stack root and a source root.
    roots: Vec<(String, String)>,
}

impl CodeMappings {
    /// No mapping: every path is unknown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a mapping. The empty stack root takes relative paths; the empty source root is that of the repository.
    #[must_use]
    pub fn with(mut self, stack_root: impl AsRef<str>, source_root: impl AsRef<str>) -> Self {
        let stack_root = slashes(stack_root.as_ref()).trim_end_matches('/').to_owned();
        let source_root = slashes(source_root.as_ref()).trim_matches('/').to_owned();
        self.roots.push((stack_root, source_root));
        self
    }

    /// The path in the repository of a path in a trace, by the longest stack root that it lies below; the first one of
    /// equally long ones. `None` where no mapping fits, and where a path leads out of its root.
    #[must_use]
    pub fn map(&self, path: &str) -> Option<String> {
        let path = slashes(path);
        let below = |root: &str| -> Option<&str> {
            if root.is_empty() {
                // Neither an absolute path nor one of another scheme or drive.
                return (!path.starts_with('/') && !path.contains(':')).then_some(path.as_str());
            }
            path.strip_prefix(root)?.strip_prefix('/')
        };
        let (rest, source) = self
            .roots
            .iter()
            .enumerate()
            .filter_map(|(at, (root, source))| {
                below(root).map(|rest| ((root.len(), std::cmp::Reverse(at)), (rest, source)))
            })
            .max_by_key(|(length, _)| *length)
            .map(|(_, found)| found)?;
        let parts: Vec<&str> = rest.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        if parts.is_empty() || parts.contains(&"..") {
            return None;
        }
        let rest = parts.join("/");
        Some(if source.is_empty() { rest } else { format!("{source}/{rest}") })
    }
}

fn slashes(path: &str) -> String {
    path.trim().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_end_at_names_and_the_longest_wins() {
        let mappings = CodeMappings::new()
            .with("C:\\build", "")
            .with("webpack:///./", "web")
            .with("", "lib")
            .with("/", "root");
        assert_eq!(mappings.map("C:\\build\\src\\a.cs").as_deref(), Some("src/a.cs"));
        assert_eq!(mappings.map("C:\\builder\\a.cs"), None);
        assert_eq!(mappings.map("webpack:///./src/a.ts").as_deref(), Some("web/src/a.ts"));
        assert_eq!(mappings.map("a/b.rb").as_deref(), Some("lib/a/b.rb"));
        assert_eq!(mappings.map("./a/b.rb").as_deref(), Some("lib/a/b.rb"));
        assert_eq!(mappings.map("C:\\build\\..\\secret"), None);
        assert_eq!(CodeMappings::new().map("a.rb"), None);
    }
}
