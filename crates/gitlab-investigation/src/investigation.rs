//! An investigation: what to look at, how far, and within which limits.

use crate::progress::{Listener, Progress};
use crate::read::{self, Session};
use crate::{Evidence, EvidenceSource, Incident, Limits, Window};
use gitlab_core::GitLabReference;
use secret_redaction::Redactor;

/// An investigation of what a reference points at.
///
/// It reads everything side by side, each part as soon as what it needs is known, and gives [`Evidence`]. It
/// never fails: a part that cannot be read becomes a [`Gap`](crate::Gap) in the evidence, and when nothing can
/// be read at all, the gaps say why.
///
/// ```no_run
/// use gitlab_core::{GitLabReference, Instance};
/// use gitlab_investigation::{EvidenceSource, Investigation, Limits, Window};
/// use std::time::Duration;
///
/// # async fn example(source: &dyn EvidenceSource) -> Result<(), Box<dyn std::error::Error>> {
/// let reference = GitLabReference::parse("shop/checkout!42", &[Instance::gitlab_com()])?;
/// let evidence = Investigation::of(reference)
///     .window(Window::default().environment("production"))
///     .limits(Limits { deadline: Duration::from_secs(30), ..Limits::default() })
///     .on_progress(|event| tracing::info!(?event, "investigating"))
///     .run(source)
///     .await;
/// for gap in &evidence.gaps {
///     println!("{} is missing: {}", gap.what, gap.why);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an investigation reads nothing until it is run"]
pub struct Investigation {
    reference: GitLabReference,
    incident: Option<Incident>,
    window: Window,
    limits: Limits,
    redactor: Option<Redactor>,
    listener: Listener,
}

impl Investigation {
    /// An investigation that starts from this reference.
    pub fn of(reference: GitLabReference) -> Self {
        Self {
            reference,
            incident: None,
            window: Window::default(),
            limits: Limits::default(),
            redactor: None,
            listener: Listener::default(),
        }
    }

    /// What the alert says, for the analyst.
    pub fn incident(mut self, incident: Incident) -> Self {
        self.incident = Some(incident);
        self
    }

    /// Which time is looked at; 30 days back from now unless told otherwise.
    pub fn window(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// How much is read, and how long it may take.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Masks secrets by this redactor, which may know values of your own; the default knows the usual kinds.
    pub fn redactor(mut self, redactor: Redactor) -> Self {
        self.redactor = Some(redactor);
        self
    }

    /// Hands every event to `listener`, from within the investigation: it should return quickly.
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.listener = Listener::new(listener);
        self
    }

    /// Reads everything that `source` has about the reference, within the limits.
    pub async fn run(&self, source: &dyn EvidenceSource) -> Evidence {
        let usual = Redactor::default();
        let redactor = self.redactor.as_ref().unwrap_or(&usual);
        let session = Session::new(source, &self.limits, redactor, &self.listener);
        let mut evidence = read::read(session, &self.reference, &self.window).await;
        evidence.incident = self.incident.clone();
        if let Some(incident) = &mut evidence.incident {
            incident.started_at = incident.started_at.or(self.window.incident_start());
        }
        evidence.mask(redactor);
        evidence
    }
}
