//! PHP: `#0 /src/Cart.php(42): Shop\Cart->add()`; of Symfony's console `Shop\Cart->add() at /src/Cart.php:42`; of the
//! runner of tests the place alone, `/src/tests/CartTest.php:42`; of Xdebug, outermost first,
//! `PHP   2. Shop\Cart->add($n = 1) /src/shop.php:42`.

use super::{Part, Relation, after_number, contains_any, place, some};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(rest) = text.strip_prefix('#').and_then(after_number).and_then(|rest| rest.strip_prefix(' '))
    {
        if inside && rest == "{main}" {
            return Part::Filler;
        }
        return frame(rest).map_or(Part::Other, Part::Frame);
    }
    if let Some((_, frame)) = xdebug(text) {
        return Part::Frame(frame);
    }
    if let Some(frame) = console(text) {
        return Part::Frame(frame);
    }
    if !inside {
        return Part::Other;
    }
    if let Some(title) = text.strip_prefix("Next ") {
        return Part::Error(Relation::FollowsFrom, some(title));
    }
    let filler = text.is_empty() || introduces(text) || text.starts_with("thrown in ");
    if filler { Part::Filler } else { Part::Other }
}

/// What stands before the first frame.
pub(super) fn introduces(line: &str) -> bool {
    ["stack trace:", "php stack trace:", "call stack:"].iter().any(|head| line.eq_ignore_ascii_case(head))
}

/// Whether a list of Xdebug begins here.
pub(super) fn is_head_of_list(line: &str) -> bool {
    line == "PHP Stack trace:" || line == "Call Stack:" || xdebug(line).is_some_and(|(number, _)| number == 1)
}

/// The outermost call in Xdebug's lists, which tell it first.
pub(super) const OUTERMOST: &str = "{main}";

/// A call of Xdebug's list and its number: in logs `PHP   2. Shop\Cart->add($n = 1) /src/shop.php:42`, on the console
/// with the time and the memory before the number.
pub(super) fn xdebug(text: &str) -> Option<(u64, Frame)> {
    let (front, rest) = text.split_once(". ")?;
    let (before, number) = front.rsplit_once(' ')?;
    let number = number.parse().ok()?;
    let is_head = before.trim() == "PHP"
        || before.split_whitespace().count() == 2
            && before.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b' '));
    if !is_head {
        return None;
    }
    // The place comes behind the last bracket that a path follows. Arguments and evaluated code have brackets, too.
    let (end, location) = rest.rmatch_indices(") ").find_map(|(end, gap)| {
        let location = rest.get(end + gap.len()..)?;
        let is_path = location.starts_with(['/', '\\'])
            || location.get(1..3) == Some(":\\")
            || location.contains("://");
        is_path.then_some((end, location))
    })?;
    let (module, function) = name(rest.get(..end)?);
    let (file, line, None) = place(location) else { return None };
    let file = file.split('(').next().unwrap_or(file);
    let in_app = is_own(file);
    line.map(|_| (number, Frame { module, function, file: some(file), line, in_app, ..Frame::default() }))
}

fn frame(rest: &str) -> Option<Frame> {
    if let Some(call) = rest.strip_prefix("[internal function]: ") {
        let (module, function) = name(call);
        return Some(Frame { module, function, ..Frame::default() });
    }
    // `/src/Cart.php(42): Shop\Cart->add('x')`
    let (location, call) = rest.split_once("): ")?;
    let (file, line) = location.rsplit_once('(')?;
    // Evaluated code tells more: `/src/x.php(3) : eval()'d code(1)`.
    let file = file.split('(').next().unwrap_or(file);
    let line = line.parse().ok()?;
    let (module, function) = name(call);
    let in_app = is_own(file);
    Some(Frame { module, function, file: some(file), line: Some(line), in_app, ..Frame::default() })
}

fn console(text: &str) -> Option<Frame> {
    let (call, location) = match text.split_once("at ") {
        Some((call, location)) if call.is_empty() || call.ends_with("() ") => (call, location),
        // PHPUnit tells whole paths.
        _ if text.starts_with('/') || text.get(1..3) == Some(":\\") => ("", text),
        _ => return None,
    };
    let (file, line, column) = place(location);
    let line = line.filter(|_| column.is_none() && file.ends_with(".php"))?;
    if call.contains(' ') && !call.ends_with("() ") || file.contains(": ") {
        return None;
    }
    let (module, function) = name(call.trim());
    let in_app = is_own(file);
    Some(Frame { module, function, file: some(file), line: Some(line), in_app, ..Frame::default() })
}

fn is_own(file: &str) -> bool {
    !contains_any(file, &["/vendor/", "\\vendor\\", "phar://"]) && !file.starts_with("vendor/")
}

fn name(call: &str) -> (Option<String>, Option<String>) {
    let name = call.split('(').next().unwrap_or(call);
    for separator in ["->", "::"] {
        if let Some((class, function)) = name.rsplit_once(separator) {
            return (some(class), some(function));
        }
    }
    (None, some(name))
}
