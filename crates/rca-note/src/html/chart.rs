//! Scores and the timeline as drawings.
//!
//! Lengths are in per cent of the width, so that nothing has to be scaled: the letters keep their size on a phone.

use jiff::Timestamp;

use super::markup::Html;
use crate::rendering::{Moment, grouped, when};

/// Up to so many events have a label each. Of more events those that are near to each other share one.
const LABELS: usize = 9;

/// Labels stand at least this part of the width apart: on a phone that is enough for one digit, and for two numbers.
const APART: f64 = 0.06;
const APART_SHARED: f64 = 0.12;

/// The marks lie between these parts of the width.
const BEGIN: f64 = 0.04;
const END: f64 = 0.96;

/// A bar for the score of a suspect.
pub(super) fn score(score: f64, bar: f64) -> Html {
    let shown = format!("{score:.2}").replace('-', "\u{2212}");
    Html::own("<p class=\"score\"><svg class=\"bar\" width=\"100%\" height=\"8\" role=\"img\"><title>Score ")
        .text(&shown)
        .and("</title><rect class=\"track\" width=\"100%\" height=\"8\" rx=\"4\"/><rect class=\"fill\" width=\"")
        .percent(bar)
        .and("\" height=\"8\" rx=\"4\"/></svg> <span>")
        .text(&shown)
        .and("</span></p>")
}

/// A mark on the axis for one event, or for several that are near to each other.
struct Mark {
    /// From 0 to 1.
    place: f64,
    /// Where its label stands.
    label: f64,
    first: usize,
    last: usize,
}

/// The events of which the time is known on an axis, each by its number in the list; nothing when there are none.
pub(super) fn timeline(events: &[Moment]) -> Html {
    let dated = dated(events);
    let (Some((_, first)), Some((_, last))) = (dated.first(), dated.last()) else { return Html::default() };
    let marks = marks(&dated);
    let mut svg = Html::own("<svg class=\"axis\" width=\"100%\" height=\"84\" role=\"img\"><title>")
        .text(&grouped(dated.len()))
        .and(if dated.len() == 1 { " event" } else { " events" })
        .and(" from ")
        .text(&when(*first))
        .and(" to ")
        .text(&when(*last))
        .and("</title><line class=\"track\" x1=\"0\" x2=\"100%\" y1=\"14\" y2=\"14\"/>");
    for mark in &marks {
        let label = if mark.first == mark.last {
            mark.first.to_string()
        } else if mark.last < 100 {
            format!("{}\u{2013}{}", mark.first, mark.last)
        } else {
            format!("{}+", mark.first)
        };
        svg = svg
            .and("<line class=\"leader\" y1=\"14\" y2=\"40\" x1=\"")
            .percent(mark.place)
            .and("\" x2=\"")
            .percent(mark.label)
            .and("\"/><circle class=\"fill\" r=\"6\" cy=\"14\" cx=\"")
            .percent(mark.place)
            .and("\"/><text y=\"54\" text-anchor=\"middle\" x=\"")
            .percent(mark.label)
            .and("\">")
            .text(&label)
            .and("</text>");
    }
    let [begin, end] = ends(*first, *last);
    svg = svg.and("<text class=\"end\" y=\"78\" x=\"0\">").text(&begin);
    if first != last {
        svg = svg.and("</text><text class=\"end\" y=\"78\" x=\"100%\" text-anchor=\"end\">").text(&end);
    }
    svg.and("</text></svg>\n")
}

/// The ends of the axis: on the same day the time is enough for the second one, on different days seconds matter little.
fn ends(first: Timestamp, last: Timestamp) -> [String; 2] {
    let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
    if day(first) == day(last) {
        [when(first), last.strftime("%H:%M:%S UTC").to_string()]
    } else {
        [first, last].map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
    }
}

/// The numbers and the times of the events, in the order of their times.
fn dated(events: &[Moment]) -> Vec<(usize, Timestamp)> {
    events.iter().enumerate().filter_map(|(index, event)| Some((index + 1, event.at?))).collect()
}

fn marks(events: &[(usize, Timestamp)]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let (Some((_, begin)), Some((_, end))) = (events.first(), events.last()) else { return marks };
    let is_shared = events.len() > LABELS;
    let apart = if is_shared { APART_SHARED } else { APART };
    let span = end.duration_since(*begin).as_secs_f64();
    for (number, at) in events {
        let part = if span > 0.0 { at.duration_since(*begin).as_secs_f64() / span } else { 0.0 };
        let place = BEGIN + part * (END - BEGIN);
        match marks.last_mut() {
            Some(mark) if is_shared && place - mark.place < apart => mark.last = *number,
            _ => marks.push(Mark { place, label: place, first: *number, last: *number }),
        }
    }
    // Labels that would stand over each other are moved to the right, and back from the end.
    let mut next = BEGIN;
    for mark in &mut marks {
        mark.label = mark.place.max(next);
        next = mark.label + apart;
    }
    let mut next = END;
    for mark in marks.iter_mut().rev() {
        mark.label = mark.label.min(next);
        next = mark.label - apart;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, TimelineEvent};
    use crate::rendering::{Outline, Safeguards};

    fn drawn<S: AsRef<str>>(times: &[S]) -> Vec<Mark> {
        let finding = times.iter().fold(Finding::new("x"), |finding, at| {
            finding.with_event(TimelineEvent::new(at.as_ref().parse().unwrap(), "x"))
        });
        let outline = Outline::new(&finding, &Safeguards::new(), usize::MAX);
        marks(&dated(&outline.timeline))
    }

    /// Events a minute apart.
    fn spread(count: usize) -> Vec<String> {
        (0..count).map(|minute| format!("2026-03-01T12:{minute:02}:00Z")).collect()
    }

    #[test]
    fn the_ends_of_the_axis_are_short_and_whole() {
        let of = |first: &str, last: &str| ends(first.parse().unwrap(), last.parse().unwrap());
        assert_eq!(
            of("2026-03-01T09:12:00Z", "2026-03-01T12:03:07Z"),
            ["2026-03-01 09:12:00 UTC", "12:03:07 UTC"]
        );
        assert_eq!(
            of("2026-03-01T09:12:00Z", "2026-03-02T00:03:07Z"),
            ["2026-03-01 09:12 UTC", "2026-03-02 00:03 UTC"]
        );
    }

    #[test]
    fn labels_stand_apart_and_within_the_drawing() {
        assert!(drawn::<&str>(&[]).is_empty());
        for count in 1..=100 {
            let mut times = vec!["2026-03-01T12:00:00Z"; count];
            times.push("2026-03-01T13:00:00Z");
            for times in [&times[..count], &times] {
                let marks = drawn(times);
                assert!(marks.len() <= LABELS);
                assert_eq!(marks.last().map(|mark| mark.last), Some(times.len()));
                for mark in &marks {
                    assert!((BEGIN - 1e-9..=END + 1e-9).contains(&mark.label), "{count}");
                }
                let apart = if times.len() > LABELS { APART_SHARED } else { APART };
                for pair in marks.windows(2) {
                    assert!(pair[1].label - pair[0].label > apart - 1e-9, "{count}");
                    assert_eq!(pair[0].last + 1, pair[1].first);
                }
            }
        }
        assert_eq!(drawn(&spread(30)).len(), 8);
        let far = drawn(&["-009999-01-02T01:59:59Z", "9999-12-30T22:00:00Z"]);
        assert!(far[0].place == BEGIN && far[1].place == END);
    }
}
