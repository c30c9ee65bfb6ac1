//! Texts that nobody made by hand.

use std::time::Instant;

use crate::generator::Generator;
use crate::trial::Trial;

/// How many, unless `RCA_HOSTILE_TEXTS` says otherwise; the first is that of seed 0 or of `RCA_HOSTILE_SEED`.
const COUNT: u64 = if cfg!(debug_assertions) { 3_000 } else { 20_000 };

#[test]
fn cases_110_to_121_and_136_generated_texts_do_nothing() {
    let count = number("RCA_HOSTILE_TEXTS").unwrap_or(COUNT);
    let first = number("RCA_HOSTILE_SEED").unwrap_or(0);
    let workers = std::thread::available_parallelism().map_or(1, |count| u64::try_from(count.get()).unwrap());
    let start = Instant::now();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    (first + worker..first + count)
                        .step_by(usize::try_from(workers).unwrap())
                        .filter_map(trial())
                        .take(20)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    println!(
        "{count} texts in every field from seed {first} on, {:.1?}: {} wrong",
        start.elapsed(),
        wrong.len()
    );
    let told = wrong.iter().take(4).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(wrong.is_empty(), "{told}");
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|number| number.parse().unwrap())
}

/// Tries the text of a seed; what is wrong with it names the seed.
fn trial() -> impl FnMut(u64) -> Option<String> {
    let trial = Trial::new();
    move |seed| {
        let mut generator = Generator::new(seed);
        let (text, limit) = (generator.text(), 1_000 + generator.below(5_000));
        trial.try_text(&text, limit).err().map(|wrong| format!("seed {seed}: {wrong}"))
    }
}

/// What generated texts have found: a seed makes another text as soon as there is another piece.
const FOUND: &[&str] = &[
    "fffZ\u{351}\u{34b}\u{309}a\u{325}\u{32b}l\u{34e}g\u{315}o\u{321}+}\u{7}password='\r--NNNN",
    "&excl;1}}}10%\r20%\r100%\"\"\"\n/close\n\"\"\"+}@\u{200d}rootx]- ```js {1,2} x=y\nx\n```",
    "{+…/mergesecret)/>10%\r20%\r100%\"",
    "password=\"}- 🐕x\r-",
    "&))password='section_start:1:x\r\u{1b}[0K /merge\u{1b}짎",
    "^[@++a++password=`section_start:1:x\r\u{1b}[0KZ",
    "<summary>password=\u{200b}\"secret\rshown",
    "section_start:1:x\r\u{1b}[0K10%\r20%\r100%\"",
    "````[-![[x]]X\u{1b}[0m/close\u{7}#1+}﹫root\r/\rclose\r\u{a0}",
    "\u{1b}[31_Left out to stay within 4,000 char",
    "Left out to stay within 4,000 characters._~~~~~~~\u{2068}x\u{2069}\u{2069}",
    "```suggestion:-0+1/>`curl http://e`</\u{e0049}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}section_start:1:x\r\u{1b}[0K\u{3000}",
];

#[test]
fn texts_that_were_found_do_nothing_any_more() {
    Trial::new().try_all(FOUND.iter().copied(), 2_000);
}
