//! The finding, cleaned and masked, in the order and the words in which every form shows it.

use super::{Clean, Safeguards};
use crate::finding::{EvidenceItem, Finding, Suspect};
use crate::inert::Address;

/// Names are cut at this many characters: services, authors, words of enums.
const NAME: usize = 80;

/// All that the other forms show of a finding. They see nothing else of it, so that no text reaches them as it came.
#[derive(Debug)]
pub(crate) struct Outline {
    pub(crate) title: Clean,
    pub(crate) status: Clean,
    pub(crate) severity: Clean,
    pub(crate) percent: Option<u8>,
    pub(crate) certainties: Vec<Clean>,
    /// The cause in one sentence; blank when it is not known.
    pub(crate) lead: Clean,
    /// What the description of the cause says beyond the lead, lead included; blank when that is all.
    pub(crate) cause: Clean,
    /// Service, category and error of the cause, under our names for them.
    pub(crate) cause_facts: Vec<(&'static str, Clean)>,
    pub(crate) summary: Clean,
    pub(crate) evidence: Vec<Observation>,
    pub(crate) suspects: Vec<Change>,
    /// Role, name, detail.
    pub(crate) services: Vec<(Clean, Clean, Clean)>,
    pub(crate) timeline: Vec<Moment>,
    /// Kind, text.
    pub(crate) next_steps: Vec<(Clean, Clean)>,
    /// What, why, advice.
    pub(crate) gaps: Vec<[Clean; 3]>,
    pub(crate) links: Vec<(Clean, Option<Link>)>,
    pub(crate) made_by: Option<Clean>,
    pub(crate) made_at: Option<jiff::Timestamp>,
    /// Who may read it.
    pub(crate) visibility: Option<Clean>,
    /// Characters of excerpts that are not shown.
    pub(crate) excerpts_left_out: usize,
    /// Excerpts of which nothing is shown.
    pub(crate) excerpts_missing: usize,
}

/// An address that a finding names.
#[derive(Debug)]
pub(crate) enum Link {
    /// It may be a link.
    Allowed(Address),
    /// It leads elsewhere and is shown as text.
    Shown(Clean),
}

/// Lines of a log or a file, and the number of the first one.
pub(crate) type Lines = (Clean, Option<u64>);

#[derive(Debug)]
pub(crate) struct Observation {
    pub(crate) kind: Clean,
    pub(crate) text: Clean,
    pub(crate) link: Option<Link>,
    pub(crate) excerpt: Option<Lines>,
}

#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) title: Clean,
    pub(crate) link: Option<Link>,
    pub(crate) commit: Option<Clean>,
    pub(crate) merge_request: Option<Clean>,
    pub(crate) author: Option<Clean>,
    pub(crate) score: Option<f64>,
    /// The score as a part of the longest bar, from 0 to 1.
    pub(crate) bar: f64,
    pub(crate) reasons: Vec<Reason>,
}

#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) kind: Clean,
    pub(crate) weight: Option<f64>,
    pub(crate) detail: Clean,
}

#[derive(Debug)]
pub(crate) struct Moment {
    pub(crate) at: Option<jiff::Timestamp>,
    pub(crate) text: Clean,
    pub(crate) link: Option<Link>,
}

impl Outline {
    /// `limit` is that of the whole rendering in characters; texts are cut so that none of them takes all of it.
    pub(crate) fn new(finding: &Finding, safeguards: &Safeguards, limit: usize) -> Self {
        Reader { safeguards, limit }.read(finding)
    }
}

struct Reader<'s> {
    safeguards: &'s Safeguards,
    limit: usize,
}

