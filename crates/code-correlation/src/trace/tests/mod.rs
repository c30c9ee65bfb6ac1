mod erlang;
mod native;

use super::*;

/// The only trace of a text.
fn one(text: &str) -> StackTrace {
    let mut traces = find(text);
    assert_eq!(traces.len(), 1, "{traces:#?}");
    traces.remove(0)
}

/// Module, function, file, line and column of all frames; those of own code with a mark.
fn shown(trace: &StackTrace) -> Vec<String> {
    let show = |frame: &Frame| {
        let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        let number = |part: Option<u64>| part.map_or("-".to_owned(), |part| part.to_string());
        let own = if frame.in_app { "* " } else { "" };
        format!(
            "{own}{} {} {} {} {}",
            text(&frame.module),
            text(&frame.function),
            text(&frame.file),
            number(frame.line),
            number(frame.column)
        )
    };
    trace.frames().map(show).collect()
}

fn titles(trace: &StackTrace) -> Vec<(Relation, &str)> {
    trace.errors.iter().map(|error| (error.relation, error.title.as_deref().unwrap_or("-"))).collect()
}

#[test]
fn jvm() {
    let trace = one("[main] starting\n\
        Exception in thread \"main\" org.shop.CartException: cannot add\n\
        \tat org.shop.Cart.add(Cart.java:42)\n\
        \tat app//org.shop.CartKt$main$1.invoke(Cart.kt:7) ~[shop.jar:1.0]\n\
        \tat java.base/java.lang.reflect.Method.invoke(Method.java:580)\n\
        \tat jdk.internal.Native.call0(Native Method)\n\
        Caused by: java.lang.IllegalStateException: no money\n\
        \tat org.shop.Money.of(Money.scala:3)\n\
        \t... 12 more\n\
        done\n");
    assert_eq!((trace.language, trace.start, trace.end), (Language::Jvm, 2, 9));
    assert_eq!(
        shown(&trace),
        [
            "* org.shop.Cart add org/shop/Cart.java 42 -",
            "* org.shop.CartKt$main$1 invoke org/shop/Cart.kt 7 -",
            "java.lang.reflect.Method invoke java/lang/reflect/Method.java 580 -",
            "jdk.internal.Native call0 - - -",
            "* org.shop.Money of org/shop/Money.scala 3 -",
        ]
    );
    assert_eq!(
        titles(&trace),
        [
            (Relation::First, "Exception in thread \"main\" org.shop.CartException: cannot add"),
            (Relation::CauseOf, "java.lang.IllegalStateException: no money"),
        ]
    );
    let own: Vec<_> = trace.own_frames().iter().filter_map(|frame| frame.line).collect();
    assert_eq!(own, [3, 42, 7], "the cause comes first");
}

