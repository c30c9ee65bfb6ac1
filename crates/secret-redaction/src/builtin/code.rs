//! Tokens of code hosts, package registries and build services.

use super::{Entry, own_word, random, token, varied, word};

pub(super) const ALL: &[&[Entry]] = &[HOSTS, REGISTRIES, BUILDS];

const HOSTS: &[Entry] = &[
    token("github-token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], "[0-9A-Za-z]{36,}")
        .checked(varied)
        .samples("x ghp_NIGAvj2bLvaSFVpZOfXg75LcDDOxCn5lsbqG y", "ghr_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    token("github-token", &["github_pat_"], "[0-9A-Za-z_]{40,}")
        .checked(varied)
        .samples("x github_pat_cdmIHvkrZDxjjMHNcYRTJvmiKTlaPNmlq1HxymIT y", "github_pat_…"),
    word("bitbucket-token", &["ATBB"], r"[0-9A-Za-z]{32}\b")
        .checked(random)
        .samples("x ATBBLBeLZTwZnZosVTW4SSo7PzXrlyrtKLNG y", "ATBBxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("atlassian-token", &["ATATT3", "ATCTT3"], "[0-9A-Za-z_=-]{60,}")
        .checked(random)
        .samples("x ATATT3e7618tQXpuPRnqUEdEcG6SatpBLXyCjMdRqRDTggVKECNldiyctZU4mBd44S y", "ATCTT3…"),
    word("sourcegraph-token", &["sgp_"], r"[0-9A-Fa-f]{40}\b")
        .checked(random)
        .samples("x sgp_74E2cd0Bc6F69C3ae1CD048B61D9ab49834D4F37 y", "sgp_…"),
    word("sourcegraph-token", &["sgp_"], r"[0-9A-Fa-f]{16}_[0-9A-Fa-f]{40}\b")
        .checked(random)
        .samples("x sgp_4Dc93a43943D1aBF_3520A27DB4Ed81baa81Daaa30d4F00aa0F6Da4d6 y", "sgp_…"),
    word("sourcegraph-token", &["sgp_local_"], r"[0-9A-Fa-f]{40}\b")
        .checked(random)
        .samples("x sgp_local_a90b6E66cfF9D8BB558ad17E78A6EC015BAC4bE7 y", "sgp_local_…"),
];

const REGISTRIES: &[Entry] = &[
    word("npm-token", &["npm_"], r"[0-9A-Za-z]{36}\b")
        .checked(varied)
        .samples("x npm_EqGuPxgEuuuDO9xHOBO514IUbyFrPt7QRgMs y", "npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("pypi-token", &["pypi-AgE"], "[0-9A-Za-z_-]{50,}")
        .checked(random)
        .samples("x pypi-AgEqyoltBDkAKzZQBtY4U3LhlPDMgqRVauI97yBA5UQBuew5vvPR6 y", "pypi-AgE…"),
    word("rubygems-token", &["rubygems_"], "[0-9a-f]{48}")
        .checked(varied)
        .samples("x rubygems_f76a7619d86f65742197c7876e0f8aa3cb3938672eaa0c62 y", "rubygems_…"),
    word("crates-token", &["cio"], r"[0-9A-Za-z]{32}\b")
        .checked(random)
        .samples("x cioDKuItyLzfdBrcvFSKYfnouywy9aD7iGl y", "cioxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    token("clojars-token", &["CLOJARS_"], "[0-9A-Za-z]{60}")
        .ignore_case()
        .checked(varied)
        .samples("x CLOJARS_fMH1BsEcXckHEpSpKiffWMUYsCdynYPkJ2eFFKkJfYek2kOn3JrNA5PrmRLf y", "CLOJARS_…"),
    word("docker-token", &["dckr_pat_", "dckr_oat_"], "[0-9A-Za-z_-]{27,}")
        .checked(random)
        .samples("x dckr_pat_vsYSJ2nbm8L6QmVhznVA7AKj5S9 y", "dckr_oat_xxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("nuget-key", &["oy2"], r"[0-9a-z]{43}\b")
        .checked(random)
        .samples("x oy2u3r9h3dq8x3bfs72x7nrodidw4ajyortqlix0o056qd y", "oy2…"),
    word("jfrog-token", &["AKCp"], r"[0-9A-Za-z]{69}\b")
        .checked(random)
        .samples("x AKCpVK4Geo6wlg98ht6InGgZApoyHdvshvZqlOxVMoNkiFdlAS7637dco5KzoDgHPGBxGC4ao y", "AKCp…"),
    word("jfrog-token", &["cmVmd"], r"[0-9A-Za-z]{59}\b")
        .checked(random)
        .samples("x cmVmd06PaS3bQs2n2lJhYv6FRvcEUyuzODoPjqqHnxWNo77lSyYNHiK8Ot5FXCoc y", "cmVmd…"),
];

const BUILDS: &[Entry] = &[
    word("circleci-token", &["CCIPAT_", "CCIPRJ_"], "[0-9A-Za-z_]{40,}")
        .checked(random)
        .samples("x CCIPAT_Zen2EJGgB8udZ0jGEFz15zSl0QLcy3v3LDowR2uB y", "CCIPRJ_…"),
    word("buildkite-token", &["bkua_"], r"[0-9a-f]{40}\b")
        .checked(random)
        .samples("x bkua_8d823856162e220eeb112529e9c6d0649246aad9 y", "bkua_…"),
    word("octopus-key", &["API-"], r"[0-9A-Z]{26}\b")
        .checked(random)
        .samples("x API-V4C6MFKPLKTKY45TKBC8U6JO4X y", "API-xxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("sonar-token", &["sqp_", "squ_", "sqa_"], r"[0-9a-f]{40}\b")
        .checked(random)
        .samples("x sqp_e7eed81bb2eaaa4da29bf3517c7ba55d66249f0a y", "sqa_…"),
    word("infracost-key", &["ico-"], r"[0-9A-Za-z]{32}\b")
        .checked(own_word)
        .samples("x ico-u7vyE4KfrQIGmCUSD2ZE7LvnFFdMIvga y", "ico-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("prefect-key", &["pnu_"], "[0-9A-Za-z]{36}")
        .checked(random)
        .samples("x pnu_uywichmpp8vu5eCfpnjbaqoQOHxaEql24RAr y", "pnu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    word("postman-key", &["PMAK-"], "[0-9A-Fa-f]{24}-[0-9A-Fa-f]{34}")
        .checked(random)
        .samples("x PMAK-D779daC934B6Bdf0238bB6Df-dD344ce7500D9A47ba6642F5E4DaD87CA5 y", "PMAK-…"),
    word(
        "launchdarkly-key",
        &["sdk-", "api-", "mob-"],
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    )
    .checked(random)
    .samples("x sdk-81e9db0c-e84a-4412-7388-299db76e7456 y", "mob-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
];
