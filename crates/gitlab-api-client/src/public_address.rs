//! Which addresses are of the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one that the public internet has: none of this machine, of a private network, of the
/// services that clouds give to their machines, and none that is reserved.
///
/// An IPv4 address inside of an IPv6 one is judged as what it is, where packets really go to it: mapped
/// (`::ffff:0:0/96`) and translated by NAT64 (`64:ff9b::/96`). 6to4 and Teredo, which nobody needs any more,
/// are not public.
///
/// It is what [`ReqwestTransportBuilder::only_public_addresses`] asks; a transport of your own can ask it too.
/// Check the address that is connected to, not a name that was looked up before: a name can change its address
/// in between.
///
/// ```
/// use gitlab_api_client::is_public_address;
///
/// assert!(is_public_address("8.8.8.8".parse()?));
/// assert!(!is_public_address("169.254.169.254".parse()?));
/// assert!(!is_public_address("::ffff:10.0.0.1".parse()?));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[cfg_attr(
    feature = "reqwest",
    doc = "\n[`ReqwestTransportBuilder::only_public_addresses`]: crate::ReqwestTransportBuilder::only_public_addresses"
)]
#[cfg_attr(not(feature = "reqwest"), doc = "\n[`ReqwestTransportBuilder::only_public_addresses`]: crate")]
#[must_use]
pub fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The networks of IPv4 that are not public: the first address, and how many bits name the network.
const NOT_PUBLIC_V4: &[(Ipv4Addr, u32)] = &[
    // This network; many systems connect to themselves.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    // Private.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Behind the address translation of a provider; also the metadata of one cloud.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // This machine.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // The agent that one cloud puts beside each of its machines, at an address that looks public.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    // This link; the metadata of most clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Private.
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    // Assigned by the IETF to protocols; also the metadata of one cloud.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    // Relays of 6to4.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // Private.
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Documentation.
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, and the broadcast.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    !NOT_PUBLIC_V4.iter().any(|(network, length)| (bits ^ network.to_bits()) >> (32 - length) == 0)
}

/// What of the one block that IPv6 gives out is not public.
const NOT_PUBLIC_V6: &[(Ipv6Addr, u32)] = &[
    // Assigned by the IETF to protocols: Teredo, benchmarks, identifiers.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4, which holds an IPv4 address of which nobody knows where it leads.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    // Documentation.
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(mapped) = address.to_ipv4_mapped().or_else(|| translated(address)) {
        return is_public_v4(mapped);
    }
    let bits = address.to_bits();
    // Everything else, from `::1` to multicast, is outside of the block that is given out.
    let given_out = bits >> 125 == 0b001;
    given_out
        && !NOT_PUBLIC_V6.iter().any(|(network, length)| (bits ^ network.to_bits()) >> (128 - length) == 0)
}

