//! How long a call may take and how much it may bring.

use std::time::Duration;

/// How long things may take. Every call has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// One attempt: from asking for the credential to the last byte of an answer that is read whole, or to
    /// the head of one that is streamed. By default 30 seconds.
    pub attempt: Duration,
    /// A whole call with its retries and waits; for a streamed answer up to its head. By default two minutes.
    pub total: Duration,
    /// Between two chunks of a streamed answer. By default 30 seconds.
    pub idle: Duration,
    /// From the head of a streamed answer to its last byte. By default ten minutes.
    pub stream: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            attempt: Duration::from_secs(30),
            total: Duration::from_secs(120),
            idle: Duration::from_secs(30),
            stream: Duration::from_secs(600),
        }
    }
}

impl Timeouts {
    /// The same with this long for an attempt.
    #[must_use]
    pub fn with_attempt(mut self, attempt: Duration) -> Self {
        self.attempt = attempt;
        self
    }

    /// The same with this long for a call.
    #[must_use]
    pub fn with_total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// The same with this long between two chunks of a stream.
    #[must_use]
    pub fn with_idle(mut self, idle: Duration) -> Self {
        self.idle = idle;
        self
    }

    /// The same with this long for a stream.
    #[must_use]
    pub fn with_stream(mut self, stream: Duration) -> Self {
        self.stream = stream;
        self
    }
}

/// How much a call may bring. A streamed answer has no limit here: whoever reads it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The bytes of one JSON answer, after decompression. By default 16 MiB, which is many times what GitLab
    /// sends with its own limits; raise it for comparisons of long histories, which come in one piece.
    pub json_bytes: usize,
    /// The bytes that are read of an error's body. By default 64 KiB.
    pub error_bytes: usize,
    /// The entries asked for by page, which GitLab cuts to 100. By default 100.
    pub per_page: u16,
    /// The pages of one list, after which reading ends in an error. By default 2,000.
    pub pages: u32,
    /// The pages of one list that are on their way or wait for their turn at a time, where pages have numbers.
    /// By default 8; a stream has fewer on their way where it is used more slowly than the server answers. Of a list of
    /// which nobody says how many pages it has, this many at most are asked for in vain, and fewer of a short one.
    pub parallel_pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            json_bytes: 16 * 1024 * 1024,
            error_bytes: 64 * 1024,
            per_page: 100,
            pages: 2_000,
            parallel_pages: 8,
        }
    }
}

impl Limits {
    /// The same with this many bytes for a JSON answer.
    #[must_use]
    pub fn with_json_bytes(mut self, bytes: usize) -> Self {
        self.json_bytes = bytes;
        self
    }

    /// The same with this many entries a page, 1 to 100.
    #[must_use]
    pub fn with_per_page(mut self, per_page: u16) -> Self {
        self.per_page = per_page.clamp(1, 100);
        self
    }

    /// The same with at most this many pages a list.
    #[must_use]
    pub fn with_pages(mut self, pages: u32) -> Self {
        self.pages = pages.max(1);
        self
    }

    /// The same with this many pages side by side; 1 reads one after another.
    #[must_use]
    pub fn with_parallel_pages(mut self, parallel_pages: usize) -> Self {
        self.parallel_pages = parallel_pages.max(1);
        self
    }
}
