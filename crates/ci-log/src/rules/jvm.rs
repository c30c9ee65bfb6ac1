//! javac, kotlinc, Scala; `JUnit` through Surefire and Gradle; Maven and Gradle themselves.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = tests();
    rules.extend(builds());
    rules
}

fn tests() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("junit", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Counts, r"^(?:\[\w+\]\s+)?(?<counts>Tests run: \d+, +Failures: \d+, +Errors: \d+(?:, +Skipped: \d+)?)\s*$")
            .with_keywords(["tests run: "])
            .closing(),
        // Numbers of one class: they are in the sum too.
        test(Role::Noise, r"^(?:\[\w+\]\s+)?Tests run: ").with_keywords(["tests run: "]).closing(),
        test(
            Role::Failure,
            r"^(?:\[ERROR\]\s+)?(?<test>[\w$.]+(?:\[[^\]]*\])?(?:\([\w.$ ]*\))?(?:\[[^\]]*\])?)\s+(?:-- )?Time elapsed: [\d.,]+ ?s(?:ec)?\s+<<< (?:FAILURE|ERROR)!",
        )
        .with_keywords(["<<< failure!", "<<< error!"]),
        test(
            Role::Failure,
            r"^\[ERROR\]\s+(?<test>[\w$]+(?:\.[\w$]+)+(?:\[[^\]]*\])?):(?<line>\d+)(?:->[\w.$:]+)*(?: \xc2\xbb)? ?(?<message>.*)$",
        )
        .with_keywords(["[error] "])
        .closing(),
        test(Role::Failure, r"^(?<test>[\w$.]+(?: > .+?)+|(?:[\w$]+\.){2,}[\w$]+) FAILED$").with_keywords([" failed"]),
        test(Role::Detail, r"^\s*(?<message>[\w.$]+(?:Error|Exception|Failure|Failed)\b(?::.*)?)$").with_reach(3),
        test(
            Role::Frame,
            r"^\s+at (?:\S+/)?(?:org\.junit|junit\.|java\.|javax\.|jdk\.|sun\.|org\.opentest4j|org\.assertj|org\.hamcrest|org\.mockito|org\.gradle|org\.apache\.maven|kotlin\.|scala\.)",
        )
        .with_keywords([" at ", "\tat "]),
        test(
            Role::Frame,
            r"^\s+at (?:[\w.$<>/@]+\()?(?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)?$",
        )
        .with_keywords([" at ", "\tat "]),
        test(Role::Counts, r"^(?<counts>\d+ tests? completed, .+)$").with_keywords([" completed, "]).closing(),
    ]
}

