//! gcc, clang, MSVC and other compilers; linkers, `CMake`; sanitizers and Valgrind; checkers of C and C++.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = checkers();
    rules.extend(compilers());
    rules.extend(linkers());
    rules.extend(others());
    rules.extend(sanitizers());
    rules
}

fn compile(tool: &'static str, role: Role, pattern: &'static str) -> Rule {
    Rule::new(tool, role, pattern).with_kind(FailureKind::Compile)
}

fn compilers() -> Vec<Rule> {
    vec![
        compile(
            "cc",
            Role::Failure,
            r"^(?<file>(?:[A-Za-z]:)?[^\s:]+):(?<line>\d+):(?:(?<column>\d+):)? (?:fatal |internal compiler )?error: (?<message>.+)$",
        )
        .with_keywords(["error: "]),
        compile(
            "msbuild",
            Role::Failure,
            r"^\s*(?:\d+>\s*)?(?<file>\S[^()]*?) ?\((?<line>\d+)(?:,(?<column>\d+))?(?:,\d+,\d+)?\) ?: (?:fatal )?error (?<message>[A-Za-z]+\d+: .+?)(?: \[\S+proj\])?$",
        )
        .with_keywords([": error ", ": fatal error "]),
        // Other compilers below MSBuild number their messages otherwise or not at all.
        compile(
            "msbuild",
            Role::Failure,
            r"^\s*(?:\d+>\s*)?(?<file>[^\s()][^()]*\.\w+) ?\((?<line>\d+)(?:,(?<column>\d+))?\) ?: (?:[Ff]atal )?[Ee]rror(?: #?\w+)? ?: (?<message>.+?)(?: \[\S+proj\])?$",
        )
        .with_keywords(["): error", "): fatal error"]),
        compile("gfortran", Role::Lead, r"^(?<file>[^\s:]+\.[fF]\d*):(?<line>\d+)[.:](?<column>\d+)(?:-\d+)?:?$")
            .with_places([".f90", ".f", ".f77", ".f95", ".f03", ".f08"]),
        compile("gfortran", Role::Failure, r"^(?:(?:Fatal |Internal )?Error(?: at \(1\))?:|(?:Internal )?Error at \(1\):?) ?(?<message>.*)$")
            .with_keywords(["error: ", "error at "])
            .within_report()
            .with_reach(8),
        // An internal error is named on the next line.
        compile("gfortran", Role::Detail, r"^(?<message>\S.*)$").with_reach(1),
    ]
}

