//! gcc, clang, MSVC and other compilers that write like them; linkers, `CMake`, ctest and `GoogleTest`.

use super::{Role, Rule};
use crate::failure::FailureKind;

pub(super) fn rules() -> Vec<Rule> {
    let mut rules = compilers();
    rules.extend(sanitizers());
    rules.extend(tests());
    rules
}

fn compilers() -> Vec<Rule> {
    let compile = |tool: &'static str, role, pattern: &'static str| {
        Rule::new(tool, role, pattern).with_kind(FailureKind::Compile)
    };
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
        compile("gfortran", Role::Lead, r"^(?<file>[^\s:]+\.[fF]\d*):(?<line>\d+)[.:](?<column>\d+):?$")
            .with_keywords([".f90:", ".f:", ".f77:", ".f95:", ".f03:", ".f08:"]),
        compile("gfortran", Role::Failure, r"^(?:Fatal )?Error: (?<message>.+)$")
            .with_keywords(["error: "])
            .within_report()
            .with_reach(8),
        compile("ld", Role::Consequence, r"^(?:collect2: error: ld returned|clang(?:\+\+)?: error: linker command failed)")
            .with_keywords(["ld returned", "linker command failed"]),
        compile("ld", Role::Failure, r"^(?<message>.*(?:undefined reference to|multiple definition of|undefined symbol: ).*)$")
            .with_keywords(["undefined reference to", "multiple definition of", "undefined symbol: "]),
        compile("ld", Role::Failure, r"^(?:\S*/)?ld(?:\.\w+)?: (?<message>(?:cannot find|error: |library not found|symbol).*)$")
            .with_keywords(["ld: ", "ld.lld: ", "ld.gold: ", "ld.bfd: "]),
        compile("ld", Role::Failure, r"^\s*(?:\[exec\] )?(?:\d+>\s*)?\S+ : (?:fatal )?error (?<message>LNK\d+: .+)$").with_keywords([" : error lnk", " : fatal error lnk"]),
        compile("cmake", Role::Failure, r"^CMake Error at (?<file>[^\s:]+):(?<line>\d+) \(\w+\):$")
            .with_keywords(["cmake error at "]),
        compile("cmake", Role::Detail, r"^\s+(?<message>\S.*)$").with_reach(1),
    ]
}

/// The address, memory, thread and undefined behaviour sanitizers of gcc and clang.
fn sanitizers() -> Vec<Rule> {
    let sanitizer =
        |role, pattern: &'static str| Rule::new("sanitizer", role, pattern).with_kind(FailureKind::Crash);
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
        sanitizer(Role::Frame, r"^\W*(?:SUMMARY: \w+Sanitizer: |\w+Sanitizer can not |=*\d+==)")
            .with_keywords(["sanitizer", "=="]),
    ]
}

fn tests() -> Vec<Rule> {
    let google =
        |role, pattern: &'static str| Rule::new("googletest", role, pattern).with_kind(FailureKind::Test);
    let catch = |role, pattern: &'static str| Rule::new("catch2", role, pattern).with_kind(FailureKind::Test);
    let ctest = |role, pattern: &'static str| Rule::new("ctest", role, pattern).with_kind(FailureKind::Test);
    vec![
        google(Role::Lead, r"^\[ RUN      \] (?<test>\S+)$").with_keywords(["[ run      ]"]).closing(),
        google(Role::Lead, r"^(?<file>[^\s:]+):(?<line>\d+): Failure$").with_keywords([": failure"]),
        google(Role::Lead, r"^(?<message>(?:Expected equality of these values:|Expected: .+|Value of: .+))$")
            .with_keywords(["expected equality", "expected: ", "value of: "]),
        google(Role::Failure, r"^\[  FAILED  \] (?<test>[\w/]+\.[\w/]+)(?:, where .*)?(?: \(\d+ ms\))?$")
            .with_keywords(["[  failed  ]"])
            .closing(),
        google(Role::Counts, r"^\[==========\] (?<run>\d+) tests? from \d+ test (?:suites?|cases?) ran\.")
            .with_keywords(["[==========] "])
            .closing(),
        google(Role::Counts, r"^\[  FAILED  \] (?<failed>\d+) tests?, listed below:$")
            .with_keywords(["[  failed  ]"]),
        google(Role::Counts, r"^\[  SKIPPED \] (?<skipped>\d+) tests?, listed below:$")
            .with_keywords(["[  skipped ]"]),
        ctest(Role::Counts, r"^\d+% tests passed, (?<failed>\d+) tests? failed out of (?<run>\d+)$")
            .with_keywords(["% tests passed, "])
            .closing(),
        catch(Role::Failure, r"^(?<file>[^\s:]+):(?<line>\d+): FAILED:$").with_keywords([": failed:"]),
        catch(Role::Detail, r"^\s+(?<message>\S.*)$").with_reach(1),
        catch(Role::Detail, r"^  (?<more>\S.*)$").with_reach(2),
        catch(Role::Counts, r"^(?:\[doctest\] )?test cases:\s+(?<counts>\d+ \| .+)$")
            .with_keywords(["test cases: "])
            .closing(),
        google(Role::Noise, r"^\[  (?:FAILED|PASSED)  \] \d+ tests?")
            .with_keywords(["[  failed  ]", "[  passed  ]"]),
        ctest(
            Role::Failure,
            r"^\s*\d+/\d+ Test +#\d+: (?<test>\S+) \.*\*{3}(?<message>[A-Z]\w+(?:: \w+)?).*$",
        )
        .with_keywords([".***"])
        .closing(),
        ctest(
            Role::Failure,
            r"^\s+\d+ - (?<test>\S+) \((?<message>Failed|Timeout|SEGFAULT|Not Run|Subprocess aborted)\)",
        )
        .with_keywords(["(failed)", "(timeout)", "(segfault)", "(not run)", "(subprocess aborted)"])
        .closing(),
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
