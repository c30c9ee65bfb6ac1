//! References anywhere in free text.

use super::{GitLabReference, MAX_LENGTH, ReferenceTarget, short_form};
use crate::{Instance, ProjectPath, ProjectRef};
use std::ops::Range;
use url::Url;

/// Finds every URL below one of `instances` and every short form in `text`, each with the bytes it stands at.
///
/// The text may be prose, Markdown, Slack's `<url|words>`, HTML, or JSON with `\/` for a slash. Punctuation around
/// a URL is no part of it. A short form needs a path with a namespace and a boundary on both sides, so that
/// e-mail addresses, `@org/package@1.2.3`, `src/main.rs#12`, image digests and dates are none.
///
/// It takes time in proportion to the text, whatever the text is.
///
/// ```
/// use gitlab_core::{Instance, references_in};
///
/// let text = "shop/api!42 broke it, see <https://gitlab.com/shop/api/-/jobs/815|the job>.";
/// let found: Vec<String> =
///     references_in(text, &[Instance::gitlab_com()]).map(|(_, reference)| reference.to_string()).collect();
/// assert_eq!(found, ["shop/api!42", "shop/api/-/jobs/815"]);
/// ```
pub fn references_in<'t>(text: &'t str, instances: &'t [Instance]) -> References<'t> {
    References { scanner: Scanner::new(text), instances }
}

/// Finds every `http` and `https` URL in `text`, each with the bytes it stands at, by the rules of
/// [`references_in`].
pub fn urls_in(text: &str) -> Urls<'_> {
    Urls { scanner: Scanner::new(text) }
}

/// What [`references_in`] finds.
#[derive(Clone, Debug)]
pub struct References<'t> {
    scanner: Scanner<'t>,
    instances: &'t [Instance],
}

impl Iterator for References<'_> {
    type Item = (Range<usize>, GitLabReference);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.scanner.next()? {
                (range, Found::Url(url)) => {
                    if let Ok(reference) = GitLabReference::parse(&url, self.instances) {
                        return Some((range, reference));
                    }
                }
                (range, Found::ShortForm(reference)) => return Some((range, *reference)),
                (range, Found::WithoutScheme(path)) => {
                    if let Some(reference) = self.on_a_host(&path) {
                        return Some((range, reference));
                    }
                }
            }
        }
    }
}

impl References<'_> {
    /// A path that begins with the host of an installation, as people write URLs to each other.
    fn on_a_host(&self, path: &str) -> Option<GitLabReference> {
        let instance = self.instances.iter().find(|instance| super::begins_with_host(path, instance))?;
        GitLabReference::parse(&format!("{}://{path}", instance.web_url().scheme()), self.instances).ok()
    }
}

/// What [`urls_in`] finds.
#[derive(Clone, Debug)]
pub struct Urls<'t> {
    scanner: Scanner<'t>,
}

impl Iterator for Urls<'_> {
    type Item = (Range<usize>, Url);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (range, Found::Url(url)) = self.scanner.next()?
                && let Ok(url) = Url::parse(&url)
            {
                return Some((range, url));
            }
        }
    }
}

enum Found {
    Url(String),
    ShortForm(Box<GitLabReference>),
    /// A path that may be a URL without its scheme.
    WithoutScheme(String),
}

/// Walks over the text once. `word` is the start of the run of path characters that ends at `at`.
#[derive(Clone, Debug)]
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    word: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, word: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The URL whose scheme is the word before the colon that stands here.
    fn url(&mut self) -> Option<(Range<usize>, Found)> {
        let separator = ["://", r":\/\/"].into_iter().find(|separator| self.rest().starts_with(separator))?;
        let word = self.text.get(self.word..self.at)?;
        let scheme = ["https", "http"].into_iter().find(|scheme| ends_with_word(word, scheme))?;
        let start = self.at - scheme.len();
        let after = self.at + separator.len();
        let end = after + url_length(self.text.get(after..)?);
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        let url = trim_end(self.text.get(start..end)?, before);
        self.at = end;
        self.word = end;
        (url.len() <= MAX_LENGTH).then(|| (start..start + url.len(), Found::Url(unescape(url))))
    }

    /// The word that ends here, if it can be a page: only the dash makes a path likely to be one.
    fn without_scheme(&self) -> Option<(Range<usize>, Found)> {
        let word = self.text.get(self.word..self.at)?;
        let before = self.text.get(..self.word).and_then(|text| text.chars().next_back());
        if word.len() > MAX_LENGTH || !is_boundary_before(before) || !unescape(word).contains("/-/") {
            return None;
        }
        let word = trim_end(word, before);
        Some((self.word..self.word + word.len(), Found::WithoutScheme(unescape(word))))
    }

    /// The short form whose sigil stands here.
    fn short_form(&mut self, sigil: char) -> Option<(Range<usize>, Found)> {
        let start = self.word;
        let path = self.text.get(start..self.at)?;
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        if path.len() > MAX_LENGTH || !is_boundary_before(before) || !path.contains('/') {
            return None;
        }
        let name = self.rest().get(1..)?;
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).take(65).count();
        let (name, after) = name.split_at_checked(length)?;
        if !is_boundary_after(after) {
            return None;
        }
        let target = short_form::target(sigil, name)?;
        let project = ProjectPath::parse(&unescape(path)).ok().filter(|path| is_likely(path, &target))?;
        let reference = GitLabReference::new(ProjectRef::Path(project), target).of_a_project().ok()?;
        let end = self.at + 1 + length;
        self.at = end;
        self.word = end;
        Some((start..end, Found::ShortForm(Box::new(reference))))
    }
}