/// Linkers, and what writes their input.
fn linkers() -> Vec<Rule> {
    vec![
        compile(
            "ld",
            Role::Consequence,
            r"^(?:collect2: error: ld returned|clang(?:\+\+)?: error: linker command failed)",
        )
        .with_keywords(["ld returned", "linker command failed"]),
        compile(
            "ld",
            Role::Failure,
            r"^(?<message>.*(?:undefined reference to|multiple definition of|undefined symbol: ).*)$",
        )
        .with_keywords(["undefined reference to", "multiple definition of", "undefined symbol: "]),
        compile(
            "ld",
            Role::Failure,
            r"^(?:\S*/)?ld(?:\.\w+)?: (?<message>(?:cannot find|error: |library not found|symbol).*)$",
        )
        .with_keywords(["ld: ", "ld.lld: ", "ld.gold: ", "ld.bfd: "]),
        compile(
            "ld",
            Role::Failure,
            r"^\s*(?:\[exec\] )?(?:\d+>\s*)?\S+ : (?:fatal )?error (?<message>LNK\d+: .+)$",
        )
        .with_keywords([" : error lnk", " : fatal error lnk"]),
        // Apple's linker names the architecture in a heading, and the symbols below it.
        compile(
            "ld",
            Role::Failure,
            r"^(?<message>(?:Undefined symbols for architecture \S+|duplicate symbol '.+' in):?)$",
        )
        .with_keywords(["undefined symbols for architecture", "duplicate symbol '"]),
        compile("ld", Role::Detail, r#"^ {2}(?<more>"\S.*", referenced from:)$"#)
            .with_keywords(["referenced from:"])
            .with_reach(2),
        compile(
            "cmake",
            Role::Failure,
            r"^CMake Error (?:at|in) (?<file>[^\s:]+?)(?::(?<line>\d+))?(?: \([\w.]+\))?:$",
        )
        .with_keywords(["cmake error at ", "cmake error in "]),
        compile("cmake", Role::Failure, r"^CMake Error: (?<message>\S.*)$")
            .with_kind(FailureKind::Configuration)
            .with_keywords(["cmake error: "]),
        compile("cmake", Role::Detail, r"^\s+(?<message>\S.*)$").with_reach(2),
        compile("cmake", Role::Consequence, r"^-- Configuring incomplete, errors occurred!$")
            .with_keywords(["configuring incomplete, errors"]),
    ]
}

/// Checkers that write like a compiler, or nearly so.
fn checkers() -> Vec<Rule> {
    let lint = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Lint)
    };
    vec![
        lint(
            "clang-format",
            Role::Failure,
            r"^(?<file>(?:[A-Za-z]:)?[^\s:]+):(?<line>\d+):(?<column>\d+): (?:error|warning): (?<message>code should be clang-formatted) \[.*\]$",
        )
        .with_keywords(["code should be clang-formatted"]),
        lint(
            "clang-tidy",
            Role::Failure,
            r"^(?<file>(?:[A-Za-z]:)?[^\s:]+):(?<line>\d+):(?<column>\d+): error: (?<message>.+ \[[\w.,-]*,-warnings-as-errors\])$",
        )
        .with_keywords([",-warnings-as-errors]"]),
        // The forms before Cppcheck 1.84 and after it.
        lint("cppcheck", Role::Failure, r"^(?:\[[^\]]+\] -> )*\[(?<file>[^\]:]+):(?<line>\d+)\]: \((?:error|warning|style|performance|portability)\) (?<message>.+)$")
            .with_keywords(["]: (error) ", "]: (warning) ", "]: (style) ", "]: (performance) ", "]: (portability) "]),
        lint(
            "cppcheck",
            Role::Failure,
            r"^(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): (?:error|warning|style|performance|portability): (?<message>.+ \[[a-z]+[A-Z]\w+\])$",
        )
        .with_keywords([": error: ", ": warning: ", ": style: ", ": performance: ", ": portability: "]),
        lint("cpplint", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): {1,2}(?<message>\S.* {1,2}\[[\w/+]+\] \[[1-5]\])$")
            .with_keywords(["] [1]", "] [2]", "] [3]", "] [4]", "] [5]"]),
        lint("flawfinder", Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?: {1,2}\[[0-5]\] \(\w+\)\s*(?<message>\S.*)$")
            .with_keywords(["[1] (", "[2] (", "[3] (", "[4] (", "[5] ("]),
    ]
}