fn builds() -> Vec<Rule> {
    vec![
        Rule::new(
            "javac",
            Role::Failure,
            r"^\[ERROR\] (?<file>\S+\.(?:java|kt|scala|groovy)):\[(?<line>\d+),(?<column>\d+)\] (?<message>.+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["[error] "]),
        Rule::new("javac", Role::Failure, r"^(?<file>\S+\.java):(?<line>\d+): error: (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords([".java:"]),
        Rule::new(
            "kotlinc",
            Role::Failure,
            r"^e: (?:file://)?(?<file>\S+\.kts?):(?: \()?(?<line>\d+)(?::|, )(?<column>\d+)\)?:? (?<message>.+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["e: "]),
        Rule::new("scalac", Role::Failure, r"^\[error\] (?<file>\S+\.scala):(?<line>\d+):(?:(?<column>\d+):)? (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_keywords(["[error] "]),
        Rule::new(
            "jvm-build",
            Role::Failure,
            r"^(?:\[ERROR\] )?\s*(?:> )?(?<message>.*Could not (?:resolve (?:all|dependencies|artifact)|find (?:artifact )?[\w.-]+:[\w.-]+:|transfer artifact).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords(["could not resolve ", "could not find ", "could not transfer artifact"]),
        Rule::new(
            "jvm-build",
            Role::Consequence,
            r"^(?:\[ERROR\] (?<message>Failed to execute goal .*)|FAILURE: Build failed with an exception\.|\* What went wrong:|Execution failed for task .*|BUILD FAILED.*|> Task \S+ FAILED|\[INFO\] BUILD FAILURE)$",
        )
        .with_kind(FailureKind::Script)
        .with_keywords([
            "failed to execute goal",
            "build failed",
            "* what went wrong",
            "execution failed for task",
            "> task ",
            "build failure",
        ]),
        Rule::new("java", Role::Consequence, r#"^Exception in thread "[^"]*" (?<message>.+)$"#)
            .with_kind(FailureKind::Crash)
            .with_keywords(["exception in thread "])
            .with_weight(8.0),
        Rule::new("java", Role::Frame, r"^\s+at [\w.$<>/@]+\((?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$")
            .with_keywords([" at ", "\tat "]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn surefire() {
        let log = read(
            "\
[INFO] Running com.acme.CartTest
[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1, Time elapsed: 0.042 s <<< FAILURE! - in com.acme.CartTest
[ERROR] com.acme.CartTest.total  Time elapsed: 0.011 s  <<< FAILURE!
org.opentest4j.AssertionFailedError: expected: <4> but was: <3>
\tat org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
\tat com.acme.CartTest.total(CartTest.java:42)
\tat java.base/java.lang.reflect.Method.invoke(Method.java:568)

[INFO] Results:
[INFO] 
[ERROR] Failures: 
[ERROR]   CartTest.total:42 expected: <4> but was: <3>
[INFO] 
[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.2.5:test (default-test) on project shop: There are test failures.",
        );
        assert_eq!(
            summaries(&log),
            [
                "test com.acme.CartTest.total CartTest.java:42:- org.opentest4j.AssertionFailedError: expected: <4> but was: <3>"
            ]
        );
        assert_eq!(log.failures[0].stack.len(), 3);
        let tests = log.tests.unwrap();
        assert_eq!(
            (tests.run, tests.failed, tests.errored, tests.skipped),
            (Some(3), Some(1), Some(0), Some(1))
        );
    }

    #[test]
    fn older_surefire_writes_the_class_in_brackets() {
        let log = read(
            "total(com.acme.CartTest)  Time elapsed: 0.01 sec  <<< ERROR!\njava.lang.NullPointerException\n\tat com.acme.Cart.total(Cart.java:9)\n[ERROR]   CartTest.total:42 NullPointer",
        );
        assert_eq!(
            summaries(&log),
            ["test total(com.acme.CartTest) Cart.java:9:- java.lang.NullPointerException"]
        );
    }

    #[test]
    fn gradle() {
        let log = read(
            "\
> Task :cart:test FAILED

CartTest > adds tax() FAILED
    org.opentest4j.AssertionFailedError: expected: <4> but was: <3>
        at app//com.acme.CartTest.addsTax(CartTest.kt:17)

5 tests completed, 1 failed, 2 skipped

FAILURE: Build failed with an exception.

* What went wrong:
Execution failed for task ':cart:test'.",
        );
        assert_eq!(
            summaries(&log),
            [
                "test CartTest > adds tax() CartTest.kt:17:- org.opentest4j.AssertionFailedError: expected: <4> but was: <3>"
            ]
        );
        assert_eq!(log.tests.unwrap().run, Some(5));
    }

    #[test]
    fn compilers_and_dependencies() {
        let log = read(
            "[ERROR] /builds/shop/src/main/java/Cart.java:[12,9] cannot find symbol\nsrc/User.java:3: error: ';' expected\ne: file:///builds/shop/src/App.kt:7:5 Unresolved reference: tax",
        );
        assert_eq!(
            summaries(&log),
            [
                "compile - /builds/shop/src/main/java/Cart.java:12:9 cannot find symbol",
                "compile - src/User.java:3:- ';' expected",
                "compile - /builds/shop/src/App.kt:7:5 Unresolved reference: tax"
            ]
        );
        let log = read("   > Could not find com.acme:tax:9.9.\nBUILD FAILED in 3s");
        assert_eq!(summaries(&log), ["dependency - -:-:- Could not find com.acme:tax:9.9."]);
    }

    #[test]
    fn a_run_that_passes() {
        assert_harmless(
            "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s - in com.acme.ErrorTest\n[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0",
        );
    }
}
