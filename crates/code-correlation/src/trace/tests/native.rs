//! What debuggers and sanitizers print of native code.

use super::*;

#[test]
fn c_of_gdb_sanitizers_and_addr2line() {
    let trace = one(
        "Program received signal SIGSEGV\n#0  add (n=1) at src/cart.c:42\n#1  0x0000555555555171 in main () at src/main.c:7\n\
        #2  0x00007ffff7de0083 in __libc_start_main () from /lib/libc.so.6\n",
    );
    assert_eq!(
        shown(&trace),
        ["* - add src/cart.c 42 -", "* - main src/main.c 7 -", "/lib/libc.so.6 __libc_start_main - - -"]
    );
    let trace = one(
        "==7==ERROR: AddressSanitizer: heap-use-after-free\n    #0 0x4f2a in shop::Cart::add(int, char const*) /src/cart.cc:42:7\n\
        \x20   #1 0x4f2b in (anonymous namespace)::run() /src/main.cc:3\n    #2 0x7f (/lib/libc.so.6+0x2a)\n\n\
        freed by thread T0 here:\n    #0 0x4f in operator delete(void*) /build/compiler-rt/lib/asan.cpp:1:2\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* shop::Cart add /src/cart.cc 42 7",
            "* (anonymous namespace) run /src/main.cc 3 -",
            "/lib/libc.so.6 - - - -",
            "- operator delete /build/compiler-rt/lib/asan.cpp 1 2",
        ]
    );
    assert_eq!(trace.errors[1].relation, Relation::OtherStack);
    let trace = one("0x0000000000001139: add at /src/cart.c:42\n (inlined by) main at /src/main.c:7\n");
    assert_eq!(
        (trace.language, shown(&trace)),
        (Language::C, vec!["* - add /src/cart.c 42 -".to_owned(), "* - main /src/main.c 7 -".to_owned()])
    );
}

#[test]
fn addr2line_on_two_lines() {
    let trace = one(
        "$ addr2line -f -C -i -e shop 0x1139 0x1171\nshop::Cart::add(int, char const*)\n/src/cart.cc:42 (discriminator 2)\n\
         main\n/src/main.cc:7\n??\n??:0\n_start\n../sysdeps/x86_64/start.S:120\nfinished\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::C, 1, 9));
    assert_eq!(
        shown(&trace),
        [
            "* shop::Cart add /src/cart.cc 42 -",
            "* - main /src/main.cc 7 -",
            "- _start ../sysdeps/x86_64/start.S 120 -"
        ]
    );
    // With addresses between, and on one line without them after the first.
    let trace = one("0x0000000000001139\nadd\n/src/cart.c:42\n0x0000000000001171\nmain\n/src/main.c:7\n");
    assert_eq!(shown(&trace), ["* - add /src/cart.c 42 -", "* - main /src/main.c 7 -"]);
    let trace =
        one("0x1139: add at /src/cart.c:42\n (inlined by) sum at /src/cart.c:40\nmain at /src/main.c:7\n");
    assert_eq!(trace.frames().count(), 3);
    for text in ["add\nmain\ncart.c:42: error\n", "cart.c:42\n", "done\n/src/notes.txt:3\n"] {
        assert!(find(text).is_empty(), "{text}");
    }
}

#[test]
fn debuggers() {
    let trace = one(
        "* thread #1, queue = 'com.apple.main-thread', stop reason = EXC_BAD_ACCESS (code=1, address=0x0)\n\
        \x20 * frame #0: 0x0000000100003f50 shop`shop::Cart::add(this=0x0, n=1) at cart.cc:42:7\n\
        \x20   frame #1: 0x0000000100003f80 shop`main at main.cc:7:3 [opt]\n\
        \x20   frame #2: 0x00007fff2035df3d libdyld.dylib`start + 1\n\n  thread #2\n\
        \x20   frame #0: 0x00007fff2030 libsystem_kernel.dylib`__workq_kernreturn + 10\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* shop::Cart add cart.cc 42 7",
            "* - main main.cc 7 3",
            "libdyld.dylib start - - -",
            "libsystem_kernel.dylib __workq_kernreturn - - -"
        ]
    );
    assert_eq!(trace.errors.len(), 2);
    let trace = one(
        "#0  0x00007f12 in raise () from /lib/libc.so.6\n#1  <signal handler called>\n#2  shop::Cart::add (this=0x0, n=1)\n    at ../src/cart.cc:42\n\
         No locals.\n#3  main () at ../src/main.cc:7\n",
    );
    assert_eq!(
        shown(&trace),
        ["/lib/libc.so.6 raise - - -", "* shop::Cart add ../src/cart.cc 42 -", "* - main ../src/main.cc 7 -"]
    );
}

