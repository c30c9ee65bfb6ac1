//! What a GraphQL document does, as far as it matters for sending it again.

/// Whether all operations of a document are queries. What cannot be read is taken for a mutation: that is only
/// sent once.
pub(super) fn only_asks(document: &str) -> bool {
    let mut rest = document.trim_start_matches('\u{feff}');
    // How deep in brackets of any kind, and whether the next word begins a definition.
    let (mut depth, mut begins) = (0_u32, true);
    let mut operations = 0_u32;
    while let Some(next) = rest.chars().next() {
        let after = |count: usize| rest.get(count..).unwrap_or_default();
        match next {
            '#' => rest = rest.find(['\n', '\r']).map_or("", after),
            '"' => match after_string(rest) {
                Some(after) => rest = after,
                None => return false,
            },
            '(' | '[' | '{' => {
                if begins {
                    // `{ … }` alone is a query.
                    if next != '{' {
                        return false;
                    }
                    operations += 1;
                    begins = false;
                }
                depth += 1;
                rest = after(1);
            }
            ')' | ']' | '}' => {
                let Some(less) = depth.checked_sub(1) else { return false };
                depth = less;
                begins = depth == 0 && next == '}';
                rest = after(1);
            }
            'A'..='Z' | 'a'..='z' | '_' => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                if begins {
                    match rest.get(..end) {
                        Some("query") => operations += 1,
                        Some("fragment") => {}
                        _ => return false,
                    }
                    begins = false;
                }
                rest = after(end);
            }
            other => rest = after(other.len_utf8()),
        }
    }
    depth == 0 && begins && operations > 0
}

/// What follows a string or a block string; `None` when it does not end.
fn after_string(text: &str) -> Option<&str> {
    let (quote, body) = match text.strip_prefix("\"\"\"") {
        Some(body) => ("\"\"\"", body),
        None => ("\"", text.strip_prefix('"')?),
    };
    let mut rest = body;
    loop {
        let at = rest.find(['"', '\\'])?;
        rest = rest.get(at..)?;
        if let Some(after) = rest.strip_prefix(quote) {
            return Some(after);
        }
        rest = match rest.strip_prefix('\\') {
            Some(escaped) if quote.len() == 3 => escaped.strip_prefix(quote).unwrap_or(escaped),
            Some(escaped) => escaped.get(escaped.chars().next()?.len_utf8()..)?,
            None => rest.get(1..)?,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn queries_only_ask() {
        for document in [
            "{ currentUser { id } }",
            "query { a }",
            "\u{feff}# mutation {\n query Q($x: [I!] = {a: \"}\"}, $y: Int) @d(a: {b: 1}) { mutation(x: $x) { mutation } }",
            "query mutation { a }",
            "query A { a } query B { b(text: \"\"\" } mutation { \\\"\"\" \"\"\") }",
            "fragment F on T { a } query { ...F }",
            "query{a(x:\"\\\"}\")}",
            "query,{a}",
        ] {
            assert!(only_asks(document), "{document}");
        }
    }

    #[test]
    fn all_else_may_do_something() {
        for document in [
            "",
            "mutation { a }",
            "mutation($x: Int) { a(x: $x) }",
            "# query\nmutation { a }",
            "query { a } mutation { b }",
            "fragment F on T { a } mutation { b { ...F } }",
            "subscription { a }",
            "fragment F on T { a }",
            "query { a",
            "query a }",
            "query { a(x: \"}) }",
            "query { a(x: \"\"\"}\"\") }",
            "Query { a }",
            "(query) { a }",
            "query",
            "type T { a: Int }",
        ] {
            assert!(!only_asks(document), "{document}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(document in ".{0,60}|[ {}()\"\\\\#a\n]{0,40}") {
            only_asks(&document);
        }

        #[test]
        fn a_mutation_is_never_taken_for_a_query(
            before in "(query [a-z]{1,5} \\{ [a-z \"#\n]{0,9}\\} |#[ -~]{0,9}\n|[, \t]){0,3}",
            name in "[a-z]{0,5}",
        ) {
            let document = format!("{before} mutation {name} {{ a }}");
            prop_assert!(!only_asks(&document), "{}", document);
        }
    }
}
