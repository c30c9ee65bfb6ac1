//! Finds and masks secrets in text: GitLab tokens, cloud and service keys, private keys, credentials in URLs and logs.