impl Iterator for Scanner<'_> {
    type Item = (Range<usize>, Found);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(c) = self.rest().chars().next() {
            let found = match c {
                ':' => self.url(),
                '!' | '#' | '@' => self.short_form(c),
                '\\' if self.rest().starts_with(r"\/") => {
                    // An escaped slash is a slash: it goes on with the word.
                    self.at += 2;
                    continue;
                }
                c if is_path_character(c) => {
                    self.at += c.len_utf8();
                    continue;
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            let found = self.without_scheme();
            // Whatever was tried and was nothing may have moved on; if not, this character ends the word.
            if self.rest().starts_with(c) {
                self.at += c.len_utf8();
            }
            self.word = self.at;
            if found.is_some() {
                return found;
            }
        }
        let found = self.without_scheme();
        self.word = self.at;
        found
    }
}

fn is_path_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')
}

/// Whether `word` ends in this scheme and the scheme is not the end of a longer name.
fn ends_with_word(word: &str, scheme: &str) -> bool {
    word.len().checked_sub(scheme.len()).and_then(|at| word.split_at_checked(at)).is_some_and(
        |(before, end)| end.eq_ignore_ascii_case(scheme) && !before.ends_with(|c: char| c.is_alphanumeric()),
    )
}

/// How far a URL reaches that begins before `text`.
fn url_length(text: &str) -> usize {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let ends = match c {
            '<' | '>' | '"' | '\'' | '`' | '|' | '{' | '}' | '^' => true,
            '。' | '，' | '、' | '；' | '：' | '！' | '？' | '）' | '】' | '」' | '』' | '》' => {
                true
            }
            '“' | '”' | '‘' | '’' | '«' | '»' | '…' => true,
            '\\' => !after.starts_with('/'),
            // `[words](url)` whose words are a URL too.
            ']' => after.starts_with('('),
            // A list of URLs.
            ',' | ';' => after.starts_with("http://") || after.starts_with("https://"),
            // A quotation mark of HTML.
            '&' => ["quot;", "#34;", "#39;", "apos;", "lt;", "gt;"].iter().any(|end| after.starts_with(end)),
            c => c.is_whitespace() || c.is_control(),
        };
        if ends {
            break;
        }
        rest = after;
    }
    text.len() - rest.len()
}

/// Leaves away what belongs to the sentence and not to the URL.
fn trim_end(url: &str, before: Option<char>) -> &str {
    let count = |wanted: char| url.chars().filter(|c| *c == wanted).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    url.trim_end_matches(|c: char| match c {
        '.' | ',' | ';' | ':' | '!' | '?' | '*' | '~' | '\\' => true,
        '_' => before == Some('_'),
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    })
}

fn unescape(text: &str) -> String {
    text.replace(r"\/", "/")
}

/// What may stand before a short form. `@` may not: `@org/package@1.2.3`.
fn is_boundary_before(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '{' | '<' | '>' | '"' | '\'' | '`' | ',' | ';' | ':' | '=' | '|' | '*' | '~'
            )
    })
}

/// What may stand after one: no letter, digit or `_`, and no sign that goes on with one.
fn is_boundary_after(after: &str) -> bool {
    let mut chars = after.chars();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match chars.next() {
        Some('.' | '-' | '/' | '@' | ':') => !is_word(chars.next()),
        next => !is_word(next),
    }
}