#[test]
fn python() {
    let trace = one(
        "Traceback (most recent call last):\n  File \"/app/shop/cart.py\", line 42, in add\n    money.take(n)\n    ~~~~~~~~~~^^^\n\
        \x20 File \"/venv/lib/python3.12/site-packages/money.py\", line 3, in take\n    raise KeyError(n)\nKeyError: 'n'\n\n\
        During handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n\
        \x20 File \"main.py\", line 9, in <module>\n    add(1)\nshop.errors.Empty\nnext line\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::Python, 1, 14));
    assert_eq!(
        shown(&trace),
        [
            "* - add /app/shop/cart.py 42 -",
            "- take /venv/lib/python3.12/site-packages/money.py 3 -",
            "* - <module> main.py 9 -"
        ]
    );
    assert_eq!(
        titles(&trace),
        [(Relation::First, "KeyError: 'n'"), (Relation::FollowsFrom, "shop.errors.Empty")]
    );
    assert_eq!(trace.own_frames()[0].line, Some(42));
}

#[test]
fn javascript() {
    let trace = one(
        "TypeError: Cannot read properties of undefined\n    at Cart.add (/app/src/cart.js:42:7)\n    at async Promise.all (index 0)\n\
        \x20   at /app/src/main.ts:3:1\n    at new Shop (file:///app/shop.mjs:9:2)\n    at Module._compile (node:internal/modules/cjs/loader:1:2)\n\
        \x20   at next (/app/node_modules/express/index.js:5:6) {\n  [cause]: Error: no money\n      at pay (/app/src/pay.js:1:2)\n",
    );
    assert_eq!((trace.language, trace.end), (Language::JavaScript, 9));
    assert_eq!(
        shown(&trace),
        [
            "* Cart add /app/src/cart.js 42 7",
            "Promise all - - -",
            "* - - /app/src/main.ts 3 1",
            "* - Shop file:///app/shop.mjs 9 2",
            "Module _compile node:internal/modules/cjs/loader 1 2",
            "- next /app/node_modules/express/index.js 5 6",
            "* - pay /app/src/pay.js 1 2",
        ]
    );
    assert_eq!(titles(&trace)[1], (Relation::CauseOf, "Error: no money"));
    let trace = one("add@https://shop.example/cart.js?v=3:42:7\n@https://shop.example/main.js:1:2\n");
    assert_eq!(
        shown(&trace),
        ["* - add https://shop.example/cart.js 42 7", "* - - https://shop.example/main.js 1 2"]
    );
}

#[test]
fn go() {
    let trace = one(
        "panic: no money [recovered]\n\ngoroutine 7 [running]:\nshop/cart.(*Cart).Add(0xc000010000, 0x1)\n\t/builds/shop/cart/cart.go:42 +0x1d\n\
        panic({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:770 +0x132\nmain.main()\n\t/builds/shop/main.go:9 +0x39\n\
        created by testing.(*T).Run in goroutine 1\n\t/usr/local/go/src/testing/testing.go:1742 +0x390\n\ngoroutine 1 [chan receive]:\n\
        main.wait(...)\n\t/builds/shop/main.go:20\nexit status 2\n",
    );
    assert_eq!((trace.language, trace.start), (Language::Go, 1));
    assert_eq!(
        shown(&trace),
        [
            "* shop/cart (*Cart).Add /builds/shop/cart/cart.go 42 -",
            "- panic /usr/local/go/src/runtime/panic.go 770 -",
            "* main main /builds/shop/main.go 9 -",
            "testing (*T).Run /usr/local/go/src/testing/testing.go 1742 -",
            "* main wait /builds/shop/main.go 20 -",
        ]
    );
    assert_eq!(
        titles(&trace),
        [(Relation::First, "panic: no money [recovered]"), (Relation::OtherStack, "-")]
    );
}

#[test]
fn rust() {
    let trace = one(
        "thread 'cart::tests::adds' panicked at crates/cart/src/lib.rs:42:7:\nno money\nstack backtrace:\n\
        \x20  0: rust_begin_unwind\n             at /rustc/abc/library/std/src/panicking.rs:5:5\n\
        \x20  1: core::panicking::panic_fmt\n             at /rustc/abc/library/core/src/panicking.rs:7:14\n\
        \x20  2: cart::Cart::add::h0123456789abcdef\n             at ./crates/cart/src/lib.rs:42:7\n\
        \x20  3: <cart::Cart as core::ops::Drop>::drop\n             at ./crates/cart/src/drop.rs:1:2\n\
        note: Some details are omitted\n",
    );
    assert_eq!((trace.language, trace.start), (Language::Rust, 1));
    assert_eq!(
        shown(&trace),
        [
            "* - - crates/cart/src/lib.rs 42 7",
            "- rust_begin_unwind /rustc/abc/library/std/src/panicking.rs 5 5",
            "core::panicking panic_fmt /rustc/abc/library/core/src/panicking.rs 7 14",
            "* cart::Cart add ./crates/cart/src/lib.rs 42 7",
            "* <cart::Cart as core::ops::Drop> drop ./crates/cart/src/drop.rs 1 2",
        ]
    );
}

#[test]
fn ruby() {
    let trace = one(
        "lib/cart.rb:42:in 'Cart#add': no money (RuntimeError)\n\tfrom lib/shop.rb:3:in `block in run'\n\
        \tfrom /usr/lib/ruby/gems/3.4.0/gems/rake-13/lib/rake.rb:7:in 'Rake.run'\n\tfrom <internal:kernel>:187:in 'loop'\n",
    );
    assert_eq!(trace.language, Language::Ruby);
    assert_eq!(
        shown(&trace),
        [
            "* Cart add lib/cart.rb 42 -",
            "* - run lib/shop.rb 3 -",
            "Rake run /usr/lib/ruby/gems/3.4.0/gems/rake-13/lib/rake.rb 7 -",
            "- loop <internal:kernel> 187 -",
        ]
    );
}

#[test]
fn php() {
    let trace = one(
        "PHP Fatal error:  Uncaught LogicException: no money in /app/src/Cart.php:42\nStack trace:\n#0 /app/src/Shop.php(3): Shop\\Cart->add('x')\n\
        #1 [internal function]: Shop\\Shop::run()\n#2 /app/vendor/lib/x.php(7): call_user_func()\n#3 {main}\n\n\
        Next RuntimeException: stopped in /app/src/Shop.php:9\nStack trace:\n#0 {main}\n  thrown in /app/src/Shop.php on line 9\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::Php, 1, 11));
    assert_eq!(
        shown(&trace),
        [
            "* Shop\\Cart add /app/src/Shop.php 3 -",
            "Shop\\Shop run - - -",
            "- call_user_func /app/vendor/lib/x.php 7 -"
        ]
    );
    assert_eq!(trace.errors[1].relation, Relation::FollowsFrom);
}

#[test]
fn php_of_xdebug() {
    let trace = one(
        "PHP Fatal error:  Uncaught LogicException: no money in /app/src/Cart.php:42\nPHP Stack trace:\nPHP   1. {main}() /app/bin/shop:0\n\
         PHP   2. Shop\\Shop->run($items = [0 => 'a (b) /c']) /app/bin/shop:9\nPHP   3. include('/app/src/Cart.php') /app/vendor/lib/load.php:3\n\
         PHP   4. f() /app/src/x.php(3) : eval()'d code:1\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::Php, 1, 6));
    assert_eq!(
        shown(&trace),
        [
            "* - {main} /app/bin/shop - -",
            "* Shop\\Shop run /app/bin/shop 9 -",
            "- include /app/vendor/lib/load.php 3 -",
            "* - f /app/src/x.php 1 -"
        ]
    );
    let own: Vec<_> = trace.own_frames().iter().map(|frame| frame.function.clone().unwrap()).collect();
    assert_eq!(own, ["f", "run", "{main}"], "the innermost call is told last");
    // The console tells time and memory, and no list goes on in the next one.
    let list = "Call Stack:\n    0.0001     391392   1. {main}() C:\\app\\shop.php:0\n    0.0023     401000   2. add(1) C:\\app\\shop.php:7\n";
    let traces = find(&format!("{list}{list}"));
    assert_eq!(traces.len(), 2);
    assert_eq!((traces[1].start, traces[1].end), (4, 6));
    for text in ["PHP   2. read the manual (online) or /app/docs\n", "    1. add() /app/x.php:3\n"] {
        assert!(find(text).is_empty(), "{text}");
    }
}

#[test]
fn csharp() {
    let trace = one(
        "Unhandled exception. Shop.CartException: cannot add\n ---> System.InvalidOperationException: no money\n\
        \x20  at Shop.Money.Take(Int32 n) in /src/Money.cs:line 3\n   --- End of inner exception stack trace ---\n\
        \x20  at Shop.Cart.Add(List`1 items) in C:\\src\\Cart.cs:line 42\n   at System.Threading.Tasks.Task.Wait()\n",
    );
    assert_eq!((trace.language, trace.end), (Language::CSharp, 6));
    assert_eq!(
        shown(&trace),
        [
            "* Shop.Money Take /src/Money.cs 3 -",
            "* Shop.Cart Add C:\\src\\Cart.cs 42 -",
            "System.Threading.Tasks.Task Wait - - -"
        ]
    );
}

#[test]
fn csharp_of_mono_and_constructors() {
    let trace = one("Unhandled Exception:\nSystem.InvalidOperationException: no money\n\
         \x20 at Shop.Cart`1[T].Add (System.Int32 n, System.Func`2[T,R] f) <0x40b745f0 + 0x00122> in /src/Cart.cs:42 \n\
         \x20 at (wrapper managed-to-native) Shop.Native:Open (ulong&,Shop.Input&)\n\
         \x20 at Shop.Till..ctor () [0x00007] in <c79446e93efd45a0b7bc2f9631593aff>:0 \n\
         \x20 at Shop.Program.Main () <0x7f1c08e51010 + 0x000ea> in <f6b2b0ea894844dc83a96f9504d8f570#610b>:0 \n");
    assert_eq!(trace.language, Language::CSharp);
    assert_eq!(
        shown(&trace),
        [
            "* Shop.Cart`1[T] Add /src/Cart.cs 42 -",
            "Shop.Native Open - - -",
            "Shop.Till ctor - - -",
            "Shop.Program Main - - -"
        ]
    );
}

#[test]
fn elixir() {
    let trace = one(
        "** (RuntimeError) no money\n    (shop 0.1.0) lib/shop/cart.ex:42: Shop.Cart.add/2\n    (elixir 1.17.0) lib/enum.ex:987: Enum.\"-map/2-lists^map/1-0-\"/2\n\
        \x20   (stdlib 6.0) gen_server.erl:1: :gen_server.call/2\n    test/cart_test.exs:7: (test)\n",
    );
    assert_eq!(trace.language, Language::Elixir);
    assert_eq!(shown(&trace)[0], "* Shop.Cart add/2 lib/shop/cart.ex 42 -");
    assert_eq!(trace.frames().filter(|frame| frame.in_app).count(), 2);
    assert_eq!(trace.errors[0].title.as_deref(), Some("** (RuntimeError) no money"));
}

#[test]
fn swift_and_dart() {
    let trace = one(
        "Shop/Cart.swift:42: Fatal error: no money\n\nThread 0 crashed:\n\n0 0x00007f1 _assertionFailure(_:_:) + 12 in libswiftCore.so\n",
    );
    assert_eq!(
        shown(&trace),
        ["* - - Shop/Cart.swift 42 -", "libswiftCore.so _assertionFailure(_:_:) - - -"]
    );
    let trace = one(
        "0 [ra] 0x000000010 add(_:) + 12 in shop at /src/Sources/Cart.swift:42:7\n1 [ra] 0x0001 static Main.main() + 1 in shop at /src/main.swift:3:5\n",
    );
    assert_eq!(
        shown(&trace),
        ["* shop add(_:) /src/Sources/Cart.swift 42 7", "* shop static Main.main() /src/main.swift 3 5"]
    );
    let trace = one(
        "Unhandled exception:\nBad state: no money\n#0      Cart.add (package:shop/cart.dart:42:7)\n<asynchronous suspension>\n#1      _start (dart:isolate-patch/isolate.dart:3)\n",
    );
    assert_eq!(trace.language, Language::Dart);
    assert_eq!(shown(&trace)[0], "* Cart add package:shop/cart.dart 42 7");
    let trace =
        one("  package:test_api/expect.dart 7:3  fail\n  test/cart_test.dart 42:7          main.<fn>\n");
    assert_eq!(trace.frames().filter(|frame| frame.in_app).count(), 1);
}

#[test]
fn jvm_suppressed_and_names_of_tests() {
    let trace = one(
        "[error] org.shop.CartException: cannot add\n[error] \tat org.shop.CartTest.adds up (twice)(CartTest.kt:9)\n\
         [error] \tat org.shop.Cart.<init>(Cart.java:42)\n[error] \tSuppressed: java.io.IOException: closed\n\
         [error] \t\tat org.shop.Till.close(Till.java:7)\n[error] \t\t... 3 more\n[error] \tCaused by: org.shop.Empty\n\
         [error] \t\tat org.shop.Money.$plus(Money.scala:3)\n[error] \t... 12 more\n",
    );
    assert_eq!((trace.start, trace.end), (1, 9));
    assert_eq!(
        shown(&trace),
        [
            "* org.shop.CartTest adds up (twice) org/shop/CartTest.kt 9 -",
            "* org.shop.Cart <init> org/shop/Cart.java 42 -",
            "* org.shop.Till close org/shop/Till.java 7 -",
            "* org.shop.Money $plus org/shop/Money.scala 3 -"
        ]
    );
    let builds = one("\tat build_5f.run(/src/build.gradle:7)\n\tat $07aa.anonfun.apply(build.sbt:97)\n");
    assert_eq!(
        shown(&builds),
        ["* build_5f run /src/build.gradle 7 -", "* $07aa.anonfun apply $07aa/build.sbt 97 -"]
    );
    let relations: Vec<_> = trace.errors.iter().map(|error| error.relation).collect();
    assert_eq!(relations, [Relation::First, Relation::Suppressed, Relation::CauseOf]);
}

#[test]
fn python_groups_of_exceptions() {
    let trace = one(
        "  + Exception Group Traceback (most recent call last):\n  |   File \"/app/shop.py\", line 3, in run\n  |     raise ExceptionGroup(\"all\", errors)\n\
        \x20 | ExceptionGroup: all (2 sub-exceptions)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n\
        \x20   |   File \"/app/cart.py\", line 42, in add\n    |     raise ValueError(1)\n    | ValueError: 1\n\
        \x20   +---------------- 2 ----------------\n    | Traceback (most recent call last):\n    |   File \"C:\\Python312\\Lib\\json\\decoder.py\", line 7, in g\n\
        \x20   | KeyError: 'n'\n    +------------------------------------\ndone\n",
    );
    assert_eq!((trace.start, trace.end), (1, 14));
    assert_eq!(
        titles(&trace),
        [
            (Relation::First, "ExceptionGroup: all (2 sub-exceptions)"),
            (Relation::Member, "ValueError: 1"),
            (Relation::Member, "KeyError: 'n'")
        ]
    );
    assert_eq!(trace.frames().filter(|frame| frame.in_app).count(), 2);
}

#[test]
fn javascript_of_bundlers_evals_and_vitest() {
    let trace = one(
        "Error: no money\n    at Cart.add (webpack://shop/./src/cart.ts?5f:42:7)\n    at async run (webpack-internal:///(rsc)/./app/page.tsx:3:4)\n\
        \x20   at eval (eval at load (/app/src/load.js:1:2), <anonymous>:3:4)\n    at new Promise (<anonymous>)\n    at webpack:///src/main.ts:9:2\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* Cart add src/cart.ts 42 7",
            "* - run app/page.tsx 3 4",
            "- eval <anonymous> 3 4",
            "- Promise - - -",
            "* - - src/main.ts 9 2"
        ]
    );
    let trace = one(
        "AssertionError: expected 1 to be 2\n ❯ Cart.add src/cart.ts:42:7\n ❯ test/cart.test.ts:3:4\n ❯ node_modules/chai/index.js:5:6\n",
    );
    assert_eq!(
        shown(&trace),
        ["* Cart add src/cart.ts 42 7", "* - - test/cart.test.ts 3 4", "- - node_modules/chai/index.js 5 6"]
    );
    let trace = one("add@https://shop.example/cart.js:42:7\nglobal code@https://shop.example/main.js:1:2\n");
    assert_eq!(trace.frames().count(), 2);
}

#[test]
fn go_races_and_errors_with_stacks() {
    let trace = one(
        "WARNING: DATA RACE\nWrite at 0x00c000018090 by goroutine 7:\n  main.add()\n      /src/cart.go:42 +0x44\n\n\
         Previous read at 0x00c000018090 by main goroutine:\n  main.main()\n      /src/main.go:9 +0x88\n\n\
         Goroutine 7 (running) created at:\n  main.main()\n      /src/main.go:7 +0x7a\n==================\n",
    );
    assert_eq!(
        shown(&trace),
        ["* main add /src/cart.go 42 -", "* main main /src/main.go 9 -", "* main main /src/main.go 7 -"]
    );
    assert_eq!(trace.errors.len(), 3);
    let trace = one(
        "fatal error: runtime: out of memory\n\nruntime stack:\nruntime.systemstack_switch()\n\t/usr/local/go/src/runtime/asm_amd64.s:459 fp=0xc0 sp=0xc0 pc=0x45\n\
         main.add(0x1)\n\t/src/cart.go:42 +0x65 fp=0xc1 sp=0xc1 pc=0x42\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "runtime systemstack_switch /usr/local/go/src/runtime/asm_amd64.s 459 -",
            "* main add /src/cart.go 42 -"
        ]
    );
    let trace = one(
        "no money\nexample.com/shop/cart.(*Cart).Add\n\t/src/cart/cart.go:42\nmain.main\n\t/src/main.go:9\nruntime.main\n\t/usr/local/go/src/runtime/proc.go:250\nshop.closed\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* example.com/shop/cart (*Cart).Add /src/cart/cart.go 42 -",
            "* main main /src/main.go 9 -",
            "runtime main /usr/local/go/src/runtime/proc.go 250 -"
        ]
    );
    assert_eq!(trace.end, 7, "what only looked like a function is no part of it");
}

