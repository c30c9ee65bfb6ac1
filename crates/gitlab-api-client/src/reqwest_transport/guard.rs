//! Which addresses may be connected to, and which names have which addresses.
//!
//! A resolver is never asked for a host that is written as an address, nor for any host behind a proxy. So the
//! former is checked before a request is sent, and proxies are off while the guard is on. What the resolver
//! gives is what is connected to: a name that changes its address after it was checked gains nothing.

use crate::is_public_address;
use gitlab_core::{Delivery, TransportError, TransportErrorKind};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use url::{Host, Url};

/// The addresses that may be connected to: public ones, and what is listed.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    hosts: Vec<String>,
    networks: Vec<Network>,
}

impl Guard {
    /// Adds an exception: a network (`10.1.0.0/16`), an address, or a host name. `None` when it is none of them.
    pub(super) fn allow(&mut self, exception: &str) -> Option<()> {
        if let Some(network) = Network::parse(exception) {
            self.networks.push(network);
            return Some(());
        }
        if let Ok(address) = exception.trim().parse::<IpAddr>() {
            self.networks.push(Network::of(address));
            return Some(());
        }
        // Read as a URL reads it, so that both are written alike.
        match Host::parse(exception.trim()).ok()? {
            Host::Domain(name) => self.hosts.push(plain(&name)),
            Host::Ipv4(address) => self.networks.push(Network::of(address.into())),
            Host::Ipv6(address) => self.networks.push(Network::of(address.into())),
        }
        Some(())
    }

    /// Checks a host that is written as an address, in whichever way: the URL holds it as what it is.
    pub(super) fn check_url(&self, url: &Url) -> Result<(), TransportError> {
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        if self.permits(address) {
            return Ok(());
        }
        Err(TransportError::new(TransportErrorKind::AddressNotAllowed, Delivery::NotSent)
            .with_source(NotPublic(address)))
    }

    fn permits_host(&self, name: &str) -> bool {
        self.hosts.contains(&plain(name))
    }

    fn permits(&self, address: IpAddr) -> bool {
        is_public_address(address) || self.networks.iter().any(|network| network.contains(address))
    }
}

/// A host name without the final dot of an absolute one, in small letters.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// Addresses that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    first: IpAddr,
    length: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (first, length) = text.trim().split_once('/')?;
        let (first, length) = (first.parse::<IpAddr>().ok()?, length.parse().ok()?);
        // In IPv6 clothing the network has 96 bits more, which say nothing.
        let (first, length) = match first.to_canonical() {
            plain @ IpAddr::V4(_) if first.is_ipv6() => (plain, u32::checked_sub(length, 96)?),
            plain => (plain, length),
        };
        let most = if first.is_ipv4() { 32 } else { 128 };
        (length <= most).then_some(Self { first, length })
    }

    fn of(address: IpAddr) -> Self {
        let first = address.to_canonical();
        Self { first, length: if first.is_ipv4() { 32 } else { 128 } }
    }

    fn contains(self, address: IpAddr) -> bool {
        // An IPv4 address in IPv6 clothing is that address.
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                (first.to_bits() ^ address.to_bits()).checked_shr(32 - self.length).unwrap_or(0) == 0
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                (first.to_bits() ^ address.to_bits()).checked_shr(128 - self.length).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// The error of an address that may not be connected to.
#[derive(Debug)]
pub(super) struct NotPublic(IpAddr);

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no public address", self.0)
    }
}

impl std::error::Error for NotPublic {}

type LookUp = dyn Fn(String) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>> + Send + Sync;

/// Looks names up, first among those that are given, and gives what may be connected to.
#[derive(Clone)]
pub(super) struct Resolver {
    given: Arc<HashMap<String, Vec<IpAddr>>>,
    guard: Option<Arc<Guard>>,
    look_up: Arc<LookUp>,
}

impl Resolver {
    pub(super) fn new(given: HashMap<String, Vec<IpAddr>>, guard: Option<Arc<Guard>>) -> Self {
        let given = given.into_iter().map(|(name, addresses)| (plain(&name), addresses)).collect();
        Self { given: Arc::new(given), guard, look_up: Arc::new(|name| Box::pin(of_the_system(name))) }
    }

