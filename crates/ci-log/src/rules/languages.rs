//! Languages with a few tools of their own: R, Julia, Lua, Zig, Crystal, Nim, Dart, OCaml, Pascal, Solidity and TeX.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = r();
    rules.extend(julia());
    rules.extend(lua());
    rules.extend(small());
    rules.extend(nim());
    rules.extend(dart());
    rules.extend(ocaml());
    rules.extend(others());
    rules
}

fn test(tool: &'static str, role: Role, pattern: &'static str) -> Rule {
    Rule::new(tool, role, pattern).with_kind(FailureKind::Test)
}

fn compile(tool: &'static str, role: Role, pattern: &'static str) -> Rule {
    Rule::new(tool, role, pattern).with_kind(FailureKind::Compile)
}

fn r() -> Vec<Rule> {
    vec![
        // testthat from its third edition on, and before it.
        test("testthat", Role::Failure, "^ *(?:(?:\u{2500}\u{2500}|--) )?(?:\\d+\\. )?(?:Failure|Error) \\('?(?<file>[^\\s:'()]+):(?<line>\\d+)(?::(?<column>\\d+))?'?\\): (?<test>\\S.*?)(?: (?:\u{2500}|-)+)? *$")
            .with_keywords(["failure (", "error ("]),
        test("testthat", Role::Failure, r"^ *\d+\. (?:Failure|Error): (?<test>\S.*?) \(@?(?<file>[^\s:()#]+)[:#](?<line>\d+)\)\s*-*$")
            .with_keywords([". failure: ", ". error: "]),
        test("testthat", Role::Failure, r"^ *\d+\. (?:Failure|Error) \(at (?<file>[^\s:()#]+)#(?<line>\d+)\): (?<test>\S.*?)\s*-*$")
            .with_keywords([". failure (at ", ". error (at "]),
        test("testthat", Role::Detail, r"^ *(?<message>\S.*)$").with_reach(1),
        // The check shows the end of what the tests wrote, too.
        test("testthat", Role::Counts, r"^ *\[ FAIL (?<failed>\d+) \| WARN \d+ \| SKIP (?<skipped>\d+) \| PASS (?<passed>\d+) \]$")
            .with_keywords(["[ fail "])
            .replacing(),
        // What R says of a script that it ran is the echo of that.
        test("testthat", Role::Consequence, r"^ *Error: (?<message>Test failures|testthat unit tests failed)$")
            .with_keywords(["error: test failures", "error: testthat unit tests"]),
        Rule::new("r", Role::Lead, r"^\* (?:checking|installing) .+ \.\.\.(?: \[.*\])?$").with_keywords(["* checking ", "* installing "]),
        Rule::new("r", Role::Noise, r"^\* (?:checking|installing) .+ \.\.\. (?:\[.*\] )?(?:OK|NOTE|WARNING|INFO|SKIPPED|NONE)$")
            .with_keywords(["* checking ", "* installing "])
            .closing(),
        Rule::new("r", Role::Signal, r"^\* checking (?<message>\S.*) \.\.\. (?:\[.*\] )?ERROR$")
            .with_kind(FailureKind::Script)
            .with_keywords([" ... error", "] error"])
            .with_weight(6.0),
        Rule::new("r", Role::Frame, r"^\S.*$").with_reach(6),
        // The end of the check's own log, which holds what the tests said last.
        Rule::new("r", Role::Consequence, r"^(?:Running the tests in (?<message>\S.*) failed\.|Running examples in (?:\S.*) failed)$")
            .with_kind(FailureKind::Test)
            .with_keywords(["running the tests in ", "running examples in "])
            .with_weight(6.0),
        Rule::new("r", Role::Failure, "^ *Error in (?:library|loadNamespace|requireNamespace)\\(.*\\) *: *(?<message>there is no package called .+)$")
            .with_kind(FailureKind::Dependency)
            .with_keywords(["there is no package called "]),
        Rule::new("r", Role::Failure, r"^ERROR: (?<message>(?:dependenc(?:y|ies) .+ (?:is|are) not available for package .+|compilation failed for package .+|lazy loading failed for package .+))$")
            .with_kind(FailureKind::Dependency)
            .with_keywords([" not available for package ", "compilation failed for package", "lazy loading failed for package"]),
        Rule::new("r", Role::Signal, r"^ *Error in .+? *: *(?<message>\S.*)$")
            .with_kind(FailureKind::Crash)
            .with_keywords(["error in "])
            .with_weight(5.0),
        Rule::new("r", Role::Hint, r"^ *Execution halted$").with_keywords(["execution halted"]).with_weight(2.0),
    ]
}

