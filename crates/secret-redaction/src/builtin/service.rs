//! Tokens of hosted services that tell themselves by their prefix.

use super::{Entry, anthropic, random, token, varied, word};

pub(super) const ALL: &[&[Entry]] = &[MESSENGERS, MONEY, MODELS, MONITORING, OTHERS];

const MESSENGERS: &[Entry] = &[
    word("slack-token", &["xoxb-"], "[0-9]{8,14}-[0-9A-Za-z-]{16,}").checked(varied).samples("x xoxb-57716508-kCJvuHwuSpk8Ovvf y", "xoxb-xxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("slack-token", &["xoxp-", "xoxe-", "xoxc-"], "[0-9]{8,14}-[0-9]{8,14}-[0-9]{8,14}-[0-9A-Za-z-]{20,}").checked(varied).samples("x xoxp-86387703-37024646-91753413-RUX33pG83phNbaXgvVVv y", "xoxc-…"),
    word("slack-token", &["xoxo-", "xoxs-"], "[0-9]{1,14}-[0-9]{1,14}-[0-9]{1,14}-[0-9A-Fa-f]{6,}").checked(varied).samples("x xoxo-2-8-7-DF3Ae6 y", "xoxs-xxxxxxxxxxxx"),
    word("slack-token", &["xoxa-", "xoxr-"], "[0-9A-Za-z-]{16,}").checked(varied).samples("x xoxa-9zUPi0uP3zBy8OP6 y", "xoxr-xxxxxxxxxxxxxxxx"),
    word("slack-token", &["xoxe-", "xoxe.xoxb-", "xoxe.xoxp-"], "[0-9]-[0-9A-Z]{100,}").ignore_case().checked(random).samples("x xoxe-0-T7MRJK64ET0LFXLPF6DC7LODDUUR82NIU3AY3F8VJKSM9F98U1A3PWBQGAIG6TPHSM2NWFL4ZK79S1PGKBD43KGIDIHRSM88R5RU y", "xoxe.xoxp-…"),
    word("slack-token", &["xapp-"], "[0-9]-[0-9A-Z]{6,}-[0-9]{3,}-[0-9a-z]{5,}").ignore_case().checked(varied).samples("x xapp-9-59SH2E-210-n6yyh y", "xapp-xxxxxxxxxxxxxxxxxx"),
    token("slack-webhook", &["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"], "[0-9A-Za-z+/]{30,}").checked(varied).samples("x hooks.slack.com/services/y8KhU89WQHsLfaF9J1rz99ZnVc6UOM y", "hooks.slack.com/triggers/…"),
    token("teams-webhook", &[".webhook.office.com/webhookb2/"], "[0-9A-Za-z@/-]{60,}").ignore_case().checked(varied).samples("x abc.webhook.office.com/webhookb2/cedE2LpLsxRBIBKEAhRerslxwtgRVmBuMnLB2MX9j3nhK7kptSGL1GedbYxF y", ".webhook.office.com/webhookb2/…"),
    token("discord-webhook", &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], "[0-9]{8,}/[0-9A-Za-z_-]{40,}").checked(varied).samples("x discord.com/api/webhooks/50680209/snN084NLCucTqIdB1c9oEFiLogE1MMfMsWdqqMY1 y", "discordapp.com/api/webhooks/…"),
    word("twilio-key", &["SK", "AC"], r"[0-9a-f]{32}\b").checked(random).samples("x SKa9896a30f5fcb08dd90adc3a141c70e4 y", "ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("sendgrid-key", &["SG."], "[0-9A-Za-z_=.-]{60,}").ignore_case().checked(random).samples("x SG.ahrSZeqr5EnHpptOmBk8iA3Azf2vZHUynUbcYRnLeKsg4a9JmF9qrHGE8B6e y", "SG.…"),
    word("sendinblue-key", &["xkeysib-"], "[0-9a-f]{64}-[0-9A-Za-z]{16}").checked(random).samples("x 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 y", "xkeysib-…"),
    word("mailgun-key", &["key-", "pubkey-"], r"[0-9a-f]{32}\b").checked(random).samples("x key-d176c2bca1bca1c9df0a81482dda8526 y", "pubkey-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("facebook-token", &["EAAM", "EAAC", "EAAB"], "[0-9A-Za-z]{100,}").checked(random).samples("x EAAMeidxVIYSQ5f7slXrb8VWcGEhwgbGnWLEeofQfAHvgaFRDxQ8wasXBARFnWpCHSt4BmPfKbtPynZeQIKsufev4MxUOFhwKyZ9DDcL y", "EAAB…"),
];

const MONEY: &[Entry] = &[
    word(
        "stripe-key",
        &["sk_test_", "sk_live_", "sk_prod_", "rk_test_", "rk_live_", "rk_prod_"],
        "[0-9A-Za-z]{10,}",
    )
    .checked(varied)
    .samples("x sk_test_HfYo03mVm5 y", "rk_prod_xxxxxxxxxx"),
    token("shopify-token", &["shpat_", "shpca_", "shppa_", "shpss_"], "[0-9A-Fa-f]{32}")
        .checked(varied)
        .samples("x 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 y", "shpss_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("square-token", &["sq0atp-", "sq0csp-", "EAAA"], r"[0-9A-Za-z_-]{22,60}\b")
        .checked(random)
        .samples("x sq0atp-eQjnm7gLIjEJvet3r5P0ke y", "EAAAxxxxxxxxxxxxxxxxxxxxxx"),
    word("shippo-token", &["shippo_live_", "shippo_test_"], "[0-9A-Fa-f]{40}")
        .checked(random)
        .samples("x shippo_live_Ac07d7DCa8db5aBaD8F2f51eeA5ab76Babc24C32 y", "shippo_test_…"),
    word("easypost-token", &["EZAK", "EZTK"], r"[0-9A-Za-z]{54}\b")
        .checked(random)
        .samples("x EZAKLvH5TCtNG5tq6utEoEQjtLDde0Wz07jRfy0qGifxuMWuE3l2qDfASj y", "EZTK…"),
    word("duffel-token", &["duffel_test_", "duffel_live_"], "[0-9A-Za-z_=-]{40,}")
        .checked(random)
        .samples("x duffel_test_xnUSprbVJ1O7E1fLui9cCEzdcAQe8TvgQ6qYIrtj y", "duffel_live_…"),
    word("flutterwave-key", &["FLWPUBK_TEST-", "FLWSECK_TEST-"], "[0-9A-Ha-h]{12,32}")
        .checked(varied)
        .samples("x FLWPUBK_TEST-hf9FFdC8B640 y", "FLWSECK_TEST-xxxxxxxxxxxx"),
    word("lob-key", &["live_pub_", "test_pub_"], r"[0-9a-f]{31}\b")
        .checked(random)
        .samples("x live_pub_870dd19cb3ae6b047e9901bad519eca y", "test_pub_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("lob-key", &["live_", "test_"], r"[0-9a-f]{35}\b")
        .checked(random)
        .samples("x live_7ef9095b720a808f1147b52c348b437d63a y", "test_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("gocardless-token", &["live_"], "[0-9A-Za-z_=-]{40}")
        .checked(random)
        .samples("x live_sMzFYVlFXR85GuZKdnIPXW7MMEFsTH18wUYiTn8d y", "live_…"),
    word("plaid-token", &["access-sandbox-", "access-development-", "access-production-"], "[0-9a-f-]{36}")
        .checked(random)
        .samples("x access-sandbox-2a801b4664a7a2d75a897495b719a62ab85d y", "access-production-…"),
];

const MODELS: &[Entry] = &[
    // They end with AA.
    word("anthropic-key", &["sk-ant-api03-", "sk-ant-admin01-"], "[0-9A-Za-z_-]{93,}").checked(anthropic).samples("x sk-ant-api03-qgsMmsGmE0Gla95BDqMIaRDHeZ8Oz4wf1865ZGhrqvhkxaqGhcQZMhg2064h0ppy8IzAIs987L3McF5MpwT5ZV1oh8AAA y", "sk-ant-admin01-…"),
    word("anthropic-token", &["sk-ant-oat01-", "sk-ant-ort01-", "sk-ant-sid01-"], "[0-9A-Za-z_-]{60,}").checked(random).samples("x sk-ant-oat01-7Ml6D6vVnvWn836JxYK6KJ7BQYyV38e7a6KOt5ncQXxd0wbhf5QUOu9KbjsF y", "sk-ant-sid01-…"),
    word("openai-key", &["sk-proj-", "sk-svcacct-", "sk-admin-"], "[0-9A-Za-z_-]{40,}").checked(random).samples("x sk-proj-tHPXa8nwlCErQYjXxV9TiIxUaHAxQGNfnYKTVYqn y", "sk-admin-…"),
    word("openai-key", &["sk-"], r"[0-9A-Za-z]{48}\b").checked(random).samples("x sk-FKsQfufJE4bnlz9CJizxcVhLHx2YjOu3vGxTqQ23zHf79Ibl y", "sk-…"),
    word("deepseek-key", &["sk-"], r"[0-9a-f]{32}\b").checked(random).samples("x sk-5b44bc42b995ceef14055b586a13f740 y", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("openrouter-key", &["sk-or-v1-"], r"[0-9a-f]{64}\b").checked(random).samples("x 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 y", "sk-or-v1-…"),
    word("groq-key", &["gsk_"], r"[0-9A-Za-z]{52}\b").checked(random).samples("x 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 y", "gsk_…"),
    word("xai-key", &["xai-"], r"[0-9A-Za-z]{80}\b").checked(random).samples("x xai-ZuIbhm9nXkpbCBq6QfQ3bm5eNJ6LMWBBeT6EchMLrKy0LgzQ4DNtMhz4mdBvbtyCKCmZdl8mg7Mn5jN0 y", "xai-…"),
    word("replicate-token", &["r8_"], r"[0-9A-Za-z_-]{37}\b").checked(random).samples("x r8_6FPBqwh8Zw0H50ju9KnPrpaQg8km09218C1v3 y", "r8_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("huggingface-token", &["hf_", "api_org_"], r"[A-Za-z]{34}\b").checked(varied).samples("x 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 y", "api_org_…"),
    word("perplexity-key", &["pplx-"], "[0-9A-Za-z]{40,}").checked(random).samples("x pplx-6KL5MSZJoji5ZF3VtHTrmlppsW7ySYaGTVl5JXbQ y", "pplx-…"),
];

const MONITORING: &[Entry] = &[
    word("grafana-token", &["glsa_"], "[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}").ignore_case().checked(random).samples("x glsa_q7sKaDybkLDToIiQW0NqNCUHASSQIRkr_a64ca9AC y", "glsa_…"),
    word("grafana-token", &["glc_"], "[0-9A-Za-z+/]{32,}={0,3}").checked(random).samples("x glc_8SkPFY4uK631UsHzNjr2DQwA5CMRfiS6 y", "glc_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("grafana-token", &["eyJrIjoi"], "[0-9A-Za-z+/_-]{60,}={0,3}").checked(random).samples("x eyJrIjoiFA9zpZIidTGo6vjdWNW019iJI3IdTJACx3RHtbqHzqLeL2z5Vn6CBXxVrnoN y", "eyJrIjoi…"),
    word("new-relic-key", &["NRAK-", "NRJS-", "NRII-", "NRRA-"], "[0-9A-Za-z-]{19,64}").ignore_case().checked(random).samples("x NRAK-ur3Wh1DudELgM1VAi5G y", "NRRA-xxxxxxxxxxxxxxxxxxx"),
    word("sentry-token", &["sntrys_eyJ"], "[0-9A-Za-z+/=_-]{40,}").checked(random).samples("x sntrys_eyJVJnzVXGRIUDuMtsDGav5UMalpaPFQxeXWh02cs6u y", "sntrys_eyJ…"),
    word("sentry-token", &["sntryu_"], r"[0-9a-f]{64}\b").checked(random).samples("x 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 y", "sntryu_…"),
    word("dynatrace-token", &["dt0c01.", "dt0s01.", "dt0s16."], r"[0-9A-Z]{24}\.[0-9A-Z]{64}").ignore_case().checked(random).samples("x dt0c01.OKBHTW8ZG8LF5PEXAJ2ZX0M6.RYFLSYXC1DPUIRL5GQFQ6MBL34VKOO6S3P83KVLQJGI1N4K9TEZGRVLIOKODOPOO y", "dt0s16.…"),
    word("honeycomb-key", &["hcaik_", "hcamk_"], "[0-9a-z]{58}").checked(random).samples("x hcaik_s4uce5vgki5dmr52csettedqncyiw6j7p4q5anx8g6aoax3bhoenqo5cwb y", "hcamk_…"),
];

const OTHERS: &[Entry] = &[
    word("mapbox-token", &["pk.eyJ", "sk.eyJ"], r"[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{16,}")
        .checked(random)
        .samples("x pk.eyJ8oGogpsNEjzBXYKZvx9I.hNZROMfD7DeKIHlw y", "sk.eyJ…"),
    word("mapbox-token", &["pk.", "sk."], r"[0-9a-z]{60}\.[0-9a-z]{22}\b").checked(random).samples(
        "x pk.uf4uwmgqgi6rlool66shakjcedhnck9710kahj5t5ajdsd7d2mhj10ipuaw1.8a262ddnr4mwn64i3e0gkq y",
        "sk.…",
    ),
    word("pubnub-key", &["pub-c-", "sub-c-", "sec-c-"], "[0-9A-Za-z-]{36,}")
        .checked(random)
        .samples("x pub-c-aODNPVEQwth2XZbBP4aaaazdxbJS0jfiTC7c y", "sec-c-…"),
    word("typeform-token", &["tfp_"], "[0-9A-Za-z_.=-]{40,}")
        .checked(random)
        .samples("x tfp_OtTh1J48cBMy7RDxxLMNRUfYn9g4BTu0s0nhFXTr y", "tfp_…"),
    word("adobe-secret", &["p8e-"], r"[0-9A-Za-z]{32}\b")
        .ignore_case()
        .checked(random)
        .samples("x p8e-Etw1JjrxLuFWsdWBOlROs83qOAPZ5Y8m y", "p8e-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("intra42-secret", &["s-s4t2ud-", "s-s4t2af-"], "[0-9a-f]{64}").checked(random).samples(
        "x 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 y",
        "s-s4t2af-…",
    ),
    word("readme-key", &["rdme_"], "[0-9a-z]{70}")
        .checked(random)
        .samples("x rdme_km3d0ee76tgua1p1fnntjzhpctjbloedesywz5494santi7zs2jjx3jqz345g0yd2ndk36 y", "rdme_…"),
    word("linear-key", &["lin_api_", "lin_oauth_"], "[0-9A-Za-z]{40,}")
        .checked(random)
        .samples("x lin_api_9Gpv7XZFEkvq56YpfbvRbyPcmYup77aFkkiSYWkR y", "lin_oauth_…"),
    word("airtable-token", &["pat"], r"[0-9A-Za-z]{14}\.[0-9a-f]{64}\b").checked(random).samples(
        "x patE9TjSv3xkXSAp2.ac6ced1264465ca0881df30c762cfe28ce17ddb5f18f91b4cda6b7401b9e4772 y",
        "pat…",
    ),
    word("notion-token", &["ntn_"], "[0-9]{11}[0-9A-Za-z]{32,35}")
        .checked(random)
        .samples("x ntn_86071877946oXdORwH2Rv4EhO4fhlplU9lpq4CzWdcM y", "ntn_…"),
    word("figma-token", &["figd_", "figu_"], "[0-9A-Za-z_-]{30,}")
        .checked(random)
        .samples("x figd_xhsilYp8vvk9R7lDX4yWuIM7dkNrjQ y", "figu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("contentful-token", &["CFPAT-"], "[0-9A-Za-z_-]{43}")
        .checked(random)
        .samples("x CFPAT-2pCY3cxE5tAIQ7MPdvYK9nuLeylRpL96Jc5o5Rjufka y", "CFPAT-…"),
    word("frameio-token", &["fio-u-"], "[0-9A-Za-z_=-]{60,}")
        .checked(random)
        .samples("x fio-u-UehFU1uzRaBezUwaVkPchq8ehSpvyYBrfivS3A7vhy6RMNY8mGA6ZYVvDW1b y", "fio-u-…"),
];