    async fn addresses(self, name: String) -> Result<Vec<IpAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let mut addresses = match self.given.get(&plain(&name)) {
            Some(addresses) => addresses.clone(),
            None => (self.look_up)(name.clone()).await?,
        };
        if let Some(guard) = self.guard.filter(|guard| !guard.permits_host(&name)) {
            let refused = addresses.iter().copied().find(|address| !guard.permits(*address));
            addresses.retain(|address| guard.permits(*address));
            if let Some(address) = refused.filter(|_| addresses.is_empty()) {
                return Err(NotPublic(address).into());
            }
        }
        if addresses.is_empty() {
            return Err("the name has no address".into());
        }
        Ok(addresses)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.clone().addresses(name.as_str().to_owned());
        Box::pin(async move {
            let addresses = found.await?.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

async fn of_the_system(name: String) -> io::Result<Vec<IpAddr>> {
    Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use proptest::prelude::*;
    use std::sync::Mutex;

    fn guard(exceptions: &[&str]) -> Guard {
        let mut guard = Guard::default();
        for exception in exceptions {
            guard.allow(exception).unwrap_or_else(|| panic!("{exception}"));
        }
        guard
    }

    fn refused(guard: &Guard, url: &str) -> bool {
        match guard.check_url(&Url::parse(url).unwrap_or_else(|_| panic!("{url}"))) {
            Ok(()) => false,
            Err(error) => {
                assert_eq!(error.kind(), TransportErrorKind::AddressNotAllowed);
                assert_eq!(error.delivery(), Delivery::NotSent);
                true
            }
        }
    }

    #[test]
    fn case_163_an_address_is_seen_in_whichever_way_it_is_written() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://127.0.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.1/",
            "http://0x7f.0x0.0x0.0x1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://①②⑦.0.0.1/",
            "http://127。0。0。1/",
            "http://1\t27.0.0.1/",
            "http://%31%32%37.0.0.1/",
            "http://user@127.0.0.1/",
            "http://0/",
            "http://0.0.0.0:8080/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0xa9fea9fe/",
            "http://2852039166/",
            "http://100.64.0.1/",
        ] {
            assert!(refused(&guard(&[]), url), "{url}");
        }
        for url in
            ["https://8.8.8.8/", "https://[2606:4700::1]/", "https://gitlab.com/", "http://127.0.0.1.nip.io/"]
        {
            assert!(!refused(&guard(&[]), url), "{url}");
        }
    }

    #[test]
    fn case_165_only_what_is_listed_is_allowed() {
        let guard = guard(&[
            "10.1.0.0/16",
            "192.168.7.9",
            "fd00:1::/32",
            "[fd00:2::5]",
            "GitLab.Internal.",
            " 10.9.0.0/24 ",
            "::ffff:10.8.0.0/112",
        ]);
        for (url, is_refused) in [
            ("http://10.1.0.0/", false),
            ("http://10.1.255.255/", false),
            ("http://[::ffff:10.1.2.3]/", false),
            ("http://10.2.0.0/", true),
            ("http://10.0.255.255/", true),
            ("http://10.9.0.255/", false),
            ("http://10.9.1.0/", true),
            ("http://10.8.255.255/", false),
            ("http://10.7.255.255/", true),
            ("http://192.168.7.9/", false),
            ("http://192.168.7.8/", true),
            ("http://[fd00:1:ffff::1]/", false),
            ("http://[fd00:2::5]/", false),
            ("http://[fd00:2::6]/", true),
            ("http://127.0.0.1/", true),
        ] {
            assert_eq!(refused(&guard, url), is_refused, "{url}");
        }
        assert!(guard.permits_host("gitlab.internal") && guard.permits_host("GITLAB.internal."));
        assert!(
            !guard.permits_host("sub.gitlab.internal") && !guard.permits_host("gitlab.internal.evil.example")
        );
        for nonsense in
            ["", "10.0.0.0/33", "::/129", "10.0.0/8", "a b", "10.0.0.0/", "http://x", "x/8", "[::1"]
        {
            assert!(Guard::default().allow(nonsense).is_none(), "{nonsense}");
        }
        let everything = self::guard(&["0.0.0.0/0", "::/0"]);
        assert!(!refused(&everything, "http://127.0.0.1/") && !refused(&everything, "http://[::1]/"));
    }

    /// A resolver to which the name has these addresses, one list for each look-up.
    fn resolver(guard: Guard, answers: &[&[&str]]) -> Resolver {
        let mut answers: Vec<Vec<IpAddr>> = answers
            .iter()
            .map(|list| list.iter().map(|address| address.parse().unwrap()).collect())
            .collect();
        answers.reverse();
        let answers = Mutex::new(answers);
        let mut resolver = Resolver::new(HashMap::new(), Some(Arc::new(guard)));
        resolver.look_up = Arc::new(move |_| {
            let answer = answers.lock().unwrap().pop().ok_or(io::ErrorKind::NotFound.into());
            Box::pin(async move { answer })
        });
        resolver
    }

    fn found(resolver: &Resolver) -> Result<Vec<String>, String> {
        let name = "gitlab.example.com".parse().unwrap();
        match resolver.resolve(name).now_or_never().unwrap() {
            Ok(addresses) => Ok(addresses.map(|address| address.ip().to_string()).collect()),
            Err(error) => {
                assert!(!error.to_string().contains("no public") || error.is::<NotPublic>());
                Err(error.to_string())
            }
        }
    }

    #[test]
    fn case_164_a_name_that_changes_its_address_is_checked_each_time() {
        let resolver =
            resolver(Guard::default(), &[&["8.8.8.8"], &["127.0.0.1"], &["8.8.4.4", "10.0.0.1"], &[]]);
        assert_eq!(found(&resolver).unwrap(), ["8.8.8.8"]);
        assert_eq!(found(&resolver).unwrap_err(), "127.0.0.1 is no public address");
        // What is private is left out, so that it is not even tried second.
        assert_eq!(found(&resolver).unwrap(), ["8.8.4.4"]);
        assert_eq!(found(&resolver).unwrap_err(), "the name has no address");
        assert!(found(&resolver).is_err());
    }

    #[test]
    fn case_165_a_listed_name_may_have_a_private_address_and_a_listed_network_any_name() {
        let private: &[&[&str]] = &[&["10.0.0.1", "fd00::1"]];
        assert_eq!(
            found(&resolver(guard(&["gitlab.example.com"]), private)).unwrap(),
            ["10.0.0.1", "fd00::1"]
        );
        assert_eq!(found(&resolver(guard(&["10.0.0.0/8"]), private)).unwrap(), ["10.0.0.1"]);
        assert!(found(&resolver(guard(&["other.example.com"]), private)).is_err());
    }

    #[test]
    fn what_is_given_for_a_name_is_checked_as_well() {
        let given = HashMap::from([("GitLab.example.com.".to_owned(), vec!["10.0.0.1".parse().unwrap()])]);
        let open = Resolver::new(given.clone(), None);
        assert_eq!(found(&open).unwrap(), ["10.0.0.1"]);
        assert!(found(&Resolver::new(given, Some(Arc::default()))).is_err());
    }

    proptest! {
        #[test]
        fn a_network_holds_what_begins_alike(bits in any::<u32>(), other in any::<u32>(), length in 0_u32..=32) {
            let network = Network { first: IpAddr::V4(bits.into()), length };
            let alike = length == 0 || bits >> (32 - length) == other >> (32 - length);
            prop_assert_eq!(network.contains(IpAddr::V4(other.into())), alike);
            prop_assert!(network.contains(IpAddr::V4(bits.into())));
        }

        #[test]
        fn any_exception_is_read_or_refused(text in "\\PC{0,30}") {
            let _ = Guard::default().allow(&text);
        }
    }
}
