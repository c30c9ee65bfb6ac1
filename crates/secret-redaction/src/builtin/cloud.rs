//! Keys of clouds and of what runs on them.

use super::{random, short, token, varied};
use crate::rule::Rule;

pub(super) fn rules() -> Vec<Rule> {
    vec![
        short("aws-access-key", &["AKIA", "ASIA", "ABIA", "ACCA", "A3T"], "[A-Z2-7]{16,17}\\b")
            .checked(|found| varied(found) && !found.secret.ends_with("EXAMPLE")),
        token("aws-bedrock-key", &["ABSKQmVkcm9ja0FQSUtleS1"], "[A-Za-z0-9+/=]{40,}"),
        token("aws-bedrock-key", &["bedrock-api-key-"], "[A-Za-z0-9+/=_-]{12,}"),
        token("gcp-api-key", &["AIza"], "[0-9A-Za-z_-]{35}"),
        token("gcp-oauth-token", &["ya29."], "[0-9A-Za-z_-]{20,}"),
        token("gcp-oauth-secret", &["GOCSPX-"], "[0-9A-Za-z_-]{24,}"),
        Rule::built_in(
            "azure-client-secret",
            &["7Q~", "8Q~", "0Q~", "1Q~", "2Q~", "3Q~", "4Q~", "5Q~", "6Q~", "9Q~"],
            "[0-9A-Za-z_.~-]{31,34}",
        )
        .checked(random),
        token(
            "azure-storage-key",
            &["AccountKey=", "SharedAccessKey=", "SharedAccessSignature="],
            "([0-9A-Za-z+/%=&_.-]{20,})",
        )
        .ignore_case(),
        token("alibaba-key-id", &["LTAI"], "[0-9A-Za-z]{12,24}\\b").at_word_start(),
        short("yandex-token", &["AQVN", "YCAJE", "t1."], "[0-9A-Za-z_.-]{20,}={0,2}"),
        token("digitalocean-token", &["dop_v1_", "doo_v1_", "dor_v1_"], "[0-9a-f]{64}"),
        token("databricks-token", &["dapi"], "[0-9a-f]{32}(?:-[0-9])?").at_word_start(),
        token("flyio-token", &["FlyV1 ", "fo1_", "fm1a_", "fm1r_", "fm2_"], "[0-9A-Za-z+/_=,-]{40,}"),
        token("heroku-key", &["HRKU-AA"], "[0-9A-Za-z_-]{50,}"),
        token("planetscale-token", &["pscale_pw_", "pscale_tkn_", "pscale_oauth_"], "[0-9A-Za-z_=.-]{20,}"),
        token("vault-token", &["hvs.", "hvb.", "hvr."], "[0-9A-Za-z_-]{20,}").at_word_start(),
        token("terraform-token", &[".atlasv1."], "[0-9A-Za-z=_-]{40,}"),
        token("pulumi-token", &["pul-"], "[0-9a-f]{40}\\b").at_word_start(),
        token("kubernetes-token", &["sha256~"], "[0-9A-Za-z_-]{43}"),
        token(
            "doppler-token",
            &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
            "[0-9A-Za-z.]{40,}",
        ),
        token("scalingo-token", &["tk-us-"], "[0-9A-Za-z_-]{40,}"),
        token("settlemint-token", &["sm_pat_", "sm_aat_", "sm_sat_"], "[0-9A-Za-z]{16}\\b"),
        token("defined-networking-token", &["dnkey-"], "[0-9A-Za-z=_-]{26,}"),
        token("clickhouse-key", &["4b1d"], "[0-9A-Za-z]{38}\\b").at_word_start(),
        token("authress-key", &["authress_"], "[0-9A-Za-z_.+/=-]{30,}"),
        short(
            "authress-key",
            &["sc_", "ext_", "scauth_"],
            "[0-9A-Za-z]{5,30}\\.[0-9A-Za-z]{4,6}\\.acc[_-][0-9a-z-]{10,32}\\.[0-9A-Za-z+/_=-]{30,120}",
        ),
        token("harness-token", &["pat.", "sat."], "[0-9A-Za-z_-]{22}\\.[0-9a-f]{24}\\.[0-9A-Za-z]{20}")
            .at_word_start()
            .ignore_case(),
        token("onepassword-token", &["ops_eyJ"], "[0-9A-Za-z+/=]{200,}"),
        token(
            "onepassword-key",
            &["A3-"],
            "[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\\b",
        )
        .at_word_start(),
        token("age-key", &["AGE-SECRET-KEY-1"], "[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    ]
}
