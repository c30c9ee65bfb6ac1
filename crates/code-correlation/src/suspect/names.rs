//! Reads the names of files out of prose and out of names of tests.

/// A file that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The path as far as the text tells it.
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

/// The files that one line of prose names. Frames of stack traces are read elsewhere.
pub(super) fn mentions(line: &str) -> Vec<Mention> {
    let delimiter = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '\'' | '`' | ',' | ';' | '|' | '='
            )
    };
    line.split(delimiter).filter_map(mention).collect()
}

/// Reads `dir/file.ext`, `file.ext:12` or `file.ext:12:7`.
fn mention(token: &str) -> Option<Mention> {
    let token = token.trim_end_matches(['.', ':', '!', '?']);
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
    (!stem.is_empty() && is_extension).then_some(Mention { path, line })
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

/// The same for one of several test files of a thing, which add a number or their share of it: `Cart` of `CartTest2`,
/// `TestCart_Basics` and `CartTest_adds`.
pub(super) fn tested_in_part(stem: &str) -> Option<&str> {
    let whole = stem.split_once('_').filter(|(front, _)| *front != "test").map_or(stem, |(front, _)| front);
    let whole = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    (whole.len() < stem.len()).then(|| tested(whole)).flatten()
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
    fn files_that_prose_names() {
        for (line, path, number) in [
            ("  --> src/cart.rs:42:7", "src/cart.rs", Some(42)),
            ("src/cart.c:42: error: no", "src/cart.c", Some(42)),
            ("C:\\src\\cart.cs:42 is wrong", "C:\\src\\cart.cs", Some(42)),
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
        for part in ["CartTest2", "TestCart_Basics", "CartTest_adds", "CartTests_of_totals"] {
            assert_eq!(tested_in_part(part), Some("Cart"), "{part}");
        }
        for whole in ["CartTest", "test_cart", "Cart2", "Cart_basics"] {
            assert_eq!(tested_in_part(whole), None, "{whole}");
        }
    }
}
