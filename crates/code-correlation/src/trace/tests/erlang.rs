//! The forms of Erlang.

use super::*;

#[test]
fn terms_on_one_line() {
    let trace = one("=ERROR REPORT====\n** Generic server shop terminating\n\
         ** {badarith,[{shop,add,2,[{file,\"/app/src/shop.erl\"},{line,42}]},{lists,map,2,[{file,\"lists.erl\"},{line,1559}]},\
         {'Elixir.Shop.Cart','-add/2-fun-0-',3,[{file,\"lib/shop/cart.ex\"},{line,7}]}]}\ndone\n");
    assert_eq!((trace.language, trace.start, trace.end), (Language::Elixir, 3, 3));
    assert_eq!(trace.errors[0].title.as_deref(), Some("** {badarith"));
    assert_eq!(
        shown(&trace),
        [
            "* shop add/2 /app/src/shop.erl 42 -",
            "lists map/2 lists.erl 1559 -",
            "* Shop.Cart -add/2-fun-0-/3 lib/shop/cart.ex 7 -"
        ]
    );
}

#[test]
fn terms_without_place_and_with_arguments() {
    let trace = one(
        "{\"init terminating in do_boot\",{undef,[{shop,start,[],[]},{shop,add,[{a,[1]},\"b, c\"],[]},\
         {erlang,'+',[1,a],[{error_info,#{module=>erl_erts_errors}}]},{init,start_em,1,[{file,\"init.erl\"},{line,1111}]}]}}\n",
    );
    assert_eq!(
        shown(&trace),
        ["shop start/0 - - -", "shop add/2 - - -", "erlang +/2 - - -", "init start_em/1 init.erl 1111 -"]
    );
    assert_eq!(trace.errors[0].title.as_deref(), Some("{\"init terminating in do_boot\",{undef"));
}

#[test]
fn terms_over_lines() {
    let trace = one(
        "  crasher:\n    exception error: no case clause matching {error,empty}\n      in function  shop:add/2 (src/shop.erl, line 42)\n\
        \x20       called as shop:add(1,[])\n        *** argument 2: empty\n      in call from shop_tests:'-add_test/0-fun-0-'/0 (test/shop_tests.erl, line 7)\n\
        \x20     in call from lists:map/2\n    ancestors: [shop_sup]\n",
    );
    assert_eq!((trace.start, trace.end), (2, 7));
    assert_eq!(
        shown(&trace),
        [
            "* shop add/2 src/shop.erl 42 -",
            "* shop_tests -add_test/0-fun-0-/0 test/shop_tests.erl 7 -",
            "lists map/2 - - -"
        ]
    );
    let trace = one(
        "** Reason for termination ==\n** {{badmatch,1},\n    [{shop,add,2,\n         [{file,\"src/shop.erl\"},{line,42}]},\n\
        \x20    {gen_server,try_handle_call,4,[{file,\"gen_server.erl\"},\n                                    {line,661}]},\n\
        \x20    {proc_lib,init_p_do_apply,3,\n         [{file,\"proc_lib.erl\"},{line,226}]}]}\n",
    );
    assert_eq!((trace.start, trace.end), (2, 8));
    assert_eq!(
        shown(&trace),
        [
            "* shop add/2 src/shop.erl 42 -",
            "gen_server try_handle_call/4 gen_server.erl - -",
            "proc_lib init_p_do_apply/3 proc_lib.erl 226 -"
        ]
    );
    assert_eq!(trace.errors[0].title.as_deref(), Some("** {{badmatch,1},"));
}

#[test]
fn terms_as_elixir_shows_them() {
    let trace = one(
        "** (EXIT from #PID<0.98.0>) {:badarith, [{Shop.Cart, :add, 2, [file: ~c\"lib/shop/cart.ex\", line: 42]}, \
         {Enum, :\"-map/2-lists^map/1-0-\", 2, [file: 'lib/enum.ex', line: 1687]}]}\n",
    );
    assert_eq!(
        shown(&trace),
        ["* Shop.Cart add/2 lib/shop/cart.ex 42 -", "Enum -map/2-lists^map/1-0-/2 lib/enum.ex 1687 -"]
    );
}

#[test]
fn other_terms_are_no_frames() {
    for text in [
        "{shop,add,2,[]}",
        "{shop,{shop,start_link,[]},permanent,5000,worker,[shop]}.",
        "[{file,\"log/shop.log\"},{size,5}]",
        "{\"shop\": {\"add\": 2, \"file\": \"shop.erl\"}}",
        "in function add/2",
        "{a,b,[{a,b,[{a,b,[{a,b,[",
    ] {
        assert!(find(text).is_empty(), "{text}: {:?}", find(text));
    }
}