fn julia() -> Vec<Rule> {
    vec![
        test(
            "julia-test",
            Role::Failure,
            r"^(?<test>\S.*?): (?:Test Failed|Error During Test) at (?<file>[^\s:]+):(?<line>\d+)$",
        )
        .with_keywords([": test failed at ", ": error during test at "]),
        test(
            "julia-test",
            Role::Detail,
            r"^  (?:Expression: |Got exception outside of a @test|Test threw exception)(?<message>.*)$",
        )
        .with_keywords(["expression: ", "got exception ", "test threw "])
        .with_reach(2),
        test("julia-test", Role::Detail, r"^  (?<more>\w+(?:Error|Exception)\b.*)$")
            .with_keywords(["error", "exception"])
            .with_reach(2),
        test("julia-test", Role::Detail, r"^ +(?<more>Evaluated: .+)$")
            .with_keywords(["evaluated: "])
            .with_reach(3),
        test(
            "julia-test",
            Role::Consequence,
            r"^ERROR: (?:LoadError: )?(?<message>Some tests did not pass: (?<counts>.+))$",
        )
        .with_keywords(["some tests did not pass"]),
        test(
            "julia-test",
            Role::Consequence,
            r"^ERROR: (?:LoadError: )?(?<message>Package \S+ errored during testing.*)$",
        )
        .with_keywords([" errored during testing"]),
        Rule::new(
            "julia",
            Role::Failure,
            r"^ERROR: (?:LoadError: )*(?<message>\w+(?:Error|Exception)?: .+)$",
        )
        .with_kind(FailureKind::Crash)
        .with_keywords([
            "error: loaderror: ",
            "error: undefvarerror: ",
            "error: methoderror: ",
            "error: argumenterror: ",
            "error: systemerror: ",
        ]),
        Rule::new("julia", Role::Frame, r"^ +@ (?:\S+ )?(?:/usr/|\./\w+\.jl|\S*/julia/)\S*:\d+")
            .with_keywords([" @ "]),
        Rule::new("julia", Role::Frame, r"^ +@ (?:\S+ )?(?<file>\S+\.jl):(?<line>\d+)")
            .with_keywords([" @ "]),
    ]
}

