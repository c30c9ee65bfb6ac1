//! How payloads are read here: which installations, which services, which sources.

use crate::decode::decode;
use crate::references;
use crate::source::{BUILT_IN, PLAIN};
use crate::{Alert, AlertError, Fingerprint, Payload, Source};
use gitlab_core::{Instance, ProjectRef};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most bytes of a payload that are read unless told otherwise: no tool is known to send more.
const MAX_BYTES: usize = 1024 * 1024;

/// Fields in which programs wrap the payload that they pass on.
const ENVELOPES: &[&str] =
    &["alert", "alert_payload", "alertPayload", "payload", "body", "event", "data", "message"];

/// How payloads are read: the GitLab installations whose URLs count, the services and their projects, the sources.
///
/// The default knows GitLab.com, no service and the sources of [this crate](crate#sources).
///
/// ```
/// use alert_mapping::{AlertMapping, ServiceMapping};
/// use gitlab_core::Instance;
///
/// let mapping = AlertMapping::builder()
///     .instances([Instance::parse("https://gitlab.example.com")?])
///     .service("checkout-api", ServiceMapping::new("shop/backend".parse()?).path_prefix("services/checkout"))
///     .build();
/// let alert = mapping.read(br#"{"message": "5xx above 5 %", "service": "checkout-api"}"#)?;
/// assert_eq!(alert.reference()?.to_string(), "shop/backend");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AlertMapping {
    instances: Vec<Instance>,
    services: BTreeMap<String, ServiceMapping>,
    sources: Vec<Arc<dyn Source>>,
    max_bytes: usize,
}

impl Default for AlertMapping {
    fn default() -> Self {
        Self {
            instances: vec![Instance::gitlab_com()],
            services: BTreeMap::new(),
            sources: Vec::new(),
            max_bytes: MAX_BYTES,
        }
    }
}

impl AlertMapping {
    /// A mapping to be set up, beginning with the default.
    #[must_use]
    pub fn builder() -> AlertMappingBuilder {
        AlertMappingBuilder { mapping: Self::default() }
    }

    /// Reads any payload.
    ///
    /// JSON is read as tools and their templates really write it. A byte order mark is skipped; bytes that are no
    /// UTF-8 and halves of surrogate pairs become `\u{fffd}`; raw control characters in a text are taken as they
    /// are; a number beyond all bounds becomes a text; of a key that stands twice in an object the last counts.
    /// JSON text inside JSON is looked into three levels deep, as if it stood there itself.
    ///
    /// A payload of no known source is read as [plain JSON](crate#sources). One that wraps another in `alert`,
    /// `payload`, `body` or the like is read as what it wraps; references are looked for in all of it.
    ///
    /// # Errors
    ///
    /// [`AlertError`] when the payload is too large, no JSON, no object, or known to be no alert. A payload without
    /// any reference is no error here: [`Alert::reference`] says so.
    pub fn read(&self, payload: &[u8]) -> Result<Alert, AlertError> {
        if payload.len() > self.max_bytes {
            return Err(AlertError::TooLarge { size: payload.len(), limit: self.max_bytes });
        }
        let value = decode(payload)?;
        let mut alert = self.read_value(&value)?;
        alert.tidy();
        let collected = references::collect(&value, &self.instances);
        alert.environment = alert.environment.take().or_else(|| collected.environment.clone());
        alert.service_mapping =
            alert.service.as_ref().and_then(|service| self.services.get(service)).cloned();
        alert.found = references::combine(collected, alert.service_mapping.as_ref());
        for member in &mut alert.members {
            member.service_mapping =
                member.service.as_ref().and_then(|name| self.services.get(name)).cloned();
            member.found = alert.found.below(&member.place);
        }
        Ok(alert)
    }

    fn read_value(&self, value: &Value) -> Result<Alert, AlertError> {
        let payload = Payload::new(value);
        let (source, inner, place) = match self.source_of(payload) {
            Some(source) => (source, payload, None),
            None => ENVELOPES
                .iter()
                .find_map(|key| {
                    let inner = payload.at(key);
                    Some((self.source_of(inner)?, inner, Some(*key)))
                })
                .unwrap_or((PLAIN, payload, None)),
        };
        let mut alert = source.read(inner)?;
        if let Some(key) = place {
            alert.place = format!("$.{key}");
            for member in &mut alert.members {
                member.place = member.place.replacen('$', &alert.place, 1);
            }
        }
        if alert.fingerprint.as_str().is_empty() {
            alert.fingerprint = match alert.members.as_slice() {
                [only] if !only.fingerprint.as_str().is_empty() => only.fingerprint.clone(),
                _ => Fingerprint::derive(value),
            };
        }
        for (index, member) in alert.members.iter_mut().enumerate() {
            if member.fingerprint.as_str().is_empty() {
                let of_member = format!("{} {index} {}", alert.fingerprint, member.title);
                member.fingerprint = Fingerprint::Derived(crate::fingerprint::hash_of(&of_member));
            }
        }
        Ok(alert)
    }

    fn source_of(&self, payload: Payload<'_>) -> Option<&dyn Source> {
        let own = self.sources.iter().map(|source| &**source);
        let mut sources = own.chain(BUILT_IN.iter().map(|source| *source as &dyn Source));
        sources.find(|source| source.recognizes(payload))
    }
}

/// Sets up an [`AlertMapping`].
#[derive(Clone, Debug)]
pub struct AlertMappingBuilder {
    mapping: AlertMapping,
}

impl AlertMappingBuilder {
    /// Whose URLs are references, instead of those of GitLab.com alone.
    ///
    /// A URL with `/-/` in it on any other host is never taken for one; [`Alert::unused`] hints at it.
    #[must_use]
    pub fn instances(mut self, instances: impl IntoIterator<Item = Instance>) -> Self {
        self.mapping.instances = instances.into_iter().collect();
        self
    }

    /// Where the code of a service is. The name must be exactly the alert's, upper and lower case included.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>, mapping: ServiceMapping) -> Self {
        self.mapping.services.insert(name.into(), mapping);
        self
    }

    /// A source of your own, asked before those of this crate and after those added earlier.
    #[must_use]
    pub fn source(mut self, source: impl Source) -> Self {
        self.mapping.sources.push(Arc::new(source));
        self
    }

    /// The most bytes of a payload that are read; 1 MiB unless told otherwise.
    #[must_use]
    pub fn max_bytes(mut self, limit: usize) -> Self {
        self.mapping.max_bytes = limit;
        self
    }

    /// The mapping.
    #[must_use]
    pub fn build(self) -> AlertMapping {
        self.mapping
    }
}

/// Where the code of a service is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServiceMapping {
    /// The project.
    pub project: ProjectRef,
    /// The folder of the service in the project, without slashes at its ends; `None` for all of it.
    #[serde(default)]
    pub path_prefix: Option<String>,
    /// The branch that its releases come from; `None` for the project's own default branch.
    #[serde(default)]
    pub default_branch: Option<String>,
}

impl ServiceMapping {
    /// A service that is a project of its own.
    #[must_use]
    pub fn new(project: ProjectRef) -> Self {
        Self { project, path_prefix: None, default_branch: None }
    }

    /// The same service, in a folder of the project.
    #[must_use]
    pub fn path_prefix(mut self, folder: &str) -> Self {
        self.path_prefix = Some(folder.trim_matches('/').to_owned()).filter(|folder| !folder.is_empty());
        self
    }

    /// The same service, released from this branch.
    #[must_use]
    pub fn default_branch(mut self, branch: impl Into<String>) -> Self {
        self.default_branch = Some(branch.into());
        self
    }
}