#[test]
fn rust_without_places_and_with_generic_names() {
    let trace = one(
        "thread 'main' (7) panicked at src/main.rs:42:7:\nno money\nstack backtrace:\n   0: rust_begin_unwind\n   1: shop::cart::Cart::add\n\
        \x20  2: shop::list::<impl core::iter::Iterator for shop::List>::next\n   3: shop::main::{{closure}}\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* - - src/main.rs 42 7",
            "- rust_begin_unwind - - -",
            "shop::cart::Cart add - - -",
            "shop::list::<impl core::iter::Iterator for shop::List> next - - -",
            "shop::main {{closure}} - - -"
        ]
    );
    let trace = one(
        "Error: no money\n\nStack backtrace:\n   0: anyhow::error::<impl anyhow::Error>::msg\n             at /root/.cargo/registry/src/x/anyhow-1.0.0/src/error.rs:83:36\n\
        \x20  1: shop::add\n             at ./src/cart.rs:42:7\n",
    );
    assert_eq!(shown(&trace)[1], "* shop add ./src/cart.rs 42 7");
    assert_eq!(trace.errors[0].title.as_deref(), Some("Error: no money"));
}

#[test]
fn ruby_php_csharp_and_dart_of_test_runners() {
    let trace = one(
        "no money\n# ./lib/cart.rb:42:in `rescue in block (2 levels) in add'\n# org/jruby/RubyKernel.java:1001:in `require'\n",
    );
    assert_eq!(shown(&trace), ["* - add ./lib/cart.rb 42 -", "- require org/jruby/RubyKernel.java 1001 -"]);
    let trace = one(
        "1) Shop\\CartTest::testAdds\nFailed asserting that 1 matches expected 2.\n\n/app/tests/CartTest.php:42\n/app/vendor/bin/x.php:3\n",
    );
    assert_eq!(
        (trace.language, shown(&trace)),
        (
            Language::Php,
            vec!["* - - /app/tests/CartTest.php 42 -".to_owned(), "- - /app/vendor/bin/x.php 3 -".to_owned()]
        )
    );
    let trace =
        one("Exception trace:\n  at /app/src/Cart.php:42\n Shop\\Cart->add() at /app/src/Shop.php:3\n");
    assert_eq!(shown(&trace), ["* - - /app/src/Cart.php 42 -", "* Shop\\Cart add /app/src/Shop.php 3 -"]);
    let trace = one(
        "Assert.Equal() Failure\n/src/Cart.cs(42,0): at Shop.Cart.Add(Int32 n)\n   at lambda_method(Closure , Object )\n   at Shop.Program.<Main>$(String[] args) in /src/Program.cs:line 3\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* Shop.Cart Add /src/Cart.cs 42 -",
            "- lambda_method - - -",
            "* Shop.Program <Main>$ /src/Program.cs 3 -"
        ]
    );
    let trace = one(
        "#0      Cart.add.<anonymous closure> (file:///app/lib/cart.dart:42:7)\n(elided 3 frames from dart:async)\n#4      main (package:shop/main.dart:3:1)\n",
    );
    assert_eq!(trace.frames().count(), 2);
}