impl Reader<'_> {
    fn read(&self, finding: &Finding) -> Outline {
        let description = finding.root_cause.as_ref().map(|cause| cause.description.as_str());
        let description = self.safeguards.prose(description.unwrap_or_default(), self.limit / 4);
        let sentence = first_sentence(description.as_str());
        let is_all = sentence.len() == description.as_str().trim().len();
        let lead = self.recut(sentence);
        let is_whole = is_all && lead.left_out == 0 && description.left_out == 0;
        let (excerpts, excerpts_left_out, excerpts_missing) = self.excerpts(&finding.evidence);
        let mut outline = Outline {
            title: self.entry(&finding.title),
            status: self.name(finding.status.as_str()),
            severity: self.name(finding.severity.as_str()),
            percent: finding.confidence.as_ref().map(crate::Confidence::percent),
            certainties: Vec::new(),
            lead,
            cause: if is_whole { Clean::default() } else { description },
            cause_facts: Vec::new(),
            summary: self.safeguards.prose(&finding.summary, self.limit / 4),
            evidence: self.evidence(&finding.evidence, excerpts),
            suspects: self.suspects(&finding.suspects),
            services: Vec::new(),
            timeline: Vec::new(),
            next_steps: Vec::new(),
            gaps: Vec::new(),
            links: Vec::new(),
            made_by: finding.made_by.as_deref().and_then(|name| self.named(name)),
            made_at: finding.made_at,
            visibility: finding.visibility.as_ref().and_then(|circle| self.named(circle.as_str())),
            excerpts_left_out,
            excerpts_missing,
        };
        if let Some(confidence) = &finding.confidence {
            let reasons = confidence.reasons().iter().map(|reason| self.entry(reason));
            outline.certainties = reasons.filter(|reason| !reason.is_empty()).collect();
        }
        if let Some(cause) = &finding.root_cause {
            let facts =
                [("Service", &cause.service), ("Category", &cause.category), ("Error", &cause.error_type)];
            outline.cause_facts = facts
                .into_iter()
                .filter_map(|(label, value)| Some((label, self.named(value.as_deref()?)?)))
                .collect();
        }
        for service in &finding.services {
            let detail = self.entry(service.detail.as_deref().unwrap_or_default());
            outline.services.push((self.name(service.role.as_str()), self.name(&service.name), detail));
        }
        for event in finding.events_by_time() {
            let link = self.safeguards.link(event.link.as_deref());
            outline.timeline.push(Moment { at: event.at, text: self.entry(&event.text), link });
        }
        for step in &finding.next_steps {
            outline.next_steps.push((self.name(step.kind.as_str()), self.entry(&step.text)));
        }
        for gap in &finding.gaps {
            outline.gaps.push([self.entry(&gap.what), self.entry(&gap.why), self.entry(&gap.advice)]);
        }
        for link in &finding.links {
            outline.links.push((self.entry(&link.title), self.safeguards.link(Some(&link.url))));
        }
        outline
    }

    /// One line within an entry.
    fn entry(&self, text: &str) -> Clean {
        self.safeguards.line(text, (self.limit / 20).max(80))
    }

    /// One line of a text that is clean already.
    fn recut(&self, text: &str) -> Clean {
        let words: Vec<&str> = text.split_whitespace().collect();
        Clean::cut(&words.join(" "), (self.limit / 20).clamp(80, 400))
    }

    fn name(&self, text: &str) -> Clean {
        self.safeguards.line(text, NAME.min(self.limit / 60))
    }

    fn named(&self, text: &str) -> Option<Clean> {
        Some(self.name(text)).filter(|name| !name.is_empty())
    }

    /// The lines of all excerpts with the number of the first one, which share four tenths of the limit; what is left out of them; and
    /// how many are not shown at all.
    fn excerpts(&self, evidence: &[EvidenceItem]) -> (Vec<Option<Lines>>, usize, usize) {
        let count = evidence.iter().filter(|item| item.excerpt.is_some()).count();
        let room = if self.limit == usize::MAX { self.limit } else { self.limit / 10 * 4 / count.max(1) };
        let (mut left_out, mut missing) = (0, 0);
        let lines = evidence
            .iter()
            .map(|item| {
                let excerpt = item.excerpt.as_ref()?;
                let (lines, blank) = self.safeguards.log(&excerpt.text, room);
                left_out += lines.left_out;
                missing += usize::from(lines.is_empty() && lines.left_out > 0);
                let blank = u64::try_from(blank).unwrap_or(u64::MAX);
                let first = excerpt.first_line.map(|first| first.saturating_add(blank));
                Some((lines, first)).filter(|(lines, _)| !lines.is_empty())
            })
            .collect();
        (lines, left_out, missing)
    }

    fn evidence(&self, evidence: &[EvidenceItem], excerpts: Vec<Option<Lines>>) -> Vec<Observation> {
        evidence
            .iter()
            .zip(excerpts)
            .map(|(item, excerpt)| Observation {
                kind: self.name(&item.kind_in_words().unwrap_or_default()),
                text: self.entry(&item.text),
                link: self.safeguards.link(item.permalink().as_deref()),
                excerpt,
            })
            .collect()
    }

    fn suspects(&self, suspects: &[Suspect]) -> Vec<Change> {
        let scores = suspects.iter().filter_map(|suspect| suspect.score.filter(|score| score.is_finite()));
        // Most analysts use a scale up to 1; a larger score makes its own.
        let longest = scores.fold(1.0, f64::max);
        suspects
            .iter()
            .map(|suspect| {
                let score = suspect.score.filter(|score| score.is_finite());
                Change {
                    title: self.entry(&suspect.title),
                    link: self.safeguards.link(suspect.link.as_deref()),
                    commit: suspect.short_commit().and_then(|commit| self.named(commit)),
                    merge_request: suspect.merge_request.as_deref().and_then(|name| self.named(name)),
                    author: suspect.author.as_deref().and_then(|author| self.named(author)),
                    score: score.map(bounded),
                    bar: score.map_or(0.0, |score| (score / longest).clamp(0.0, 1.0)),
                    reasons: suspect
                        .reasons
                        .iter()
                        .map(|reason| Reason {
                            kind: self.name(&reason.kind),
                            weight: Some(reason.weight)
                                .filter(|weight| weight.is_finite() && *weight != 0.0)
                                .map(bounded),
                            detail: self.entry(&reason.detail),
                        })
                        .collect(),
                }
            })
            .collect()
    }
}

/// Keeps a number that somebody made up from filling the line.
fn bounded(number: f64) -> f64 {
    number.clamp(-99_999.0, 99_999.0)
}

/// The text up to the end of its first sentence or paragraph.
fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    for (at, char) in paragraph.char_indices() {
        if !matches!(char, '.' | '!' | '?' | '\u{3002}') {
            continue;
        }
        let end = at + char.len_utf8();
        let rest = paragraph.get(end..).unwrap_or_default();
        // "e.g. this" and "v1.2" go on.
        let next = rest.trim_start().trim_start_matches(['`', '"', '\'', '(']).chars().next();
        if rest.starts_with(char::is_whitespace) && next.is_some_and(char::is_uppercase) {
            return paragraph.get(..end).unwrap_or(paragraph);
        }
    }
    paragraph
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_the_next_one_begins() {
        for (text, sentence) in [
            ("Amounts are rounded. Then they are compared.", "Amounts are rounded."),
            ("In v1.2 some (e.g. large) amounts fail", "In v1.2 some (e.g. large) amounts fail"),
            ("First line\nsecond\n\nThird", "First line\nsecond"),
            ("  ", ""),
            ("It is `a`. `B` is not.", "It is `a`."),
            ("Why? Nobody knows", "Why?"),
            ("...", "..."),
        ] {
            assert_eq!(first_sentence(text), sentence);
        }
    }
}
