//! Ruby: `lib/cart.rb:42:in 'add'`, with `from` before it or a backtick in older ones.

use super::{Part, Relation, contains_any, some, split_name, starts_with_any};
use crate::trace::Frame;

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    let text = text.strip_prefix("# ").or_else(|| text.strip_prefix("from ")).unwrap_or(text);
    if let Some(frame) = frame(text) {
        return Part::Frame(frame);
    }
    if !inside {
        return Part::Other;
    }
    if text == "Causes:" || text.starts_with("... ") && text.ends_with(" levels...") {
        return Part::Filler;
    }
    if let Some(title) = text.strip_prefix("Caused by:") {
        return Part::Error(Relation::CauseOf, some(title));
    }
    // RSpec: `# ------------------` and `# --- Caused by: ---`, then the title.
    if text.starts_with("--- Caused by: ---") {
        return Part::Error(Relation::CauseOf, None);
    }
    if text.starts_with("------") { Part::Filler } else { Part::Other }
}

fn frame(text: &str) -> Option<Frame> {
    let (location, rest) = text.split_once(":in ")?;
    let quote = rest.strip_prefix(['\'', '`'])?;
    let name = quote.split('\'').next()?;
    let (file, line) = location.rsplit_once(':')?;
    let line = line.parse().ok()?;
    // Rails: `actionpack (5.1.4) lib/x.rb:63:in 'call'` names the gem first.
    let gem = file.split_once(") ").filter(|(gem, _)| gem.contains(" ("));
    let file = gem.map_or(file, |(_, file)| file);
    let internal = file.starts_with("<internal:");
    if file.contains(": ") || !(internal || file.contains('.') || file.contains('/')) {
        return None;
    }
    // Ruby 3.4 names the class: `'Cart#add'`, `'Cart.load'`.
    let name = without_blocks(name);
    let (module, function) = if name.contains('#') { split_name(name, "#") } else { split_name(name, ".") };
    let in_app = gem.is_none()
        && !internal
        && !contains_any(file, &["/gems/", "/lib/ruby/", "/vendor/bundle/"])
        && !starts_with_any(file, &["vendor/bundle/", "(eval", "org/jruby/"]);
    let module = gem.and_then(|(gem, _)| gem.split(" (").next()).and_then(some).or(module);
    Some(Frame {
        module,
        function: some(function),
        file: some(file),
        line: Some(line),
        in_app,
        ..Frame::default()
    })
}

/// `add` of `block in add`, `block (2 levels) in add` and `rescue in block in add`.
fn without_blocks(name: &str) -> &str {
    let mut name = name;
    while let Some((front, rest)) = name.split_once(" in ") {
        if !starts_with_any(front, &["block", "rescue", "ensure"]) {
            break;
        }
        name = rest;
    }
    name
}
