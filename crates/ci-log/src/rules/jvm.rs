//! javac, kotlinc; `JUnit` and `TestNG` through Surefire, Gradle and Ant; Maven, Gradle and Ant themselves.

use super::{Role, Rule, jvm_tools};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = ant();
    rules.extend(jvm_tools::rules());
    rules.extend(tests());
    rules.extend(builds());
    rules
}

/// `JUnit` as Ant's task prints it: `[junit]` before each line, numbers for each class and no sum of them.
fn ant() -> Vec<Rule> {
    let test =
        |role, pattern: &'static str| Rule::new("ant-junit", role, pattern).with_kind(FailureKind::Test);
    let task = ["[junit] "];
    vec![
        test(Role::Lead, r"^(?:\s*\[junit\] )?Testsuite: (?<suite>[\w.$]+)$").with_keywords(["testsuite: "]),
        test(Role::Lead, r"^(?:\s*\[junit\] )?Testcase: (?<test>\S.*?) took [\d.,]+ sec$").with_keywords(["testcase: "]),
        test(Role::Failure, r"^(?:\s*\[junit\] )?Testcase: (?<test>\S.*?):?\s+(?:FAILED|Caused an ERROR)$")
            .with_keywords(["testcase: "]),
        test(Role::Failure, r"^(?:\s*\[junit\] )?\s+(?:FAILED|Caused an ERROR)$")
            .with_keywords(["failed", "caused an error"])
            .within_report()
            .with_reach(1),
        test(
            Role::Counts,
            r"^\s*\[junit\] (?<counts>Tests run: \d+, Failures: \d+, Errors: \d+(?:, Skipped: \d+)?), Time elapsed: [\d.,]+ sec$",
        )
        .with_keywords(task)
        .closing(),
        test(
            Role::Frame,
            r"^\s*\[junit\]\s+at (?:\S+/)?(?:org\.junit|junit\.|java\.|javax\.|jdk\.|sun\.|org\.hamcrest|org\.mockito)",
        )
        .with_keywords(task),
        test(
            Role::Frame,
            r"^\s*\[junit\]\s+at \S+\((?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$",
        )
        .with_keywords(task),
        test(Role::Frame, r"^\s*\[junit\]\s+at \S+\(.*\)$").with_keywords(task),
        test(Role::Detail, r"^\s*\[junit\] (?<message>\S.*)$").with_keywords(task).with_reach(1),
        // That a class has failed follows from its tests.
        test(Role::Consequence, r"^\s*\[junit\] (?<message>Test \S+ FAILED.*)$").with_keywords(task).closing(),
    ]
}