#[test]
fn prose_is_no_trace() {
    for text in [
        "",
        "at home (see below)",
        "It began at 12:00 in the city.",
        "#1 is the best",
        "see lib/cart.rb:42",
        "error at src/cart.c:42",
        "#12 fixes cart.c:42",
        "1 file 0x3f of 7 read + 2",
        "+---+---+\n| 1 | 2 |\n+---+---+",
        "shop.cart\nis done",
        "look at /app/x.php:7",
        "0: zero\n1: one\n",
        "Thread 'x' at y.z",
        "note: panic(x)",
        "TODO(me): at a.b(c)",
        "https://example.com:80/x.go:1",
    ] {
        assert!(find(text).is_empty(), "{text}: {:?}", find(text));
    }
}

#[test]
fn a_function_within_a_trace_is_no_part_of_the_next_one() {
    let text = "a.rb:3:in 'add'\nCaused by: main.g in x\n\t 'main:4:\nx\nstack backtrace://\n   5: cart::total\nCaused by: a.rb:3:in 'sum'\nCaused by: y main.g in x\n             at ./cart.rs:6\n   0: main::run\n";
    let traces = find(text);
    for trace in &traces {
        for frame in trace.errors.iter().flat_map(|error| &error.frames) {
            assert!((trace.start..=trace.end).contains(&frame.at), "{traces:#?}");
        }
    }
    for pair in traces.windows(2) {
        assert!(pair[0].end < pair[1].start, "{traces:#?}");
    }
}
