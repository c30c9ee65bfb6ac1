use regex::bytes::Captures;

use crate::test_counts::TestCounts;

/// What the named groups of a rule found in a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) message: Option<String>,
    pub(crate) more: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
    pub(crate) suite: Option<String>,
    pub(crate) test: Option<String>,
    pub(crate) subtest: Option<String>,
    pub(crate) counts: Option<TestCounts>,
    /// Exit code of a command.
    pub(crate) code: Option<i32>,
}

impl Fields {
    pub(crate) fn of(captures: &Captures<'_>) -> Self {
        let text = |name| {
            let found = captures.name(name)?;
            let text = String::from_utf8_lossy(found.as_bytes());
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let number = |name| text(name).and_then(|digits| digits.parse().ok());
        let count = |name| text(name).and_then(|digits| digits.parse::<u64>().ok());
        Self {
            message: text("message"),
            more: text("more"),
            file: text("file"),
            line: number("line"),
            column: number("column"),
            suite: text("suite"),
            test: text("test"),
            subtest: text("subtest"),
            code: text("code").and_then(|digits| digits.parse().ok()),
            counts: text("counts")
                .and_then(|list| TestCounts::parse(&list))
                .or_else(|| TestCounts::parse(&text("outcomes")?).map(TestCounts::without_total))
                .or_else(|| TestCounts::of(["run", "passed", "failed", "errored", "skipped"].map(count))),
        }
    }

    /// Takes what `earlier` knows and this does not.
    pub(crate) fn fill_from(&mut self, earlier: Self) {
        if self.file.is_none() {
            self.file = earlier.file;
            if self.line.is_none() {
                self.line = earlier.line;
                self.column = earlier.column;
            }
        }
        self.message = self.message.take().or(earlier.message);
        self.test = self.test.take().or(earlier.test);
    }
}
