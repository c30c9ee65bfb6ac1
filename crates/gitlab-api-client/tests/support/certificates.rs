//! Certificates, made when a test runs: X.509 is written by hand, since a test needs very little of it.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::STANDARD};

/// A certificate with its key, both in DER.
pub struct Certificate {
    pub der: Vec<u8>,
    pub key: Vec<u8>,
    name: String,
}

/// When it is valid.
#[derive(Clone, Copy)]
pub enum Validity {
    Now,
    Expired,
}

impl Certificate {
    /// An authority, which signs itself.
    pub fn authority(name: &str) -> Self {
        Self::made(name, None, Validity::Now, None)
    }

    /// One for this host, signed by nobody but itself.
    pub fn self_signed(host: &str) -> Self {
        Self::made(host, Some(host), Validity::Now, None)
    }

    /// One for this host, signed by this authority.
    pub fn signed(&self, host: &str, validity: Validity) -> Self {
        Self::made(host, Some(host), validity, Some(self))
    }

    fn made(name: &str, host: Option<&str>, validity: Validity, issuer: Option<&Self>) -> Self {
        let random = SystemRandom::new();
        let key =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap().as_ref().to_vec();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key).unwrap();
        let algorithm = sequence(&[ECDSA_WITH_SHA256]);
        let (from, to) = match validity {
            Validity::Now => ("200101000000Z", "491231000000Z"),
            Validity::Expired => ("190101000000Z", "200101000000Z"),
        };
        let mut point = vec![0];
        point.extend_from_slice(pair.public_key().as_ref());
        let extension = match host {
            // A name that the certificate is for.
            Some(host) => sequence(&[
                &[0x06, 3, 0x55, 0x1d, 0x11],
                &tlv(0x04, &sequence(&[&tlv(0x82, host.as_bytes())])),
            ]),
            // Critical: it may sign others.
            None => sequence(&[
                &[0x06, 3, 0x55, 0x1d, 0x13],
                &[0x01, 1, 0xff],
                &tlv(0x04, &sequence(&[&[0x01, 1, 0xff]])),
            ]),
        };
        let to_be_signed = sequence(&[
            &tlv(0xa0, &[0x02, 1, 2]),
            &[0x02, 1, 1],
            &algorithm,
            &common_name(issuer.map_or(name, |issuer| &issuer.name)),
            &sequence(&[&tlv(0x17, from.as_bytes()), &tlv(0x17, to.as_bytes())]),
            &common_name(name),
            &sequence(&[&sequence(&[EC_PUBLIC_KEY, PRIME256V1]), &tlv(0x03, &point)]),
            &tlv(0xa3, &sequence(&[&extension])),
        ]);
        let signer = match issuer {
            Some(issuer) => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &issuer.key).unwrap(),
            None => pair,
        };
        let mut signature = vec![0];
        signature.extend_from_slice(signer.sign(&random, &to_be_signed).unwrap().as_ref());
        Self {
            der: sequence(&[&to_be_signed, &algorithm, &tlv(0x03, &signature)]),
            key,
            name: name.to_owned(),
        }
    }

    pub fn pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }

    pub fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key)
    }
}

const ECDSA_WITH_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const EC_PUBLIC_KEY: &[u8] = &[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const PRIME256V1: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

fn common_name(name: &str) -> Vec<u8> {
    let name = sequence(&[&[0x06, 3, 0x55, 0x04, 0x03], &tlv(0x0c, name.as_bytes())]);
    sequence(&[&tlv(0x31, &name)])
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// Tag, length, value.
fn tlv(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap().to_be_bytes();
    let mut bytes = vec![tag];
    match value.len() {
        0..0x80 => bytes.push(length[1]),
        0x80..0x100 => bytes.extend([0x81, length[1]]),
        _ => bytes.extend([0x82, length[0], length[1]]),
    }
    bytes.extend_from_slice(value);
    bytes
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