#[test]
fn sanitizers_and_valgrind() {
    let trace = one(
        "src/cart.c:42:7: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'\n\
        \x20   #0 0x4f2a in add src/cart.c:42:7\n    #1 0x4f2b in main (/bin/shop+0x12) (BuildId: 5f)\n",
    );
    assert_eq!(shown(&trace), ["* - add src/cart.c 42 7", "/bin/shop main - - -"]);
    assert!(trace.errors[0].title.as_deref().unwrap().contains("runtime error"));
    let trace = one(
        "WARNING: ThreadSanitizer: data race (pid=7)\n  Write of size 4 at 0x7b by thread T1:\n    #0 add /src/cart.c:42:7 (shop+0x4f2a)\n\
        \x20   #1 operator new(unsigned long) <null> (shop+0x4f)\n\n  Previous write of size 4 at 0x7b by main thread:\n\
        \x20   #0 main /src/main.c:7 (shop+0x4f2b)\n\n  Thread T1 (tid=8, running) created by main thread at:\n    #0 pthread_create <null> (shop+0x5)\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "* - add /src/cart.c 42 7",
            "shop operator new - - -",
            "* - main /src/main.c 7 -",
            "shop pthread_create - - -"
        ]
    );
    assert_eq!(trace.errors.len(), 3);
    let trace = one(
        "==7== Invalid read of size 4\n==7==    at 0x1091A5: add (cart.c:42)\n==7==    by 0x1091F3: main (main.c:7)\n\
         ==7==  Address 0x4a is 0 bytes after a block of size 4 alloc'd\n==7==    at 0x483B7F3: malloc (in /usr/lib/valgrind/vgpreload.so)\n==7== \n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::C, 1, 5));
    assert_eq!(
        shown(&trace),
        ["* - add cart.c 42 -", "* - main main.c 7 -", "/usr/lib/valgrind/vgpreload.so malloc - - -"]
    );
    let trace =
        one(" 0# shop::Cart::add(int) at /src/cart.cc:42\n 1# main at /src/main.cc:7\n 2# 0x4F in ./shop\n");
    assert_eq!(shown(&trace)[..2], ["* shop::Cart add /src/cart.cc 42 -", "* - main /src/main.cc 7 -"]);
}

#[test]
fn swift_of_debuggers_and_crash_reports() {
    let trace = one("Fatal error: no money: file Shop/Cart.swift, line 42\nCurrent stack trace:\n\
         0    libswiftCore.so                    0x00007f95 _swift_stdlib_reportFatalError + 69\n\
         1    shop                               0x00005567 Cart.add(_:) + 124 at /src/Sources/Cart.swift:42\n\
         2    shop                               0x00005568 main + 12 (main.swift:3)\n");
    assert_eq!(trace.language, Language::Swift);
    assert_eq!(
        shown(&trace),
        [
            "* - - Shop/Cart.swift 42 -",
            "libswiftCore.so _swift_stdlib_reportFatalError - - -",
            "* shop Cart.add(_:) /src/Sources/Cart.swift 42 -",
            "* shop main main.swift 3 -"
        ]
    );
    let trace = one(
        "#0 0x00005567 in add(_:) at /src/Sources/Cart.swift:42\n#1 0x00007f95 in raise () from /lib/libc.so.6\n\
         #2 0x00005568 in main() at /src/main.swift:3:5\n",
    );
    assert_eq!(trace.language, Language::Swift);
    assert_eq!(
        shown(&trace),
        [
            "* - add(_:) /src/Sources/Cart.swift 42 -",
            "/lib/libc.so.6 raise - - -",
            "* - main() /src/main.swift 3 5"
        ]
    );
    let trace = one("  * frame #0: 0x0000000100003f50 Shop`Cart.add(n=1, self=0x1) at Cart.swift:42:7\n");
    assert_eq!(shown(&trace), ["* Shop Cart.add(n=1, self=0x1) Cart.swift 42 7"]);
    let trace = one(
        "Thread 0 Crashed:\n0   libswiftCore.dylib            \t0x00000001a1 _assertionFailure(_:_:file:line:flags:) + 244\n\
         1   Shop                          \t0x0000000104f2a1b0 Cart.add(_:) + 124 (Cart.swift:42)\n",
    );
    assert_eq!(
        shown(&trace),
        [
            "libswiftCore.dylib _assertionFailure(_:_:file:line:flags:) - - -",
            "* Shop Cart.add(_:) Cart.swift 42 -"
        ]
    );
}

#[test]
fn a_function_of_another_language_is_no_frame() {
    let text = "    #0 0x7f (/lib/cart.so+0x2)\nfreed by thread T0 here:\nmain.(*Cart).Add(0x1)\ntotal\nthe end of it\n";
    for trace in find(text) {
        assert!(trace.frames().all(|frame| (trace.start..=trace.end).contains(&frame.at)), "{trace:#?}");
        assert!(trace.frames().all(|frame| frame.module.as_deref() != Some("main")), "{trace:#?}");
    }
    assert_eq!(find(text)[0].language, Language::C);
}