/// The IPv4 address that NAT64 makes of an address in its well-known network, `64:ff9b::/96`.
fn translated(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_public(address: &str) -> bool {
        is_public_address(address.parse().unwrap_or_else(|_| panic!("{address}")))
    }

    #[test]
    fn case_163_the_edges_of_every_network() {
        for (last_outside, first, last, first_outside) in [
            (None, "0.0.0.0", "0.255.255.255", Some("1.0.0.0")),
            (Some("9.255.255.255"), "10.0.0.0", "10.255.255.255", Some("11.0.0.0")),
            (Some("100.63.255.255"), "100.64.0.0", "100.127.255.255", Some("100.128.0.0")),
            (Some("126.255.255.255"), "127.0.0.0", "127.255.255.255", Some("128.0.0.0")),
            (Some("168.63.129.15"), "168.63.129.16", "168.63.129.16", Some("168.63.129.17")),
            (Some("169.253.255.255"), "169.254.0.0", "169.254.255.255", Some("169.255.0.0")),
            (Some("172.15.255.255"), "172.16.0.0", "172.31.255.255", Some("172.32.0.0")),
            (Some("191.255.255.255"), "192.0.0.0", "192.0.0.255", Some("192.0.1.0")),
            (Some("192.0.1.255"), "192.0.2.0", "192.0.2.255", Some("192.0.3.0")),
            (Some("192.88.98.255"), "192.88.99.0", "192.88.99.255", Some("192.88.100.0")),
            (Some("192.167.255.255"), "192.168.0.0", "192.168.255.255", Some("192.169.0.0")),
            (Some("198.17.255.255"), "198.18.0.0", "198.19.255.255", Some("198.20.0.0")),
            (Some("198.51.99.255"), "198.51.100.0", "198.51.100.255", Some("198.51.101.0")),
            (Some("203.0.112.255"), "203.0.113.0", "203.0.113.255", Some("203.0.114.0")),
            (Some("223.255.255.255"), "224.0.0.0", "255.255.255.255", None),
            (None, "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2003::")),
            (None, "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", Some("2001:200::")),
            (
                Some("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff"),
                "2001:db8::",
                "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                Some("2001:db9::"),
            ),
            (
                Some("2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                "2002::",
                "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                Some("2003::"),
            ),
            (
                Some("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                "3fff::",
                "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
                Some("3fff:1000::"),
            ),
            (
                Some("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
                "4000::",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                None,
            ),
        ] {
            for inside in [first, last] {
                assert!(!is_public(inside), "{inside}");
            }
            for outside in [last_outside, first_outside].into_iter().flatten() {
                assert!(is_public(outside), "{outside}");
            }
        }
    }

    #[test]
    fn case_163_what_attackers_write() {
        for address in [
            // Metadata of clouds, by IPv4 and IPv6.
            "169.254.169.254",
            "169.254.170.2",
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16",
            "fd00:ec2::254",
            "fe80::a9fe:a9fe",
            // This machine.
            "127.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "::",
            "::1",
            // An IPv4 address in every IPv6 clothing.
            "::127.0.0.1",
            "::10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:7f00:1",
            "::ffff:169.254.169.254",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::8.8.8.8",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:808:808::",
            "2001:0:7f00:1::",
            // Private, link-local, multicast.
            "fc00::1",
            "fdff:ffff:ffff:ffff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "224.0.0.251",
            "239.255.255.250",
            "255.255.255.255",
            "100::1",
            "5f00::1",
        ] {
            assert!(!is_public(address), "{address}");
        }
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "34.74.90.64",
            "172.65.251.78",
            "192.0.1.1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2606:4700:90:0:f22e:fbec:5bed:a9b9",
            "2a00:1450::1",
            "2001:4860:4860::8888",
        ] {
            assert!(is_public(address), "{address}");
        }
    }

    proptest! {
        #[test]
        fn case_163_an_ipv4_address_is_judged_alike_in_every_clothing(bits in any::<u32>()) {
            let address = Ipv4Addr::from_bits(bits);
            let expected = is_public_v4(address);
            prop_assert_eq!(is_public_v6(address.to_ipv6_mapped()), expected);
            let nat64 = Ipv6Addr::from_bits((0x0064_ff9b_u128 << 96) | u128::from(bits));
            prop_assert_eq!(is_public_v6(nat64), expected);
            prop_assert!(!is_public_v6(address.to_ipv6_compatible()));
            // 6to4 is never public.
            prop_assert!(!is_public_v6(Ipv6Addr::from_bits((0x2002_u128 << 112) | (u128::from(bits) << 80))));
        }

        #[test]
        fn case_163_what_the_standard_library_knows_as_special_is_not_public(v4 in any::<u32>(), v6 in any::<u128>(), low in any::<u32>()) {
            let v4 = Ipv4Addr::from_bits(v4);
            let special = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast()
                || v4.is_broadcast() || v4.is_documentation() || v4.is_unspecified();
            prop_assert!(!(special && is_public_v4(v4)), "{v4}");
            for bits in [v6, u128::from(low), v6 | (0xfe_u128 << 120)] {
                let v6 = Ipv6Addr::from_bits(bits);
                let special = v6.is_loopback() || v6.is_multicast() || v6.is_unspecified()
                    || v6.is_unique_local() || v6.is_unicast_link_local();
                prop_assert!(!(special && is_public_v6(v6)), "{v6}");
            }
        }
    }
}
