/// A piece of a longer text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paragraph {
    /// Words, in one line.
    Words(String),
    /// An item of a list, without its mark.
    Item(String),
    /// The lines of a fence.
    Code(String),
}

/// The pieces of a text in their order. Marks of headings, items and fences are no part of them; of a fence that is blank nothing is
/// there.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        loop {
            let line = lines.next()?.trim();
            if let Some(mark) = fence(line) {
                let mut code = String::new();
                for line in lines.by_ref().take_while(|line| !closes(line, mark)) {
                    code.push_str(line.trim_end());
                    code.push('\n');
                }
                let code = code.trim_end().trim_start_matches('\n');
                if !code.is_empty() {
                    return Some(Paragraph::Code(code.to_owned()));
                }
            } else if let Some(heading) = heading(line) {
                if !heading.is_empty() {
                    return Some(Paragraph::Words(heading.to_owned()));
                }
            } else if !line.is_empty() {
                let item = item(line);
                let mut words = item.unwrap_or(line).trim().to_owned();
                while let Some(next) = lines.next_if(|next| continues(next)) {
                    words.push(' ');
                    words.push_str(next.trim());
                }
                return Some(if item.is_some() { Paragraph::Item(words) } else { Paragraph::Words(words) });
            }
        }
    })
}

/// Whether the line goes on with the paragraph before it.
fn continues(line: &str) -> bool {
    let line = line.trim();
    let after_digits = line.trim_start_matches(|char: char| char.is_ascii_digit());
    let is_numbered = after_digits.len() < line.len() && after_digits.starts_with([')', '.']);
    // Whoever begins a line with one of these means a new one.
    let is_apart = is_numbered || line.starts_with(['#', '>', '/']);
    !line.is_empty() && !is_apart && item(line).is_none() && fence(line).is_none()
}

/// The text of a heading; `#42` opens none.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let is_heading = text.len() < line.len() && (text.is_empty() || text.starts_with(char::is_whitespace));
    is_heading.then(|| text.trim())
}

fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ ", "\u{2022} "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The character of the mark that opens a fence, and how often it stands there.
fn fence(line: &str) -> Option<(u8, usize)> {
    let mark = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let run = line.bytes().take_while(|byte| *byte == mark).count();
    (run >= 3 && !line.bytes().skip(run).any(|byte| byte == b'`')).then_some((mark, run))
}

fn closes(line: &str, (mark, run): (u8, usize)) -> bool {
    let line = line.trim();
    line.len() >= run && line.bytes().all(|byte| byte == mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Paragraph> {
        paragraphs(text).collect()
    }

    #[test]
    fn paragraphs_items_and_fences() {
        assert_eq!(
            read("one\ntwo\n\n- a\n  b\n* c\n```ruby\nputs  1\n\n```\nend\n~~~\nopen"),
            [
                Paragraph::Words("one two".into()),
                Paragraph::Item("a b".into()),
                Paragraph::Item("c".into()),
                Paragraph::Code("puts  1".into()),
                Paragraph::Words("end".into()),
                Paragraph::Code("open".into()),
            ]
        );
        assert_eq!(read(" \n\n```\n```\n##\n"), []);
    }

    #[test]
    fn headings_lose_their_mark_and_references_do_not() {
        let words = |text: &str| Paragraph::Words(text.into());
        assert_eq!(
            read("## Cause\nA change\n#42 broke it"),
            [words("Cause"), words("A change"), words("#42 broke it")]
        );
        assert_eq!(
            read("First:\n1. a\n2) b\n/c\n> d"),
            [words("First:"), words("1. a"), words("2) b"), words("/c"), words("> d")]
        );
    }
}
