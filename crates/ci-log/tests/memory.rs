//! A log of any size is read in memory that does not grow with it.
//!
//! Alone in its file: the figure is that of the whole process.

use ci_log::{LogOptions, LogReader};

/// The most memory that this process has used so far, in bytes; none where the system does not tell it this way.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn memory_stays_flat() {
    // Without optimisation less must do; every limit is reached in the first piece.
    const SIZE: u64 = if cfg!(debug_assertions) { 16 << 20 } else { 100 << 20 };
    let mut reader = LogReader::new(LogOptions::default());
    // Everything that is kept at its worst: failures, signals, excerpts, sections, long lines, lines without an end.
    let mut piece = Vec::new();
    for number in 0..40 {
        piece.extend(format!("section_start:1:part_{number}\r\x1b[0K\n").bytes());
        piece.extend(
            format!(
                "error[E0308]: mismatched types {number} {}\n  --> src/a.rs:{number}:5\n",
                "x".repeat(3000)
            )
            .bytes(),
        );
        piece.extend(format!("FATAL: {number} {}\n", "y".repeat(3000)).bytes());
    }
    let filler = b"a line that says nothing at all, as most lines of most logs do\n".repeat(16_000);
    let endless = vec![b'z'; 200 << 10];
    reader.push(&piece);
    let before = peak();
    let mut bytes = piece.len() as u64;
    while bytes < SIZE {
        for part in [&piece, &filler, &endless] {
            reader.push(part);
            bytes += part.len() as u64;
        }
    }
    let log = reader.finish();
    let after = peak();
    assert_eq!(log.bytes, bytes);
    assert!(log.omitted.failures > 0 && log.omitted.line_bytes > 0 && log.omitted.excerpts > 0);
    match (before, after) {
        (Some(before), Some(after)) => {
            let grown = after - before;
            assert!(grown < 32 << 20, "{} KiB more than at the start", grown >> 10);
            println!("{} KiB more than at the start", grown >> 10);
        }
        _ => println!("skipped: this system does not tell the memory of a process in /proc/self/status"),
    }
}
