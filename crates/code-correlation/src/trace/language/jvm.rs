//! Java, Kotlin, Scala: `at org.shop.Cart.add(Cart.java:42)`.

use super::{Part, Relation, place, some, split_name, starts_with_any};
use crate::trace::Frame;

/// Packages of the platform, of its languages and of what runs tests and servers.
const FOREIGN: [&str; 27] = [
    "java.",
    "javax.",
    "jakarta.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "akka.",
    "groovy.",
    "clojure.",
    "_COROUTINE.",
    "org.junit.",
    "junit.",
    "org.testng.",
    "org.scalatest.",
    "org.mockito.",
    "org.assertj.",
    "org.hamcrest.",
    "org.gradle.",
    "worker.org.gradle.",
    "org.apache.maven.",
    "org.springframework.",
    "org.hibernate.",
    "io.netty.",
    "reactor.",
];

pub(super) fn read(line: &str, inside: bool) -> Part {
    let text = line.trim();
    if let Some(rest) = text.strip_prefix("at ") {
        return frame(rest).map_or(Part::Other, Part::Frame);
    }
    if !inside {
        return Part::Other;
    }
    if let Some(title) = text.strip_prefix("Caused by: ").or_else(|| text.strip_prefix("Wrapped by: ")) {
        return Part::Error(Relation::CauseOf, some(title));
    }
    if let Some(title) = text.strip_prefix("Suppressed: ") {
        return Part::Error(Relation::Suppressed, some(title));
    }
    // What thread dumps say of locks, and what stands for a cause that is its own cause.
    if starts_with_any(text, &["- locked <", "- waiting ", "- parking ", "[CIRCULAR REFERENCE"]) {
        return Part::Filler;
    }
    let rest = text.strip_prefix("... ").and_then(super::after_number);
    match rest {
        Some(" more" | " common frames omitted") => Part::Filler,
        _ => Part::Other,
    }
}

fn frame(rest: &str) -> Option<Frame> {
    // Newer lines end with the archive: `… (Cart.java:42) ~[shop.jar:1.0]`.
    // Names of tests may hold brackets: `CartTest.adds (twice)(CartTest.kt:9)`.
    let (name, source, archive) = rest
        .match_indices('(')
        .filter_map(|(open, _)| {
            let (source, archive) = rest.get(open + 1..)?.split_once(')')?;
            Some((rest.get(..open)?, source, archive))
        })
        .find(|(_, source, _)| !source.contains(char::is_whitespace) && source.contains(['.', '<']))
        .or_else(|| {
            let (name, rest) = rest.split_once('(')?;
            let (source, archive) = rest.split_once(')')?;
            Some((name, source, archive))
        })?;
    let is_source = matches!(source, "Native Method" | "Unknown Source")
        || ["java", "kt", "kts", "scala", "groovy", "clj", "sbt", "gradle"]
            .iter()
            .any(|extension| place(source).0.rsplit_once('.').is_some_and(|(_, end)| end == *extension))
        || source == "<generated>";
    // Kotlin and Groovy allow blanks in names, which tests are full of.
    let spaced = [".kt", ".kts", ".groovy"].iter().any(|end| place(source).0.ends_with(end));
    let class = if spaced { name.split(' ').next().unwrap_or(name) } else { name };
    let is_name = class.contains('.') && !class.contains(char::is_whitespace);
    let is_archive = archive.is_empty() || archive.trim_start().starts_with(['[', '~']);
    if !is_source || !is_name || !is_archive {
        return None;
    }
    // `app//org.shop.Cart.add` and `java.base@21/java.lang.Thread.run` name loader and module first.
    let name = name.rsplit('/').next()?;
    let (module, function) = split_name(name, ".");
    let (file, line, _) = place(source);
    let file = file.contains('.').then(|| {
        // Gradle tells the whole path of a build file.
        if file.contains('/') {
            return file.to_owned();
        }
        let package = module.as_deref().and_then(|module| module.rsplit_once('.'));
        package
            .map_or_else(|| file.to_owned(), |(package, _)| format!("{}/{file}", package.replace('.', "/")))
    });
    let in_app = file.is_some() && !starts_with_any(name, &FOREIGN);
    Some(Frame { module, function: some(function), file, line, in_app, ..Frame::default() })
}
