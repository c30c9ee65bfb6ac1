//! Cleaning a log costs no allocation a line.

use allocation_counter::measure;
use ci_log::clean::{LogCleaner, Part};

/// How many allocations it costs to clean ten thousand times these lines more of a log, and how much text that gives.
fn cost(line: &str) -> (u64, usize) {
    let log = line.repeat(10_000);
    let mut cleaner = LogCleaner::new();
    let mut bytes = 0;
    let mut push_all = || {
        // A prime: the lines are cut in ever other places.
        for piece in log.as_bytes().chunks(16_381) {
            cleaner.push(piece, |part| {
                if let Part::Text(run) = part {
                    bytes += run.bytes().len();
                }
            });
        }
    };
    // By then the buffers are as large as they get.
    push_all();
    let cost = measure(push_all);
    (cost.count_total, bytes)
}

#[test]
fn no_line_costs_an_allocation() {
    for line in [
        "a line that is as it should be\n",
        "the same from another system\r\n",
        "\x1b[0m\x1b[1;32m$ make\x1b[0;m\n",
        "10%\r20%\r30%\x1b[K\r\x1b[K100%\n",
        "caf\u{e9} \u{2713}, and what is not UTF-8 stays as it is\0\n",
        "section_start:17:step_script\r\x1b[0K$ make the whole of it\nsection_end:19:step_script\r\x1b[0K\n",
        "2025-03-07T13:51:12.206590Z 01O what a runner with timestamps prints\n",
        "2025-03-07T13:51:12.206590Z 01O this and \n2025-03-07T13:51:12.206590Z 01O+that\n",
        "2025-03-07T13:51:12.206590Z 01O this and \n2025-03-07T13:51:12.206590Z 01E an error\n2025-03-07T13:51:12.206590Z 01O+that\n",
    ] {
        let (cost, text) = cost(line);
        assert_eq!(cost, 0, "{line:?}");
        assert!(text > 20_000 * 4, "{line:?}");
    }
}

#[test]
fn a_line_that_goes_on_without_an_end_and_without_text_costs_nothing() {
    assert_eq!(cost("2025-03-07T13:51:12.206590Z 01O+\n"), (0, 0));
}
