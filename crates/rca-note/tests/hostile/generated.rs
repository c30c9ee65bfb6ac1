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
