//! How much memory this process holds, as Linux tells it.

/// Resident memory in KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resident {
    /// Now.
    pub now: u64,
    /// At most so far.
    pub peak: u64,
}

impl Resident {
    /// What `/proc/self/status` says; `None` on systems that have no such file.
    #[must_use]
    pub fn read() -> Option<Self> {
        Self::from_status(&std::fs::read_to_string("/proc/self/status").ok()?)
    }

    fn from_status(status: &str) -> Option<Self> {
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().trim_end_matches("kB").trim().parse().ok()
        };
        Some(Self { now: field("VmRSS:")?, peak: field("VmHWM:")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_fields_are_found_among_the_others() {
        let status = "Name:\tinvestigate\nVmPeak:\t  900 kB\nVmHWM:\t  5120 kB\nVmRSS:\t  4096 kB\n";
        assert_eq!(Resident::from_status(status), Some(Resident { now: 4096, peak: 5120 }));
        assert_eq!(Resident::from_status("VmRSS:\t4 kB\n"), None);
    }
}
