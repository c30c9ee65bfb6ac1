//! Links, only to where the finding may lead.

use secret_redaction::Redactor;
use url::Url;

use super::markup::Markup;
use super::{Inert, Written};

/// A longer address is no page of GitLab's.
const LONGEST: usize = 600;

/// Where links may lead. Everything else is shown as code.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkPolicy {
    allowed: Vec<Base>,
}

/// An address below an allowed one, of letters, digits and `-._/:#%+=,` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone)]
struct Base {
    origin: url::Origin,
    path: String,
}

impl LinkPolicy {
    /// Allows the pages below `base`; the address of its API stands for the whole instance.
    pub(crate) fn allow(&mut self, base: &Url) {
        let path = base.path().trim_end_matches('/');
        let path = path.strip_suffix("/api/v4").unwrap_or(path);
        if matches!(base.scheme(), "http" | "https") && base.has_host() {
            self.allowed.push(Base { origin: base.origin(), path: path.to_owned() });
        }
    }

    /// `[label](target)` when the target is allowed, otherwise the label and the target as code behind it.
    ///
    /// The query is dropped: GitLab's pages do not need it, and it could carry away what a reader's browser should not send.
    pub(crate) fn link(&self, label: &Markup, target: &str, redactor: &Redactor) -> Written {
        let inert = Inert::prose(target, redactor);
        if let Some(address) = self.target(&inert, redactor) {
            // At the beginning of a block `[x]: y` defines a reference and is not shown, be it in a code span or not.
            let defines = label.as_str().contains("]:");
            let mut markup = if defines {
                label.clone().and(" ([link](")
            } else {
                Markup::own("[").and_markup(label).and("](")
            };
            markup.raw(&address);
            return Written { markup: markup.and(if defines { "))" } else { ")" }), left_out: 0 };
        }
        let Written { markup: code, left_out } = inert.code(200);
        let markup =
            if code.is_empty() { label.clone() } else { label.clone().and(" (").and_markup(&code).and(")") };
        Written { markup, left_out }
    }

    /// The address to which a link may lead; `None` when it leads elsewhere.
    pub(crate) fn address(&self, target: &str, redactor: &Redactor) -> Option<Address> {
        self.target(&Inert::prose(target, redactor), redactor).map(Address)
    }

    fn target(&self, target: &Inert, redactor: &Redactor) -> Option<String> {
        let mut url = Url::parse(target.text.trim()).ok()?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || !self.allowed.iter().any(|base| base.holds(&url)) {
            return None;
        }
        url.set_query(None);
        if !url.fragment().is_none_or(is_anchor) {
            url.set_fragment(None);
        }
        let address = escaped(url.as_str());
        let is_page = address.len() <= LONGEST && !has_placeholder(&address);
        (is_page && !target.is_masked && redactor.redact(url.as_str()).is_clean()).then_some(address)
    }
}

impl Base {
    fn holds(&self, url: &Url) -> bool {
        let below = url.path().strip_prefix(self.path.as_str());
        url.origin() == self.origin && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// `L42`, `note_17`, `L10-20`.
fn is_anchor(fragment: &str) -> bool {
    fragment.len() <= 80
        && fragment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// In the addresses of links, GitLab replaces `%{project_path}` and its like by what they name, encoded as here.
fn has_placeholder(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.contains("%%7b") || address.contains("%25%7b")
}

/// Percent-encodes what could end a link target or start something else in it.
fn escaped(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'/' | b':' | b'#' | b'%' | b'+' | b'=' | b',')
        {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
