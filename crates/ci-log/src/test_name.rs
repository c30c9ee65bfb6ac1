//! Whether two names mean the same test.

use std::borrow::Cow;

/// Tools write one test's name more or less fully: the words of one are the last words of the other. Sums leave out the
/// parameters, in square brackets.
pub(crate) fn same_name(left: &str, right: &str) -> bool {
    let (left, right) = match (bare_name(left), bare_name(right)) {
        (Some(bare), None) => (bare, Cow::Borrowed(right)),
        (None, Some(bare)) => (Cow::Borrowed(left), bare),
        _ => (Cow::Borrowed(left), Cow::Borrowed(right)),
    };
    let (left, right) = match (without_arguments(&left), without_arguments(&right)) {
        (Some(short), None) => (Cow::Borrowed(short), right),
        (None, Some(short)) => (left, Cow::Borrowed(short)),
        _ => (Cow::Borrowed(left.as_ref()), Cow::Borrowed(right.as_ref())),
    };
    let words = |name: &str| {
        let split = |character: char| !character.is_alphanumeric() && character != '_';
        // `method(package.Class)` is `package.Class.method`.
        let (outer, inner) = match name.strip_suffix(')').and_then(|name| name.split_once('(')) {
            Some((method, class)) => (class, method),
            None => (name, ""),
        };
        let mut words: Vec<String> =
            outer.split(split).chain(inner.split(split)).map(str::to_owned).collect();
        words.retain(|word| !word.is_empty());
        words.reverse();
        words
    };
    let (left, right) = (words(&left), words(&right));
    !left.is_empty() && !right.is_empty() && left.iter().zip(&right).all(|(one, other)| one == other)
}

/// The name of a method that its class stands before, without the types of its arguments: `Class.run` of `Class.run(int)`.
fn without_arguments(name: &str) -> Option<&str> {
    if let Some(short) = name.strip_suffix('}') {
        // As Surefire writes them before its third version, without the class.
        return short.split_once('{').map(|(method, _)| method);
    }
    let (method, _) = name.strip_suffix(')')?.split_once('(')?;
    method.contains('.').then_some(method)
}

/// The name without parameters, where it has some: `run[5: a(b)](Class)` is `run(Class)`.
fn bare_name(name: &str) -> Option<Cow<'_, str>> {
    let (start, rest) = name.split_once('[')?;
    let (_, end) = rest.rsplit_once(']')?;
    let named = start.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ')' | '}'));
    named.then(|| Cow::Owned(format!("{start}{end}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_test() {
        for (left, right) in [
            ("com.acme.CartTest.total", "CartTest.total"),
            ("total(com.acme.CartTest)", "CartTest.total"),
            ("tests/test_cart.py::TestCart::test_total", "TestCart.test_total"),
            ("cart > adds > twice", "cart › adds › twice"),
            ("total[2: a, b](com.acme.CartTest)", "CartTest.total"),
            ("com.acme.CartTest.total(int, String)[2]", "CartTest.total"),
            ("total{int, String}[2]", "CartTest.total"),
        ] {
            assert!(same_name(left, right) && same_name(right, left), "{left} {right}");
        }
        assert!(!same_name("CartTest.total", "OrderTest.total"));
        assert!(!same_name("total", "subtotal"));
        assert!(!same_name("CartTest.total(int)", "CartTest.total(String)"));
        assert!(!same_name("CartTest.total[1]", "CartTest.total[2]"));
        assert!(!same_name("", ""));
    }
}
