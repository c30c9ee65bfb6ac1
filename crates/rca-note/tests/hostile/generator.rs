//! Makes hostile texts from a number: the same number makes the same text as long as the pieces are the same.

use crate::texts;

/// Pieces of Markdown, of lines and of what splits them.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\n\r",
    "\t",
    " ",
    "  ",
    "    ",
    "\u{a0}",
    "\u{3000}",
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "~~~~",
    ">",
    "> ",
    ">>>",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "# ",
    "## ",
    "|",
    "|-|",
    "---",
    "===",
    "***",
    "_",
    "__",
    "*",
    "**",
    "\\",
    "\\\\",
    "/",
    "//",
    "!",
    "![",
    "[TOC]",
    ":100:",
    "[",
    "]",
    "](",
    "](http://e)",
    "[[",
    "]]",
    "[^",
    "<",
    "</",
    "/>",
    "<!--",
    "-->",
    "<details>",
    "</details>",
    "<summary>",
    "&",
    "&#",
    "&#x",
    ";",
    "&lt;",
    "@",
    "#",
    "~",
    "%",
    "$",
    "$$",
    ":",
    "::",
    "^",
    "{",
    "}",
    "{+",
    "+}",
    "[-",
    "-]",
    "=",
    "==",
    "\"",
    "'",
    "(",
    ")",
    ".",
    ",",
    "?",
    "http://",
    "https://",
    "www.",
    "mailto:",
    "https://gitlab.example.com/",
    "/close",
    "/merge",
    "@all",
    "#1",
    "!1",
    "word",
    "a",
    "5fa2c71d",
    "0123456",
    "ABC-1",
    "\u{200b}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{1b}]8;;",
    "\u{7}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{e0041}",
    "\u{ff20}",
    "\u{ff03}",
    "\u{17f}",
    "\u{301}",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "section_start:1:x\r\u{1b}[0K",
    "<!-- gitlab-rca:v1 ",
    " -->",
    "### RCA Finding",
    "\u{2026}",
    "| ",
    "7 | ",
    "```text",
    "```suggestion:-0+1",
    "password=",
];

/// `SplitMix64`: small, and the same everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Generator {
    state: u64,
    texts: Vec<&'static str>,
}

impl Generator {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, texts: texts::all() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    /// A text of one to ten pieces.
    pub(crate) fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(9) {
            match self.below(10) {
                0..3 => text.push_str(self.attack()),
                3 => {
                    // From some place in an attack to its end, or up to there.
                    let whole: Vec<char> = self.attack().chars().collect();
                    let place = self.below(whole.len() + 1);
                    let part = if self.below(2) == 0 { &whole[place..] } else { &whole[..place] };
                    text.extend(part);
                }
                4 => {
                    let char = self.below(0x2_0000);
                    text.extend(u32::try_from(char).ok().and_then(char::from_u32));
                }
                5 => {
                    let char = char::from(u8::try_from(self.below(0x60)).unwrap() + 0x20);
                    let times = 1 + self.below(4);
                    text.extend(std::iter::repeat_n(char, times));
                }
                _ => text.push_str(PIECES[self.below(PIECES.len())]),
            }
        }
        text
    }

    /// A text of up to `length` of these pieces.
    pub(crate) fn of(&mut self, pieces: &[&str], length: usize) -> String {
        (0..self.below(length + 1)).map(|_| pieces[self.below(pieces.len())]).collect()
    }

    fn attack(&mut self) -> &'static str {
        let place = self.below(self.texts.len());
        self.texts[place]
    }
}