/// Whether a text that has the form of a reference is likely to be one and nothing else.
fn is_likely(path: &ProjectPath, target: &ReferenceTarget) -> bool {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let named = path.as_str().starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && !path.as_str().split('/').all(is_number);
    named
        && match target {
            // `src/main.rs#12` is a place in a file.
            ReferenceTarget::Issue { .. } => !path.slug().contains('.'),
            // `org/package@20240101` is a version.
            ReferenceTarget::Commit { sha } => sha.is_whole() || !is_number(sha.as_str()),
            _ => true,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn found(text: &str) -> Vec<String> {
        let instances = [Instance::gitlab_com(), Instance::parse("https://example.com/gitlab").unwrap()];
        references_in(text, &instances)
            .map(|(range, reference)| {
                assert!(text.get(range).is_some());
                reference.to_string()
            })
            .collect()
    }

    #[test]
    fn urls_end_where_the_sentence_goes_on() {
        for text in [
            "see https://gitlab.com/g/p/-/merge_requests/42.",
            "(see https://gitlab.com/g/p/-/merge_requests/42)",
            "[!42](https://gitlab.com/g/p/-/merge_requests/42), and so on",
            "**https://gitlab.com/g/p/-/merge_requests/42**",
            "_https://gitlab.com/g/p/-/merge_requests/42_",
            "<https://gitlab.com/g/p/-/merge_requests/42|the request>",
            "<a href='https://gitlab.com/g/p/-/merge_requests/42'>",
            "&lt;a href=&quot;https://gitlab.com/g/p/-/merge_requests/42&quot;&gt;",
            "see gitlab.com/g/p/-/merge_requests/42.",
            "(gitlab.com/g/p/-/merge_requests/42#note_1)",
            r"gitlab.com\/g\/p\/-\/merge_requests\/42",
            r#"{"url":"https:\/\/gitlab.com\/g\/p\/-\/merge_requests\/42"}"#,
            r#"{\"url\":\"https://gitlab.com/g/p/-/merge_requests/42\"}"#,
            "url=https://gitlab.com/g/p/-/merge_requests/42#note_1;",
            "HTTP://GITLAB.com/g/p/-/merge_requests/42?tab=x&y[]=1",
            "см. https://gitlab.com/g/p/-/merge_requests/42…",
            "参照：https://gitlab.com/g/p/-/merge_requests/42。",
            "http://example.com/gitlab/g/p/merge_requests/42/diffs!",
        ] {
            assert_eq!(found(text), ["g/p!42"], "{text}");
        }
    }

    #[test]
    fn every_reference_of_a_text_is_found_in_order() {
        assert_eq!(
            found(
                "[https://gitlab.com/g/p/-/jobs/1](https://gitlab.com/g/p/-/jobs/2) then a/b!3,a/b#4 \
                 https://x.example/,https://gitlab.com/g/p/-/pipelines/5 (c/d@9df54aa2)\nx/y/z!6 g\\/p!7"
            ),
            [
                "g/p/-/jobs/1",
                "g/p/-/jobs/2",
                "a/b!3",
                "a/b#4",
                "g/p/-/pipelines/5",
                "c/d@9df54aa2",
                "x/y/z!6",
                "g/p!7"
            ]
        );
    }

    #[test]
    fn the_range_is_what_was_read() {
        let text = "→ (https://gitlab.com/g/p/-/jobs/1) and g/p!2!";
        let instances = [Instance::gitlab_com()];
        let ranges: Vec<_> =
            references_in(text, &instances).filter_map(|(range, _)| text.get(range)).collect();
        assert_eq!(ranges, ["https://gitlab.com/g/p/-/jobs/1", "g/p!2"]);
    }

    #[test]
    fn what_only_looks_like_a_short_form_is_none() {
        for text in [
            "a/b@example",
            "someone@example.com",
            "first/last@deadbeef.example.com",
            "@org/pkg@1.2.3",
            "@org/pkg@abcdef1",
            "org/pkg@20240101",
            "2024/01/02#3",
            "src/main.rs#12",
            "/var/log/app#1",
            "../a/b!1",
            "docker.io/library/nginx@sha256:9df54aa2c13c7a7b1d2d44b33a9a3cb1fd5a9a11",
            "project!42",
            "#7",
            "!42",
            "a/b!42x",
            "a/b!042",
            "a/b!0",
            "a/b!4.2",
            "a/b!99999999999999999999999",
            "x@a/b!1",
            "https://evil.example/g/p!42",
            "ftp://gitlab.com/g/p!42",
            "evil.example/gitlab.com/g/p/-/merge_requests/42",
            "@gitlab.com/g/p/-/merge_requests/42",
            "a/b/-/pipelines/3",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn case_166_foreign_hosts_are_not_ours() {
        for text in [
            "https://gitlab.com.evil.example/g/p/-/merge_requests/1",
            "https://gitlab.com@evil.example/g/p/-/merge_requests/1",
            "https://user:secret@gitlab.com/g/p/-/merge_requests/1",
            "https://gitlab.com:8443/g/p/-/merge_requests/1",
            "https://evil.example/https://gitlab.com/g/p/-/merge_requests/1",
            "https://example.com/g/p/-/merge_requests/1",
            "xhttps://gitlab.com/g/p/-/merge_requests/1",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn urls_of_any_host_can_be_found_alone() {
        let urls: Vec<_> = urls_in("a/b!1 http://one.example/x, https://two.example/-/y.").collect();
        let urls: Vec<_> = urls.iter().map(|(_, url)| url.as_str()).collect();
        assert_eq!(urls, ["http://one.example/x", "https://two.example/-/y"]);
    }

    #[test]
    fn time_is_in_proportion_to_the_text() {
        let started = Instant::now();
        for piece in [
            "http://",
            "https://gitlab.com/",
            "a/b!",
            "a/",
            "a/b@",
            "(",
            "))",
            r"\/",
            "://",
            "a!",
            "a/b#1",
            "_",
            "~.",
        ] {
            found(&piece.repeat(400_000 / piece.len()));
            found(&format!("https://gitlab.com/{}", piece.repeat(400_000 / piece.len())));
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }
}