/// Compilers whose messages have a form of their own.
fn others() -> Vec<Rule> {
    vec![
        // The compilers of Arm, Green Hills, IAR, TI, Sun and IBM, and all others that are made of the front end of EDG.
        compile(
            "cc",
            Role::Failure,
            r#"^\s*"(?<file>[^"]+)", line (?<line>\d+)(?:\.(?<column>\d+))?: (?i:(?:catastrophic |fatal |internal )?error\b)(?:[\s:]+#?\d+(?:-D)?)?[\s:]*(?<message>.*)$"#,
        )
        .with_keywords(["\", line "]),
        compile("cc", Role::Failure, r#"^\s*"(?<file>[^"]+)"[,(] ?(?:line )?(?<line>\d+)(?:\.(?<column>\d+))?\)?: \d+-\d+ \([EISU]\) (?<message>.+)$"#)
            .with_keywords(["\", line "]),
        compile("cc", Role::Detail, r"^ {4}(?<message>\S.*)$").with_reach(1),
        // Eclipse's compiler for Java.
        compile("ecj", Role::Failure, r"^\d+\. ERROR in (?<file>\S.*?)(?: \(at line (?<line>\d+)\))?$")
            .with_keywords([". error in "]),
        compile("ecj", Role::Noise, r"^-{10}$").with_keywords(["----------"]).within_report().with_reach(20).closing(),
        compile("ecj", Role::Detail, r"^(?<message>[^\s-].*)$").replacing().with_reach(12),
        compile("nagfor", Role::Failure, r"^(?:Error|Runtime Error|Fatal Error|Panic): (?<file>[^\s:,]+\.[fF]\w*)(?:, line (?<line>\d+))?: (?<message>.+)$")
            .with_keywords(["error: ", "panic: "]),
        // Verilator, and simulators and synthesis tools of hardware.
        compile("verilator", Role::Consequence, r"^%Error: Exiting due to \d+ error\(s\).*$").with_keywords(["%error: exiting"]),
        compile("verilator", Role::Failure, r"^%Error(?:-\w+)?: (?:(?<file>[^\s:]+):(?<line>\d+):(?:(?<column>\d+):)? )?(?<message>.+)$")
            .with_keywords(["%error: ", "%error-"]),
        compile("hdl", Role::Failure, r"^[EF]-[A-Z]+-\d+: (?<file>[^\s()]+)\((?<line>\d+)\): (?<message>.+)$")
            .with_keywords(["e-", "f-"]),
        compile("hdl", Role::Failure, r"^\*\* (?:Error|Fatal)(?: \(suppressible\))?: (?:\([\w-]+\) )?(?<file>[^\s()]+)\((?<line>\d+)\): (?<message>.+)$")
            .with_keywords(["** error", "** fatal"]),
        compile("hdl", Role::Failure, r"^(?:ERROR|Error|CRITICAL WARNING)(?: \(\d+\))?:? \[?[A-Z]\w+ \d+-\d+\]? (?<message>.+?)(?: \[(?<file>[^\s:\]]+):(?<line>\d+)\])?$")
            .with_keywords(["error: [", "critical warning: ["]),
    ]
}

/// The address, memory, thread and undefined behaviour sanitizers of gcc and clang.
fn sanitizers() -> Vec<Rule> {
    let sanitizer =
        |role, pattern: &'static str| Rule::new("sanitizer", role, pattern).with_kind(FailureKind::Crash);
    let valgrind =
        |role, pattern: &'static str| Rule::new("valgrind", role, pattern).with_kind(FailureKind::Crash);
    vec![
        sanitizer(Role::Failure, r"^\W*=*\d+==\s?(?:ERROR|WARNING): (?<message>\w+Sanitizer: .+)$")
            .with_keywords(["sanitizer: "]),
        sanitizer(
            Role::Failure,
            r"^\W*(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): runtime error: (?<message>.+)$",
        )
        .with_keywords([": runtime error: "]),
        sanitizer(
            Role::Frame,
            r"^\W*#\d+ 0x[0-9a-f]+ in .* (?<file>/[^\s:]+):(?<line>\d+)(?::(?<column>\d+))?$",
        )
        .with_keywords([" 0x"]),
        sanitizer(Role::Frame, r"^\W*#\d+ 0x[0-9a-f]+ ").with_keywords([" 0x"]),
        // Valgrind's memcheck and its other tools; a report ends with an empty line of theirs.
        valgrind(
            Role::Failure,
            r"^==\d+== (?<message>(?:Invalid (?:read|write|free).*|Conditional jump or move depends on uninitialised value.*|Use of uninitialised value.*|Syscall param .+|Mismatched free\(\).*|Source and destination overlap .*|Process terminating with default action.*|[\d,]+ (?:\([\d,]+ direct, [\d,]+ indirect\) )?bytes in [\d,]+ blocks are definitely lost.*|Possible data race during .*))$",
        )
        .with_keywords([
            "== invalid ",
            "== conditional jump",
            "== use of uninitialised",
            "== syscall param",
            "== mismatched free",
            "== source and destination",
            "== process terminating",
            "are definitely lost",
            "== possible data race",
        ]),
        valgrind(Role::Frame, r"^==\d+==    (?:at|by) 0x[0-9A-F]+: \S.* \((?:vg_replace_malloc\.c:\d+|in .*)\)$").with_keywords([" 0x"]),
        valgrind(Role::Frame, r"^==\d+==    (?:at|by) 0x[0-9A-F]+: \S.* \((?<file>[^\s():]+):(?<line>\d+)\)$").with_keywords([" 0x"]),
        valgrind(Role::Frame, r"^==\d+==  (?:Address|Uninitialised value|Block was) ").with_keywords(["== "]),
        valgrind(Role::Consequence, r"^==\d+== ERROR SUMMARY: [1-9]\d* errors? .*$").with_keywords(["== error summary: "]),
        sanitizer(Role::Frame, r"^\W*(?:SUMMARY: \w+Sanitizer: |\w+Sanitizer can not |=*\d+==)")
            .with_keywords(["sanitizer", "=="]),
    ]
}

#[cfg(test)]
mod unit_tests {
    use crate::rules::test_log::{assert_harmless, read, summaries};

    #[test]
    fn compilers() {
        let log = read(
            "\
In file included from src/a.c:1:
src/cart.c:12:5: error: use of undeclared identifier 'tax'
src/cart.c:13:5: warning: unused variable 'x' [-Wunused-variable]
src/user.cpp:3:10: fatal error: missing.h: No such file or directory
Cart.cs(7,9): error CS0103: The name 'tax' does not exist in the current context [/builds/shop/Shop.csproj]
make: *** [Makefile:3: all] Error 1",
        );
        assert_eq!(
            summaries(&log),
            [
                "compile - src/cart.c:12:5 use of undeclared identifier 'tax'",
                "compile - src/user.cpp:3:10 missing.h: No such file or directory",
                "compile - Cart.cs:7:9 CS0103: The name 'tax' does not exist in the current context"
            ]
        );
    }

    #[test]
    fn linkers_and_cmake() {
        let log = read(
            "/usr/bin/ld: cart.o: in function `main': cart.c:(.text+0x9): undefined reference to `tax'\ncollect2: error: ld returned 1 exit status",
        );
        assert_eq!(log.failures.len(), 1);
        assert_eq!(log.failures[0].tool.as_deref(), Some("ld"));
        let log = read(
            "CMake Error at CMakeLists.txt:7 (find_package):\n  Could not find a package configuration file provided by \"Tax\"",
        );
        assert_eq!(
            summaries(&log),
            ["compile - CMakeLists.txt:7:- Could not find a package configuration file provided by \"Tax\""]
        );
    }

    #[test]
    fn googletest_and_ctest() {
        let log = read(
            "\
[ RUN      ] Cart.IsEmpty
[       OK ] Cart.IsEmpty (0 ms)
[ RUN      ] Cart.AddsTax
tests/cart_test.cc:42: Failure
Expected equality of these values:
  total()
    Which is: 3
  4
[  FAILED  ] Cart.AddsTax (1 ms)
[  PASSED  ] 1 test.
[  FAILED  ] 1 test, listed below:
[  FAILED  ] Cart.AddsTax
 1/2 Test #1: cart .............***Failed    0.02 sec
The following tests FAILED:
\t  1 - cart (Failed)",
        );
        assert_eq!(
            summaries(&log),
            [
                "test Cart.AddsTax tests/cart_test.cc:42:- Expected equality of these values:",
                "test cart -:-:- Failed"
            ]
        );
    }

    #[test]
    fn a_build_that_works() {
        assert_harmless(
            "gcc -Werror -c error.c -o error.o\n[  PASSED  ] 3 tests.\n100% tests passed, 0 tests failed out of 3",
        );
    }
}