#[test]
fn glibc_and_llvm() {
    let trace = one(
        "*** stack smashing detected ***: terminated\n======= Backtrace: =========\n./shop(_ZN4shop3addEi+0x1d) [0x55d5c8f3a1ee]\n\
         /lib/x86_64-linux-gnu/libc.so.6(__libc_start_main+0xf3)[0x7f12]\n./shop(+0x1139) [0x55]\n./shop() [0x40]\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::C, 1, 6));
    assert_eq!(
        shown(&trace),
        [
            "./shop _ZN4shop3addEi - - -",
            "/lib/x86_64-linux-gnu/libc.so.6 __libc_start_main - - -",
            "./shop - - - -",
            "./shop - - - -"
        ]
    );
    let trace =
        one("[node7:4242] [ 0] /lib/libc.so.6(+0x42520)[0x7f]\n[node7:4242] [ 1] shop(main+0x2c)[0x55]\n");
    assert_eq!(shown(&trace), ["/lib/libc.so.6 - - - -", "shop main - - -"]);
    let trace = one(
        "Stack dump:\n #0 0x000055d5 shop::Cart::add(int) (/bin/shop+0x12)\n #1 0x000055d6 main /src/main.cc:7:3\n #2 0x00007f12 (/lib/libc.so.6+0x2a)\n",
    );
    assert_eq!(shown(&trace), ["/bin/shop add - - -", "* - main /src/main.cc 7 3", "/lib/libc.so.6 - - - -"]);
    for text in ["see (a+b) [1]\n", "call(f, x)[0x5]\n", "[0x55]\n"] {
        assert!(find(text).is_empty(), "{text}");
    }
}

#[test]
fn gdb_without_symbols() {
    let trace = one(
        "Thread 1 \"shop\" received signal SIGSEGV\n#0  0x0000555555555135 in add ()\n#1  0x0000555555555150 in main ()\n\
         #2  0x00007ffff7de0083 in __libc_start_main () from /lib/libc.so.6\n#3  0x000055555555507e in _start ()\n",
    );
    assert_eq!((trace.language, trace.start, trace.end), (Language::C, 1, 5));
    assert_eq!(
        shown(&trace),
        ["- add - - -", "- main - - -", "/lib/libc.so.6 __libc_start_main - - -", "- _start - - -"]
    );
}

#[test]
fn a_function_waits_for_its_place_while_another_trace_is_open() {
    let traces = find(
        "Exception: no money\n\tat org.shop.Cart.add(Cart.java:42)\nCaused by: exit status 2\n\
         main.add(0x1)\n\t/src/cart.go:7 +0x1d\n",
    );
    assert_eq!(traces.len(), 2, "{traces:#?}");
    assert_eq!(shown(&traces[1]), ["* main add /src/cart.go 7 -"]);
    assert_eq!((traces[1].start, traces[1].end), (4, 5));
    // What only looked like a function is the title of the next frame.
    let trace = one("no money\n    #0 0x55  (<unknown module>)\n    #1 0x55 in main /src/main.cc:7\n");
    assert_eq!(shown(&trace), ["<unknown module> - - - -", "* - main /src/main.cc 7 -"]);
    let trace = one("Failure at once\nshop.cart.Empty\n\tat org.shop.Cart.add(Cart.java:42)\n");
    assert_eq!(trace.errors[0].title.as_deref(), Some("shop.cart.Empty"));
    let trace = one("unreachable\n#0 0x55 in add /src/cart.cc:42\n");
    assert_eq!(trace.errors[0].title.as_deref(), Some("unreachable"));
    assert_eq!(shown(&trace), ["* - add /src/cart.cc 42 -"]);
}

#[test]
fn kernel_and_windows() {
    let trace = one("[   12.345678] BUG: unable to handle page fault for address: 0000\n\
         [   12.345679] Call Trace:\n[   12.345680]  <TASK>\n[   12.345681]  cart_add+0x1d/0x40 [shop]\n\
         [   12.345682]  ? run.isra.0+0x10/0x20\n[   12.345683]  ksys_read+0x67/0xf0 fs/read_write.c:623\n[   12.345684]  </TASK>\n\
         [   12.345685] Modules linked in: shop\n");
    assert_eq!((trace.language, trace.start, trace.end), (Language::C, 1, 7));
    assert_eq!(
        shown(&trace),
        ["shop cart_add - - -", "- run.isra.0 - - -", "* - ksys_read fs/read_write.c 623 -"]
    );
    let trace = one("Call trace:\n[<ffffffc0002099e8>] cart_add+0x0/0x148 drivers/shop/cart.c:42\n");
    assert_eq!(shown(&trace), ["* - cart_add drivers/shop/cart.c 42 -"]);
    let trace = one(
        "[420:1396:FATAL:cart.cc(7)] Check failed: items.\nBacktrace:\n\tshop::Cart::add [0x61C20814+20] (src\\cart.cc:42)\n\
         \tshop::main [0x00007FF9B6BFF5A0+288]\n",
    );
    assert_eq!((trace.start, trace.end), (1, 4));
    assert_eq!(shown(&trace), ["* shop::Cart add src\\cart.cc 42 -", "shop main - - -"]);
    for text in ["1+0x1/0x2 is a sum\n", "add+1/2\n", "size [0x10+2] (of many)\n", "[12.5] done\n"] {
        assert!(find(text).is_empty(), "{text}");
    }
}