fn tests() -> Vec<Rule> {
    let test = |role, pattern: &'static str| Rule::new("junit", role, pattern).with_kind(FailureKind::Test);
    vec![
        test(Role::Counts, r"^(?:\[\w+\]\s+)?(?<counts>Tests run: \d+, +Failures: \d+, +Errors: \d+(?:, +Skipped: \d+)?)(?:, +Flakes: \d+)?\s*$")
            .with_keywords(["tests run: "])
            .closing(),
        // The runner of `JUnit` 4 itself.
        test(Role::Counts, r"^(?<counts>Tests run: \d+,  Failures: \d+)$").with_keywords(["tests run: "]).closing(),
        test(Role::Counts, r"^OK \((?<counts>\d+ tests?)\)$").with_keywords(["ok ("]).closing(),
        test(Role::Lead, r"^There (?:was|were) \d+ failures?:$").with_keywords(["there was ", "there were "]),
        test(Role::Failure, r"^\d+\) (?<test>[\w$]+(?:\[[^\]]*\])?\([\w.$]+\))$")
            .with_keywords([") "])
            .within_report(),
        // The console of `JUnit` 5.
        test(Role::Counts, r"^\[ +(?<run>\d+) tests started +\]$").with_keywords([" tests started "]),
        test(Role::Counts, r"^\[ +(?<outcomes>\d+ tests (?:skipped|failed)) +\]$")
            .with_keywords([" tests skipped ", " tests failed "]),
        // Below Surefire, which counts them, too.
        test(Role::Lead, r"^Surefire suite$").with_keywords(["surefire suite"]),
        test(Role::Noise, r"^Total tests run: ").with_keywords(["total tests run: "]).within_report().with_reach(1).closing(),
        // TestNG itself. Ninja says so of the files that it cannot build.
        test(Role::Failure, r"^FAILED: (?<test>(?:[a-z]\w*\.)*[A-Z]\w*\.\w+(?:\(.*\))?|\w+\(.*\))$").with_keywords(["failed: "]),
        test(Role::Counts, r"^(?<counts>Total tests run: \d+, .*(?:Failures|Skips): \d+.*)$")
            .with_keywords(["total tests run: "])
            .closing(),
        // Numbers of one class: they are in the sum too.
        test(Role::Noise, r"^(?:\[\w+\]\s+)?Tests run: ").with_keywords(["tests run: "]).closing(),
        test(
            Role::Failure,
            r"^(?:\[ERROR\]\s+)?(?<test>[A-Za-z_$][^<]*?)\s+(?:-- )?Time elapsed: [\d.,]+ ?s(?:ec)?\s+<<< (?:FAILURE|ERROR)!",
        )
        .with_keywords(["<<< failure!", "<<< error!"]),
        // The list of a run that runs failed tests again: the test, and below it each run.
        test(Role::Failure, r"^\[ERROR\]   Run \d+: (?<class>[\w$]+)>[\w$]+\.(?<test>[\w$]+):(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords(["[error]   run "]),
        test(Role::Failure, r"^\[ERROR\]   Run \d+: (?<test>[\w$]+(?:\.[\w$]+)+(?:\([^()]*\))?(?:\[[^\]]*\])?)(?::(?<line>\d+)(?:->[\w.$:<>]+)*)?(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords(["[error]   run "]),
        test(Role::Noise, r"^\[INFO\]   Run \d+: PASS$").with_keywords(["[info]   run "]).passing(),
        test(Role::Lead, r"^\[ERROR\] (?:Failures|Errors):\s*$").with_keywords(["[error] failures:", "[error] errors:"]),
        // A method of a class above the test's own: `CartTest>BaseTest.total:42`.
        test(Role::Failure, r"^\[ERROR\]\s+(?<class>[\w$]+)>[\w$]+\.(?<test>[\w$]+):(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords(["[error] "])
            .closing(),
        test(Role::Failure, r"^\[ERROR\]\s+(?<class>[\w$]+)\.lambda\$(?<test>\w+)\$\d+:(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords([".lambda$"])
            .closing(),
        // A message of several lines.
        test(Role::Failure, r"^\[ERROR\]\s+(?<test>[\w$]+(?:\.[\w$]+)+):(?<line>\d+)(?:->[\w.$:<>]+)*\s*$").with_keywords(["[error] "]),
        test(
            Role::Failure,
            r"^\[ERROR\]\s+(?<test>[\w$]+(?:\.[\w$]+)+(?:\([^()]*\))?(?:\[[^\]]*\])?)(?:\.<(?:cl)?init>)?:(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$",
        )
        .with_keywords(["[error] "])
        .closing(),
        test(Role::Failure, r"^\[ERROR\]   (?<test>[A-Z][\w$]*)\.<(?:cl)?init>:(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords(["[error]   "])
            .closing(),
        // Names with blanks, as Kotlin and Groovy have them.
        test(Role::Failure, r"^\[ERROR\]   (?<test>[A-Z][\w$]*\.\w[^:]* [^:]*):(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? (?<message>\S.*)$")
            .with_keywords(["[error]   "])
            .within_report()
            .closing(),
        // Where no frame is of the test's class, there is no line.
        test(Role::Failure, r"^\[ERROR\]   (?<test>[A-Z][\w$]*\.[\w$]+(?:\([^()]*\))?(?:\[[^\]]*\])?)(?: \xc2\xbb)? (?<message>\S.*)$")
            .with_keywords(["[error]   "])
            .within_report()
            .closing(),
        test(Role::Detail, r"^(?:     )?(?<more>(?:Expected|but): \S.*)$").with_keywords(["expected: ", " but: "]).with_reach(3),
        // The sum of Surefire before 2.19, and the first of it on the line of the heading.
        test(Role::Lead, r"^(?:Failed tests|Tests in error):\s*$").with_keywords(["failed tests:", "tests in error:"]),
        test(Role::Failure, r"^(?:Failed tests|Tests in error):\s+(?<test>[\w$]+(?:\[[^\]]*\])?\([\w.$]+\))(?:: ?(?<message>.*))?$")
            .with_keywords(["failed tests:", "tests in error:"]),
        test(Role::Failure, r"^  (?:[\w$]+ on instance )?(?<test>[\w$]+(?:\[[^\]]*\])?\([\w.$]+\))(?:\([\w.$]+\))?(?:: ?(?<message>.*))?$")
            .with_keywords(["("])
            .within_report(),
        test(Role::Failure, r"^  (?<class>[A-Z][\w$]*)>[\w$]+\.(?<test>[\w$]+):(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)? ?(?<message>.*)$")
            .with_keywords([":"])
            .within_report()
            .closing(),
        test(
            Role::Failure,
            r"^  (?<test>[A-Z][\w$]*(?:\.[\w$]+)+(?:\[[^\]]*\])?)(?::(?<line>\d+)(?:->[\w.$:<>]+)*(?: \xc2\xbb)?| \xc2\xbb) ?(?<message>.*)$",
        )
        .with_keywords([":", "\u{bb}"])
        .within_report()
        .closing(),
        test(Role::Failure, r"^(?:Gradle Test (?:Run \S+|Executor \d+) > )*(?<test>[A-Za-z_$][^>]*?(?: > .+?)+|(?:[\w$]+\.){2,}[\w$]+) FAILED\s*$")
            .with_keywords([" failed"]),
        test(Role::Detail, r"^\s*(?<message>[\w.$]+(?:Error|Exception|Failure|Failed)\b(?::.*)?)$").with_reach(3),
        test(Role::Detail, r"^\s*(?<message>(?:[a-z][\w$]*\.)+[A-Z][\w$]*(?::.*)?)$").with_reach(1),
        // What Gradle writes of an exception unless it is told to write more.
        test(
            Role::Detail,
            r"^\s+(?<message>[\w.$]+(?:Error|Exception|Failure|Failed)\w*) at (?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)$",
        )
        .with_keywords([" at "])
        .with_reach(3),
        // Spock.
        test(Role::Detail, r"^\s+(?<message>Condition (?:not satisfied|failed with Exception):?.*)$").with_keywords(["condition "]).with_reach(3),
        test(Role::Frame, r"^\s+at (?:\S+/)?(?:[\w$]+\.)*[\w$]*(?:Tests?|IT|Spec)(?:\$[\w$]*)?\.[\w$<>]+\((?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$")
            .with_keywords([" at ", "\tat "]),
        test(
            Role::Frame,
            r"^\s+at (?:\S+/)?(?:org\.junit|junit\.|java\.|javax\.|jdk\.|sun\.|org\.opentest4j|org\.testng|org\.assertj|org\.hamcrest|org\.mockito|org\.gradle|org\.apache\.maven|org\.springframework\.|org\.spockframework\.|org\.codehaus\.groovy|io\.kotest\.|kotlinx?\.|scala\.)",
        )
        .with_keywords([" at ", "\tat "]),
        test(
            Role::Frame,
            r"^\s+at (?:[^()]+\()?(?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)?$",
        )
        .with_keywords([" at ", "\tat "]),
        test(Role::Counts, r"^(?<counts>\d+ tests? completed, .+)$").with_keywords([" completed, "]).closing(),
    ]
}

fn builds() -> Vec<Rule> {
    vec![
        // Gradle counts no tests that pass: only where no task of tests ran is it sure that there were none.
        Rule::new("jvm-build", Role::Noise, r"^> Task \S*:\w*[tT]est$").with_kind(FailureKind::Test).with_keywords(["> task "]),
        Rule::new("jvm-build", Role::Consequence, r"^> Task \S*:\w*[tT]est FAILED$")
            .with_kind(FailureKind::Test)
            .with_keywords(["> task "]),
        Rule::new("jvm-build", Role::Consequence, r"^(?:BUILD FAILED in \d+.*|\[(?:INFO|ERROR)\] BUILD FAILURE\s*)$")
            .with_kind(FailureKind::Script)
            .with_keywords(["build failed in ", "] build failure"])
            .ending_build(),
        Rule::new(
            "javac",
            Role::Failure,
            r"^\[ERROR\] (?<file>\S+\.(?:java|kt|scala|groovy)):\[(?<line>\d+),(?<column>\d+)\] (?<message>.+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["[error] "]),
        Rule::new("javac", Role::Failure, r"^(?:\s*\[javac\] )?(?<file>\S+\.java):(?<line>\d+): error: (?<message>.+)$")
            .with_kind(FailureKind::Compile)
            .with_places([".java"]),
        Rule::new(
            "kotlinc",
            Role::Failure,
            r"^e: (?:file://)?(?<file>\S+\.kts?):(?: \()?(?<line>\d+)(?::|, )(?<column>\d+)\)?:? (?<message>.+)$",
        )
        .with_kind(FailureKind::Compile)
        .with_keywords(["e: "]),
        Rule::new(
            "jvm-build",
            Role::Failure,
            r"^(?:\[ERROR\] )?\s*(?:> )?(?<message>.*Could not (?:resolve (?:all|dependencies|artifact)|find (?:artifact )?[\w.-]+:[\w.-]+:|transfer artifact).*)$",
        )
        .with_kind(FailureKind::Dependency)
        .with_keywords(["could not resolve ", "could not find ", "could not transfer artifact"]),
        Rule::new("jvm-build", Role::Failure, r"^\[ERROR\] .*(?<message>The forked VM terminated without .+)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["the forked vm terminated"]),
        Rule::new(
            "jvm-build",
            Role::Consequence,
            r"^(?:\[ERROR\] (?<message>Failed to execute goal .*)|FAILURE: Build failed with an exception\.|Execution failed for task .*|BUILD FAILED.*|> Task \S+ FAILED|\[INFO\] BUILD FAILURE)$",
        )
        .with_kind(FailureKind::Script)
        .with_keywords([
            "failed to execute goal",
            "build failed",
            "execution failed for task",
            "> task ",
            "build failure",
        ]),
        Rule::new("jvm-build", Role::Lead, r"^(?:Build|Settings|Script|Initialization script|Precompiled script plugin) (?:file )?'(?<file>[^']+)' line: (?<line>\d+)$")
            .with_keywords(["' line: "]),
        Rule::new("jvm-build", Role::Lead, r"^\* What went wrong:$").with_keywords(["* what went wrong:"]),
        Rule::new(
            "jvm-build",
            Role::Failure,
            r"^(?<message>(?:A problem occurred (?:evaluating|configuring) .+|Gradle build daemon .+|Build file '.+|Task '.+' not found in .+|Plugin \[id: .+\] was not found .+|Could not (?:compile|determine|create|initialize|open) .+|Unsupported class file .+|Project '.+' not found .+|Process 'Gradle Test Executor .+))$",
        )
        .with_kind(FailureKind::Configuration)
        .within_report()
        .with_reach(2),
        Rule::new("jvm-build", Role::Detail, r"^> (?<more>\S.*)$").with_reach(1),
        Rule::new("jvm-build", Role::Failure, r"^\[(?:ERROR|WARNING)\] Rule \d+: \S+ failed with message:$")
            .with_kind(FailureKind::Configuration)
            .with_keywords([" failed with message:"]),
        Rule::new("jvm-build", Role::Detail, r"^(?<message>[^\s\[].*)$").with_reach(1),
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
    fn surefire_sums_up_what_it_showed_before() {
        let log = read(
            "\
Tests run: 4, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.1 sec <<< FAILURE!
total[2: a](com.acme.CartTest)  Time elapsed: 0.01 sec  <<< FAILURE!
java.lang.AssertionError: expected:<4> but was:<3>

Results :

Failed tests:   total[2: a](com.acme.CartTest): expected:<4> but was:<3>
  name(com.acme.UserTest)
  login on instance login(com.acme.LoginTest)(com.acme.LoginTest)
  CartTest.total:42 expected:<4> but was:<3>

Tests in error: 
  OrderTest.open:17->BaseTest.connect:9 \u{bb} Timeout
  OrderTest.close \u{bb} NullPointer

Tests run: 4, Failures: 2, Errors: 1, Skipped: 0, Flakes: 1
[INFO] BUILD FAILURE",
        );
        let names: Vec<_> = log.failures.iter().filter_map(|failure| failure.test.as_deref()).collect();
        assert_eq!(
            names,
            [
                "total[2: a](com.acme.CartTest)",
                "name(com.acme.UserTest)",
                "login(com.acme.LoginTest)",
                "OrderTest.open",
                "OrderTest.close"
            ]
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.errored), (Some(4), Some(2), Some(1)));
    }

    #[test]
    fn ant() {
        let log = read(
            "\
    [junit] Running com.acme.CartTest
    [junit] Testsuite: com.acme.CartTest
    [junit] Tests run: 3, Failures: 1, Errors: 1, Time elapsed: 0.159 sec
    [junit] Tests run: 3, Failures: 1, Errors: 1, Time elapsed: 0.159 sec
    [junit] 
    [junit] Testcase: isEmpty took 0.01 sec
    [junit] Testcase: total[2] took 0.01 sec
    [junit] \tFAILED
    [junit] expected:<4> but was:<3>
    [junit] junit.framework.AssertionFailedError: expected:<4> but was:<3>
    [junit] \tat com.acme.CartTest.total(CartTest.java:42)
    [junit] \tat java.base/java.lang.reflect.Method.invoke(Method.java:568)
    [junit] Testcase: open(com.acme.OrderTest):\tCaused an ERROR
    [junit] no such table
    [junit] Test com.acme.CartTest FAILED
    [javac] src/User.java:3: error: ';' expected",
        );
        assert_eq!(
            summaries(&log),
            [
                "test com.acme.CartTest > total[2] CartTest.java:42:- expected:<4> but was:<3>",
                "compile - src/User.java:3:- ';' expected",
                "test com.acme.CartTest > open(com.acme.OrderTest) -:-:- no such table",
            ]
        );
        assert_eq!(log.failures[0].stack.len(), 2);
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.errored), (Some(3), Some(1), Some(1)));
    }

    #[test]
    fn runners_of_junit_and_testng() {
        let log = read(
            "There was 1 failure:\n1) total(com.acme.CartTest)\njava.lang.AssertionError: no\n\tat com.acme.CartTest.total(CartTest.java:42)\n\nFAILURES!!!\nTests run: 3,  Failures: 1",
        );
        assert_eq!(
            summaries(&log),
            ["test total(com.acme.CartTest) CartTest.java:42:- java.lang.AssertionError: no"]
        );
        assert_eq!(log.tests.unwrap().run, Some(3));
        let log = read(
            "[         1 tests skipped         ]\n[         4 tests started         ]\n[         2 tests failed          ]",
        );
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(4), Some(2), Some(1)));
        let log = read("Total tests run: 5, Passes: 3, Failures: 1, Skips: 1");
        let tests = log.tests.unwrap();
        assert_eq!((tests.run, tests.failed, tests.skipped), (Some(5), Some(1), Some(1)));
    }

    #[test]
    fn builds_that_end_before_their_tests() {
        for text in [
            "[ERROR] a/B.java:[3,1] cannot find symbol\n[INFO] BUILD FAILURE",
            "> Task :compileJava FAILED\nBUILD FAILED in 3s",
            // A list, not suites of tests.
            "  + Options\n    + JDK 17\n> Task :compileJava FAILED\nBUILD FAILED in 3s",
        ] {
            assert_eq!(read(text).tests.unwrap().run, Some(0), "{text}");
        }
        // Gradle does not say how many passed.
        assert_eq!(read("> Task :a:test\n> Task :b:spotbugsMain FAILED\nBUILD FAILED in 3s").tests, None);
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