fn lua() -> Vec<Rule> {
    vec![
        test("busted", Role::Failure, "^(?:Failure|Error) (?:\u{2192}|->) (?<file>\\S+) @ (?<line>\\d+)$").with_keywords(["failure ", "error "]),
        test("busted", Role::Frame, r"^(?<file>\S+\.lua):(?<line>\d+): (?<message>\S.*)$").with_keywords([".lua:"]).with_reach(2).replacing(),
        test("busted", Role::Detail, r"^(?<test>\S.*)$").with_reach(1),
        test(
            "busted",
            Role::Counts,
            r"^(?<passed>\d+) success(?:es)? / (?<failed>\d+) failures? / (?<errored>\d+) errors? / (?<skipped>\d+) pending",
        )
        .with_keywords([" success"]),
        Rule::new("lua", Role::Failure, r"^lua\S*: (?<file>[^\s:]+\.lua):(?<line>\d+): (?<message>\S.*)$")
            .with_kind(FailureKind::Crash)
            .with_places([".lua"]),
        Rule::new("luacheck", Role::Failure, r"^    (?<file>[^\s:]+\.lua):(?<line>\d+):(?<column>\d+): (?<message>(?:\([EW]\d+\) )?\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_places([".lua"]),
    ]
}

/// Zig and Crystal.
fn small() -> Vec<Rule> {
    vec![
        test(
            "zig-test",
            Role::Failure,
            r"^\d+/\d+ (?<test>\S.*?)\.\.\.(?:FAIL \((?<message>\w+)\)|\s*(?:thread \d+ panic|expected ).*)$",
        )
        .with_keywords(["...fail (", "...expected ", "...thread "]),
        test("zig-test", Role::Detail, r"^FAIL \((?<message>\w+)\)$").with_keywords(["fail ("]).with_reach(8),
        test("zig-test", Role::Frame, r"^(?:/usr/|\S*/lib/(?:zig/)?std/)\S+\.zig:\d+:\d+: 0x")
            .with_keywords([".zig:"]),
        test(
            "zig-test",
            Role::Frame,
            r"^(?<file>[^\s:]+\.zig):(?<line>\d+):(?<column>\d+): 0x[0-9a-f]+ in .*$",
        )
        .with_keywords([".zig:"]),
        test(
            "zig-test",
            Role::Counts,
            r"^(?<passed>\d+) passed; (?<skipped>\d+) skipped; (?<failed>\d+) failed\.$",
        )
        .with_keywords([" passed; "]),
        compile("crystal", Role::Lead, r"^In (?<file>\S+\.cr):(?<line>\d+):(?<column>\d+)$")
            .with_places([".cr"]),
        compile("crystal", Role::Failure, r"^Error: (?<message>\S.*)$")
            .with_keywords(["error: "])
            .within_report()
            .with_reach(8),
        test("rspec", Role::Frame, r"^\s+# (?<file>\S+\.cr):(?<line>\d+)$").with_keywords([".cr:"]),
        test("rspec", Role::Failure, r"^crystal spec (?<file>\S+?):(?<line>\d+) # (?<test>.+)$")
            .with_keywords(["crystal spec "])
            .closing(),
    ]
}

fn nim() -> Vec<Rule> {
    vec![
        test(
            "nim-unittest",
            Role::Lead,
            r"^\s+(?<file>[^\s()]+\.nim)\((?<line>\d+), \d+\): (?<message>Check failed: .+|\S.*)$",
        )
        .with_keywords([".nim("]),
        test("nim-unittest", Role::Failure, r"^\s*\[FAILED\] (?<test>\S.*)$")
            .with_keywords(["[failed] "])
            .within_report()
            .with_reach(20)
            .closing(),
        compile(
            "nim",
            Role::Failure,
            r"^(?<file>[^\s()]+\.nims?)\((?<line>\d+), (?<column>\d+)\) Error: (?<message>\S.*)$",
        )
        .with_keywords([".nim(", ".nims("]),
    ]
}

fn dart() -> Vec<Rule> {
    vec![
        // Flutter has shown what it was under the test's description.
        test("dart-test", Role::Noise, r"^  Test failed\. See exception logs above\.$").with_keywords(["see exception logs above"]).passing(),
        test("dart-test", Role::Failure, r"^\d+:\d+ \+\d+(?: ~\d+)?(?: -\d+)?: (?<test>\S.*?) \[E\]$").with_keywords([" [e]"]),
        test("dart-test", Role::Detail, r"^  (?<message>\S.*)$").with_reach(1),
        test("dart-test", Role::Detail, r"^ +(?<more>(?:Expected|Actual): .+)$").with_keywords(["expected: ", "actual: "]).with_reach(3),
        test("dart-test", Role::Frame, r"^  package:\S+").with_keywords(["package:"]),
        test("dart-test", Role::Frame, r"^  (?<file>\S+\.dart) (?<line>\d+):(?<column>\d+)\s+\S.*$").with_keywords([".dart "]),
        // The number of all tests stands before the word on the last line of progress.
        test("dart-test", Role::Counts, r"^\d+:\d+ \+(?<passed>\d+)(?: ~(?<skipped>\d+))? -(?<failed>\d+): Some tests failed\.$").with_keywords(["some tests failed."]),
        test("flutter-test", Role::Lead, "^\u{2550}\u{2550}\u{2561} EXCEPTION CAUGHT BY FLUTTER TEST FRAMEWORK \u{255e}\u{2550}").with_keywords(["exception caught by flutter test"]),
        test("flutter-test", Role::Lead, r"^(?<message>Expected: .+|The following \w+ was thrown .+)$").with_keywords(["expected: ", "the following "]).within_report().with_reach(3),
        test("flutter-test", Role::Hint, r"^  Actual: ").with_keywords(["  actual: "]).within_report().with_reach(3),
        test("flutter-test", Role::Lead, r"^#\d+ +.+ \((?:file://)?(?<file>/[^\s:]+\.dart):(?<line>\d+):(?<column>\d+)\)$").with_places([".dart"]).within_report().with_reach(60),
        test("flutter-test", Role::Lead, r"^The test description was:$").with_keywords(["the test description was:"]),
        test("flutter-test", Role::Failure, r"^  (?<test>\S.*)$").within_report().with_reach(30).closing(),
        compile("dart", Role::Failure, r"^(?<file>[^\s:]+\.dart):(?<line>\d+):(?<column>\d+): Error: (?<message>\S.*)$").with_places([".dart"]),
        Rule::new("dart-analyze", Role::Failure, "^\\s*error (?:\u{2022}|-) (?<message>\\S.*?) (?:\u{2022}|-) (?<file>\\S+):(?<line>\\d+):(?<column>\\d+) (?:\u{2022}|-) \\w+$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["error \u{2022} ", "error - "]),
        Rule::new("dart-analyze", Role::Failure, r"^\s*error - (?<file>\S+\.dart):(?<line>\d+):(?<column>\d+) - (?<message>\S.*)$")
            .with_kind(FailureKind::Lint)
            .with_keywords(["error - "]),
    ]
}

fn ocaml() -> Vec<Rule> {
    vec![
        compile(
            "ocaml",
            Role::Lead,
            r#"^File "(?<file>[^"]+)", lines? (?<line>\d+)(?:-\d+)?(?:, characters (?<column>\d+)-\d+)?:$"#,
        )
        .with_keywords(["file \""]),
        compile("ocaml", Role::Failure, r"^Error(?: \([^)]*\))?: (?<message>\S.*)$")
            .with_keywords(["error"])
            .within_report()
            .with_reach(10),
        test("alcotest", Role::Failure, r"^> ?\[FAIL\]\s+(?<test>\S.*?)\.?$").with_keywords(["[fail]  "]),
        // What the test says stands below a box with its name.
        test("alcotest", Role::Detail, r"^FAIL (?<message>\S.*)$").with_keywords(["fail "]).with_reach(8),
        test("alcotest", Role::Detail, r"^ +(?<more>(?:Expected|Received): .+)$")
            .with_keywords(["expected: ", "received: "])
            .with_reach(4),
        test(
            "alcotest",
            Role::Frame,
            r"^(?:Raised|Called|Re-raised) (?:at|from) (?:Alcotest|Stdlib|Lwt|Fmt)\S* in file ",
        )
        .with_keywords([" in file "])
        .with_reach(8),
        test(
            "alcotest",
            Role::Frame,
            r#"^(?:Raised|Called|Re-raised) (?:at|from) \S+ in file "(?<file>[^"]+)", lines? (?<line>\d+)"#,
        )
        .with_keywords([" in file "])
        .with_reach(8),
        test("alcotest", Role::Counts, r"^(?<failed>\d+) failures?! in [\d.]+s\. (?<run>\d+) tests? run\.$")
            .with_keywords([" failure! in", " failures! in"]),
    ]
}

fn others() -> Vec<Rule> {
    vec![
        compile("fpc", Role::Consequence, r"^(?<file>[^\s()]+\.\w+)\((?<line>\d+)\) Fatal: (?<message>There were \d+ errors .+)$").with_keywords([") fatal: there were"]),
        compile("fpc", Role::Failure, r"^(?<file>[^\s()]+\.(?:pas|pp|lpr|inc))\((?<line>\d+),(?<column>\d+)\) (?:Error|Fatal): (?<message>\S.*)$")
            .with_keywords([") error: ", ") fatal: "]),
        compile("tex", Role::Failure, r"^! (?<message>(?:LaTeX Error: .+|Undefined control sequence\.|Missing .+|Emergency stop\.|Package \w+ Error: .+|Extra .+|Too many .+|Argument of .+))$")
            .with_keywords(["! latex error", "! undefined control", "! missing ", "! emergency stop", "! package ", "! extra ", "! too many ", "! argument of"]),
        compile("tex", Role::Failure, r"^(?<file>[^\s:]+\.(?:tex|sty|cls)):(?<line>\d+): (?<message>\S.*)$").with_places([".tex", ".sty", ".cls"]),
        compile("tex", Role::Detail, r"^l\.(?<line>\d+) .*$").with_keywords(["l."]).with_reach(10),
        compile("solc", Role::Lead, r"^(?:\w+)?Error(?: \(\d+\))?: (?<message>\S.*)$").with_keywords(["error: ", "error ("]),
        compile("solc", Role::Failure, r"^\s*--> (?<file>\S+\.(?:sol|vy)):(?<line>\d+):(?<column>\d+):?$").with_places([".sol", ".vy"]),
        test("forge", Role::Failure, r"^\[FAIL(?:[:.] (?:Reason: )?(?<message>[^\]]+))?\] (?<test>\w+\(.*?\))").with_keywords(["[fail"]),
        test("forge", Role::Counts, r"^(?:Suite|Test) result: \w+\. (?<counts>\d+ passed; .+ skipped);").with_keywords([" result: "]),
    ]
}
