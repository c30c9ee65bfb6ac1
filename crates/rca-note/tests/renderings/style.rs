//! The style of the page: colours that can be read, nothing from elsewhere.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../src/html/page.css");

/// The colours of the light scheme, and those of the dark one.
fn schemes() -> [BTreeMap<String, [f64; 3]>; 2] {
    let (light, rest) = STYLE.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let (dark, _) = rest.split_once("* {").unwrap();
    [light, dark].map(|scheme| {
        let colours = scheme.split(';').filter_map(|rule| rule.split_once(": #"));
        colours
            .map(|(name, value)| {
                let channel = |at: usize| {
                    let part = f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
                    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
                };
                let name = name.rsplit("--").next().unwrap().to_owned();
                (name, [channel(0), channel(2), channel(4)])
            })
            .collect()
    })
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[test]
fn text_has_the_contrast_of_wcag_aa_in_both_schemes() {
    for colours in schemes() {
        for (ink, ground) in [
            ("ink", "ground"),
            ("ink", "card"),
            ("soft", "ground"),
            ("soft", "card"),
            ("link", "ground"),
            ("link", "card"),
            ("critical", "critical-ground"),
            ("high", "high-ground"),
            ("medium", "medium-ground"),
            ("known", "known-ground"),
            ("done", "done-ground"),
            ("done", "ground"),
            ("critical", "ground"),
        ] {
            let (one, other) = (luminance(colours[ink]), luminance(colours[ground]));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
        }
        let contrast = (luminance(colours["fill"]).max(luminance(colours["ground"])) + 0.05)
            / (luminance(colours["fill"]).min(luminance(colours["ground"])) + 0.05);
        assert!(contrast >= 3.0, "drawings: {contrast:.2}");
    }
}

#[test]
fn nothing_is_loaded() {
    for word in ["url(", "@import", "http", "//", "src", "expression", "</"] {
        assert!(!STYLE.contains(word), "{word}");
    }
}
