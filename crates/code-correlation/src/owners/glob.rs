//! The patterns of CODEOWNERS, which GitLab matches as Ruby's `File.fnmatch` with the flags for paths, dot files and
//! braces.

/// A pattern, ready to be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glob {
    /// What braces stand for, each as the segments of a path.
    alternatives: Vec<Vec<Segment>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// `**`: any number of directories.
    Directories,
    /// One name.
    Name(Vec<Token>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    /// `[a-z]`, or `[!a-z]`
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
}

/// More alternatives than these stay as they are written.
const MOST_ALTERNATIVES: usize = 64;

impl Glob {
    /// Reads a pattern whose escapes of blanks and `#` are resolved.
    pub(super) fn new(pattern: &str) -> Self {
        let anchored = match pattern {
            "*" => "/**/*".to_owned(),
            pattern if pattern.starts_with('/') => pattern.to_owned(),
            pattern => format!("/**/{pattern}"),
        };
        let whole = if anchored.ends_with('/') { format!("{anchored}**/*") } else { anchored };
        Self { alternatives: expanded(&whole).iter().map(|pattern| segments(pattern)).collect() }
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        let names: Vec<Vec<char>> =
            path.trim_start_matches('/').split('/').map(|name| name.chars().collect()).collect();
        self.alternatives.iter().any(|segments| matches_path(segments, &names))
    }
}

/// The patterns that braces stand for: `{a,b}c` for `ac` and `bc`.
fn expanded(pattern: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut todo = vec![pattern.to_owned()];
    while let Some(next) = todo.pop() {
        let braces = outer_braces(&next).filter(|_| todo.len() + done.len() < MOST_ALTERNATIVES);
        let Some((open, commas, close)) = braces else {
            done.push(next);
            continue;
        };
        let (front, back) = (next.get(..open).unwrap_or_default(), next.get(close + 1..).unwrap_or_default());
        let starts = std::iter::once(open).chain(commas.iter().copied());
        let ends = commas.iter().copied().chain([close]);
        for (start, end) in starts.zip(ends) {
            todo.push(format!("{front}{}{back}", next.get(start + 1..end).unwrap_or_default()));
        }
    }
    done
}

/// The first brace that is closed, its commas, and its end.
fn outer_braces(pattern: &str) -> Option<(usize, Vec<usize>, usize)> {
    let (mut open, mut depth, mut commas, mut escaped) = (None, 0_usize, Vec::new(), false);
    for (at, byte) in pattern.bytes().enumerate() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match byte {
            b'\\' => escaped = true,
            b'{' => {
                if depth == 0 {
                    open = Some(at);
                }
                depth += 1;
            }
            b',' if depth == 1 => commas.push(at),
            b'}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return Some((open?, commas, at));
                }
            }
            _ => {}
        }
    }
    None
}

fn segments(pattern: &str) -> Vec<Segment> {
    let parts: Vec<&str> = pattern.trim_start_matches('/').split('/').collect();
    let last = parts.len().saturating_sub(1);
    parts
        .iter()
        .enumerate()
        // At the end `**` is `*`, as everywhere else than for whole directories.
        .map(
            |(at, part)| {
                if *part == "**" && at < last { Segment::Directories } else { Segment::Name(tokens(part)) }
            },
        )
        .collect()
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let token = match char {
            '?' => Token::One,
            '*' => Token::Many,
            '\\' => chars.next().map_or(Token::Char('\\'), Token::Char),
            '[' => match class(chars.as_str()) {
                Some((class, rest)) => {
                    chars = rest.chars();
                    class
                }
                None => Token::Char('['),
            },
            char => Token::Char(char),
        };
        if token != Token::Many || tokens.last() != Some(&Token::Many) {
            tokens.push(token);
        }
    }
    tokens
}

/// What follows `[`, up to its end.
fn class(text: &str) -> Option<(Token, &str)> {
    let (negated, text) = match text.strip_prefix(['!', '^']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let end = text.char_indices().skip(1).find(|(_, char)| *char == ']')?.0;
    let inside: Vec<char> = text.get(..end)?.chars().collect();
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(first) = inside.get(at) {
        match (inside.get(at + 1), inside.get(at + 2)) {
            (Some('-'), Some(last)) => {
                ranges.push((*first, *last));
                at += 3;
            }
            _ => {
                ranges.push((*first, *first));
                at += 1;
            }
        }
    }
    Some((Token::Class { ranges, negated }, text.get(end + 1..)?))
}

/// Only the last `**` ever needs to be tried again, so the work is at most the product of both lengths.
fn matches_path(pattern: &[Segment], names: &[Vec<char>]) -> bool {
    greedy(
        pattern,
        names,
        |segment| *segment == Segment::Directories,
        |segment, name| matches!(segment, Segment::Name(tokens) if matches_name(tokens, name)),
    )
}

fn matches_name(tokens: &[Token], name: &[char]) -> bool {
    greedy(
        tokens,
        name,
        |token| *token == Token::Many,
        |token, char| match token {
            Token::Char(wanted) => wanted == char,
            Token::One => true,
            Token::Many => false,
            Token::Class { ranges, negated } => {
                ranges.iter().any(|(first, last)| (first..=last).contains(&char)) != *negated
            }
        },
    )
}

/// Matches a pattern in which some parts stand for any number of things, and all others for one.
fn greedy<P, T>(
    pattern: &[P],
    things: &[T],
    is_many: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut part, mut thing) = (0, 0);
    let mut again: Option<(usize, usize)> = None;
    while let Some(next) = things.get(thing) {
        match pattern.get(part) {
            Some(many) if is_many(many) => {
                again = Some((part, thing));
                part += 1;
            }
            Some(one) if fits(one, next) => {
                part += 1;
                thing += 1;
            }
            _ => {
                let Some((many, from)) = &mut again else { return false };
                *from += 1;
                (part, thing) = (*many + 1, *from);
            }
        }
    }
    pattern.get(part..).unwrap_or_default().iter().all(is_many)
}
