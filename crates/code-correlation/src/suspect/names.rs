//! Reads the names of files out of logs, traces and names of tests.

/// A file that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The path as far as the text tells it; of a Java frame, made from the class.
    pub(super) path: String,
    /// The line, when told.
    pub(super) line: Option<u64>,
}

impl Mention {
    /// Whether it is surely a file: prose has words with a dot inside, too.
    pub(super) fn is_sure(&self) -> bool {
        self.line.is_some() || self.path.contains(['/', '\\'])
    }
}

/// The files that one line of a log or trace names.
pub(super) fn mentions(line: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut before = "";
    let mut awaits_line = false;
    let delimiter = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '\'' | '`' | ',' | ';' | '|' | '='
            )
    };
    for token in line.split(delimiter).filter(|token| !token.is_empty()) {
        if awaits_line
            && let (Some(last), Ok(number)) = (found.last_mut(), token.trim_end_matches(':').parse())
        {
            last.line = Some(number);
        }
        // `File "x.py", line 12` and `in x.cs:line 12`
        awaits_line = !found.is_empty() && (token == "line" || token.ends_with(":line"));
        if let Some(mention) = mention(token, before) {
            awaits_line |= token.ends_with(":line");
            // The qualified name of a frame looks like a file: `org.foo.Bar.run(Bar.java:12)`.
            if mention.line.is_some()
                && found.last().is_some_and(|last| last.path == before && last.line.is_none())
            {
                found.pop();
            }
            found.push(mention);
        }
        before = token;
    }
    found
}

/// Reads `dir/file.ext`, `file.ext:12` or `file.ext:12:7`.
fn mention(token: &str, before: &str) -> Option<Mention> {
    let token = token.trim_end_matches(['.', ':', '!', '?']);
    let token = token.strip_suffix(":line").unwrap_or(token);
    let mut parts = token.split(':');
    let mut path = parts.next()?.to_owned();
    if path.len() == 1 {
        // A drive: `C:\src\x.cs:12`
        path = format!("{path}:{}", parts.next()?);
    }
    let line = parts.next().and_then(|number| number.parse().ok());
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let is_extension = (1..=10).contains(&extension.len())
        && extension.starts_with(|c: char| c.is_ascii_alphabetic())
        && extension.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+'));
    if stem.is_empty() || !is_extension {
        return None;
    }
    if name == path
        && let Some(package) = package_of(before, stem)
    {
        path = format!("{package}/{path}");
    }
    Some(Mention { path, line })
}

/// The directory that the qualified name before `(Bar.java:12)` tells: `org.foo.Bar$1.run` is in `org/foo`.
fn package_of(qualified: &str, stem: &str) -> Option<String> {
    let qualified = qualified.rsplit('/').next()?;
    let segments: Vec<&str> = qualified.split('.').collect();
    let class = segments.iter().position(|segment| segment.split('$').next() == Some(stem));
    let end = class.unwrap_or(segments.len().saturating_sub(2));
    let package = segments.get(..end).filter(|package| !package.is_empty())?;
    Some(package.join("/"))
}

/// The paths without extension that may hold a test, the likeliest first: of `org.shop.CartTest::adds`
/// `org/shop/CartTest/adds` and `org/shop/CartTest`.
pub(super) fn test_stems(test: &str) -> Vec<String> {
    let test = test.split(['[', '(', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> =
        test.split(['.', '#', '/', ':', '$', '>']).filter(|part| !part.is_empty()).collect();
    let mut stems = Vec::new();
    for end in (1..=parts.len()).rev() {
        let Some(([last], front)) =
            parts.get(..end).map(|parts| parts.split_at(end - 1)).map(|(f, l)| (l, f))
        else {
            continue;
        };
        if !is_general(last) {
            stems.push(front.iter().chain([last]).copied().collect::<Vec<_>>().join("/"));
        }
    }
    stems
}

/// Names that many files have and that therefore name none.
fn is_general(name: &str) -> bool {
    name.len() < 3
        || matches!(
            name,
            "test"
                | "tests"
                | "spec"
                | "specs"
                | "mod"
                | "lib"
                | "main"
                | "index"
                | "src"
                | "org"
                | "com"
                | "java"
        )
}

/// What a test file is named after: `Cart` of `CartTest`, `cart` of `test_cart`.
pub(super) fn tested(stem: &str) -> Option<&str> {
    const ENDS: [&str; 10] =
        ["TestCase", "Tests", "Test", "IT", "Specs", "Spec", "_test", "_spec", ".test", ".spec"];
    let of_end = ENDS.iter().find_map(|end| stem.strip_suffix(end));
    of_end
        .or_else(|| stem.strip_prefix("test_"))
        .or_else(|| stem.strip_prefix("Test"))
        .filter(|name| name.len() >= 2)
}

/// Whether a path is that of a test: by the name of its file, or by a directory of tests that it is in.
pub(super) fn is_test(path: &str) -> bool {
    let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    tested(stem).is_some()
        || directories
            .split('/')
            .any(|part| matches!(part, "test" | "tests" | "spec" | "specs" | "__tests__"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_known_by_its_name_or_its_directory() {
        for path in
            ["tests/vouchers.rs", "spec/models/cart_spec.rb", "a/CartTest.java", "src/__tests__/cart.ts"]
        {
            assert!(is_test(path), "{path}");
        }
        for path in ["src/cart.rs", "latest/cart.rs", "contest.py"] {
            assert!(!is_test(path), "{path}");
        }
    }

    fn surest(line: &str) -> Option<(String, Option<u64>)> {
        let mut all = mentions(line);
        all.sort_by_key(|mention| !mention.is_sure());
        all.into_iter().next().map(|mention| (mention.path, mention.line))
    }

    #[test]
    fn files_of_traces_in_many_tongues() {
        for (line, path, number) in [
            ("\tat org.shop.Cart.add(Cart.java:42)", "org/shop/Cart.java", Some(42)),
            ("\tat app//org.shop.Cart$Item.add(Cart.java:7)", "org/shop/Cart.java", Some(7)),
            ("  File \"/app/shop/cart.py\", line 42, in add", "/app/shop/cart.py", Some(42)),
            ("   at Shop.Cart.Add(Int32 n) in /src/Cart.cs:line 42", "/src/Cart.cs", Some(42)),
            ("   at Shop.Cart.Add() in C:\\src\\Cart.cs:line 42", "C:\\src\\Cart.cs", Some(42)),
            ("    at add (src/cart.js:42:7)", "src/cart.js", Some(42)),
            ("  --> src/cart.rs:42:7", "src/cart.rs", Some(42)),
            ("cart.go:42 +0x1f", "cart.go", Some(42)),
            ("src/cart.c:42: error: no", "src/cart.c", Some(42)),
            ("see config.yml.", "config.yml", None),
        ] {
            assert_eq!(surest(line), Some((path.to_owned(), number)), "{line}");
        }
        for line in ["expected 1.5 but was 2.5", "at native (Native Method)", "...", "12:30:01 done"] {
            assert_eq!(surest(line), None, "{line}");
        }
    }

    #[test]
    fn names_of_tests_tell_files() {
        assert_eq!(test_stems("org.shop.CartTest::adds")[1], "org/shop/CartTest");
        assert!(test_stems("cart::tests::adds").contains(&"cart".to_owned()));
        assert_eq!(tested("CartTest"), Some("Cart"));
        assert_eq!(tested("test_cart"), Some("cart"));
        assert_eq!(tested("cart_spec"), Some("cart"));
        assert_eq!(tested("Cart"), None);
    }
}
