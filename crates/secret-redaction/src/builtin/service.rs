//! Tokens of hosted services that tell themselves by their prefix.

use super::{short, token};
use crate::rule::Rule;

pub(super) fn rules() -> Vec<Rule> {
    [code_hosts(), messengers(), money(), models(), monitoring(), others()].concat()
}

fn code_hosts() -> Vec<Rule> {
    vec![
        token("github-token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], "[0-9A-Za-z]{36,}"),
        token("github-token", &["github_pat_"], "[0-9A-Za-z_]{40,}"),
        token("npm-token", &["npm_"], "[0-9A-Za-z]{36}\\b").at_word_start(),
        token("pypi-token", &["pypi-AgE"], "[0-9A-Za-z_-]{50,}"),
        token("rubygems-token", &["rubygems_"], "[0-9a-f]{48}"),
        token("clojars-token", &["CLOJARS_"], "[0-9A-Za-z]{60}").ignore_case(),
        token("jfrog-token", &["AKCp", "cmVmd"], "[0-9A-Za-z]{59,69}\\b").at_word_start(),
        token("sourcegraph-token", &["sgp_"], "(?:[0-9A-Fa-f]{16}_|local_)?[0-9A-Fa-f]{40}\\b")
            .at_word_start(),
        token("atlassian-token", &["ATATT3", "ATCTT3"], "[0-9A-Za-z_=-]{60,}"),
        token("octopus-key", &["API-"], "[0-9A-Z]{26}\\b").at_word_start(),
        token("postman-key", &["PMAK-"], "[0-9A-Fa-f]{24}-[0-9A-Fa-f]{34}"),
        token("prefect-key", &["pnu_"], "[0-9A-Za-z]{36}"),
        token("readme-key", &["rdme_"], "[0-9a-z]{70}"),
        token("linear-key", &["lin_api_"], "[0-9A-Za-z]{40}"),
        token("airtable-token", &["pat"], "[0-9A-Za-z]{14}\\.[0-9a-f]{64}").at_word_start(),
        token("notion-token", &["ntn_"], "[0-9]{11}[0-9A-Za-z]{32,35}"),
        token("figma-token", &["figd_"], "[0-9A-Za-z_-]{30,}"),
    ]
}

fn messengers() -> Vec<Rule> {
    vec![
        short(
            "slack-token",
            &[
                "xoxb-",
                "xoxp-",
                "xoxa-",
                "xoxr-",
                "xoxs-",
                "xoxo-",
                "xoxe-",
                "xoxe.xoxb-",
                "xoxe.xoxp-",
                "xapp-",
            ],
            "[0-9A-Za-z-]{14,}",
        )
        .ignore_case(),
        token("slack-webhook", &["hooks.slack.com/"], "((?:services|workflows|triggers)/[0-9A-Za-z+/]{30,})"),
        token("teams-webhook", &[".webhook.office.com/webhookb2/"], "([0-9A-Za-z@/-]{60,})"),
        token(
            "discord-webhook",
            &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
            "([0-9]+/[0-9A-Za-z_-]{40,})",
        ),
        short("twilio-key", &["SK", "AC"], "[0-9a-f]{32}\\b"),
        token("sendgrid-key", &["SG."], "[0-9A-Za-z_=.-]{40,}").at_word_start(),
        token("sendinblue-key", &["xkeysib-"], "[0-9a-f]{64}-[0-9A-Za-z]{16}"),
        short("mailgun-key", &["key-", "pubkey-"], "[0-9a-f]{32}\\b"),
        short("facebook-token", &["EAAM", "EAAC", "EAAB", "EAAA"], "[0-9A-Za-z]{80,}"),
    ]
}

fn money() -> Vec<Rule> {
    vec![
        short(
            "stripe-key",
            &["sk_test_", "sk_live_", "sk_prod_", "rk_test_", "rk_live_", "rk_prod_"],
            "[0-9A-Za-z]{10,}",
        ),
        token("shopify-token", &["shpat_", "shpca_", "shppa_", "shpss_"], "[0-9A-Fa-f]{32}"),
        token("square-token", &["sq0atp-", "sq0csp-", "EAAAl"], "[0-9A-Za-z_-]{22,}"),
        token("shippo-token", &["shippo_live_", "shippo_test_"], "[0-9a-f]{40}"),
        token("easypost-token", &["EZAK", "EZTK"], "[0-9A-Za-z]{54}\\b").at_word_start(),
        token("duffel-token", &["duffel_test_", "duffel_live_"], "[0-9A-Za-z_=-]{40,}"),
        token("flutterwave-key", &["FLWPUBK_TEST-", "FLWSECK_TEST-"], "[0-9A-Ha-h]{12,32}(?:-X)?"),
        token("lob-key", &["live_pub_", "test_pub_", "live_", "test_"], "[0-9a-f]{31,35}\\b").at_word_start(),
        token("gocardless-token", &["live_"], "[0-9A-Za-z_=-]{40}\\b").at_word_start(),
        token(
            "plaid-token",
            &["access-sandbox-", "access-development-", "access-production-"],
            "[0-9a-f-]{36}",
        ),
        token("frameio-token", &["fio-u-"], "[0-9A-Za-z_=-]{60,}"),
    ]
}

fn models() -> Vec<Rule> {
    vec![
        short("anthropic-key", &["sk-ant-"], "[0-9A-Za-z_-]{40,}"),
        short("openai-key", &["sk-"], "(?:proj-|svcacct-|admin-)?[0-9A-Za-z_-]{20,}"),
        token("huggingface-token", &["hf_", "api_org_"], "[A-Za-z]{34}\\b").at_word_start(),
        token("perplexity-key", &["pplx-"], "[0-9A-Za-z]{40,}"),
    ]
}

fn monitoring() -> Vec<Rule> {
    vec![
        token("grafana-token", &["glsa_"], "[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}"),
        token("grafana-token", &["glc_"], "[0-9A-Za-z+/]{32,}={0,3}"),
        token("grafana-token", &["eyJrIjoi"], "[0-9A-Za-z+/_-]{60,}={0,3}"),
        token("new-relic-key", &["NRAK-", "NRJS-", "NRII-", "NRRA-"], "[0-9A-Za-z-]{19,64}").ignore_case(),
        token("sentry-token", &["sntrys_eyJ"], "[0-9A-Za-z+/=_-]{40,}"),
        token("sentry-token", &["sntryu_"], "[0-9a-f]{64}"),
        token("dynatrace-token", &["dt0c01.", "dt0s01.", "dt0s16."], "[0-9A-Z]{24}\\.[0-9A-Z]{64}")
            .ignore_case(),
        token(
            "launchdarkly-key",
            &["sdk-", "api-", "mob-"],
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}",
        )
        .at_word_start(),
        token("sonar-token", &["sqp_", "squ_", "sqa_"], "[0-9a-f]{40}").at_word_start(),
        short("infracost-key", &["ico-"], "[0-9A-Za-z]{32}\\b"),
    ]
}

fn others() -> Vec<Rule> {
    vec![
        token("mapbox-token", &["pk.eyJ", "sk.eyJ"], "[0-9A-Za-z_-]{20,}\\.[0-9A-Za-z_-]{16,}"),
        token("pubnub-key", &["pub-c-", "sub-c-", "sec-c-"], "[0-9A-Za-z-]{36,}"),
        token("typeform-token", &["tfp_"], "[0-9A-Za-z_.=-]{40,}"),
        token("adobe-secret", &["p8e-"], "[0-9A-Za-z]{32}\\b").ignore_case().at_word_start(),
        token("intra42-secret", &["s-s4t2ud-", "s-s4t2af-"], "[0-9a-f]{64}"),
    ]
}
