//! Stack traces: every frame lies in its trace and every trace in the text.
#![no_main]

use code_correlation::trace::{CodeMappings, SourceLinks, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines = text.lines().count();
    let mappings = CodeMappings::new().with("/app", "src").with("", "lib");
    let links = SourceLinks::new("https://gitlab.example.com", "a/b", "main");
    let mut end = 0;
    for trace in find(text) {
        assert!(end < trace.start && trace.start <= trace.end && trace.end <= lines);
        end = trace.end;
        assert!(trace.frames().next().is_some());
        for frame in trace.frames() {
            assert!((trace.start..=trace.end).contains(&frame.at));
            let Some(path) = frame.file.as_deref().and_then(|file| mappings.map(file)) else { continue };
            assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path}");
            assert!(!links.url(&path, frame.line).contains(char::is_whitespace));
        }
    }
});
