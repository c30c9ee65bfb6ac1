//! Pages of lists, in GitLab's ways.

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::params::Invalid;
use http::StatusCode;
use serde_json::Value;

/// Above so many entries GitLab does not count.
pub(crate) const COUNT_LIMIT: usize = 10_000;
/// How far offset pages lead where keyset pages lead further.
const OFFSET_LIMIT: u64 = 50_000;
const DEFAULT_PER_PAGE: usize = 20;
const MAX_PER_PAGE: usize = 100;

/// Whether a list says how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Totals {
    Counted,
    /// As the list of commits does.
    Never,
}

/// One page of `items`, each rendered, with the headers that lead to the others.
pub(crate) fn page<T>(
    call: &Call<'_>,
    items: &[T],
    totals: Totals,
    mut render: impl FnMut(&T) -> Value,
) -> Outcome {
    let per_page = per_page(call)?;
    let page = match call.params.number("page")? {
        Some(page) => usize::try_from(page).unwrap_or(usize::MAX).max(1),
        None => 1,
    };
    let start = (page - 1).saturating_mul(per_page).min(items.len());
    let end = start.saturating_add(per_page).min(items.len());
    let pages = items.len().div_ceil(per_page).max(1);
    let next = (end < items.len()).then_some(page.saturating_add(1));
    let previous = (page > 1 && page <= pages + 1).then(|| page - 1);
    let shown = items.get(start..end).unwrap_or_default().iter().map(&mut render).collect();

    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut links = Vec::new();
    if let Some(previous) = previous {
        links.push(link(call, previous, per_page, "prev"));
    }
    if let Some(next) = next {
        links.push(link(call, next, per_page, "next"));
    }
    links.push(link(call, 1, per_page, "first"));
    let mut answer = Answer::json(Value::Array(shown))
        .header("x-per-page", per_page.to_string())
        .header("x-page", page.to_string())
        .header("x-next-page", number(next))
        .header("x-prev-page", number(previous));
    if totals == Totals::Counted && items.len() <= COUNT_LIMIT {
        links.push(link(call, pages, per_page, "last"));
        answer = answer.header("x-total", items.len().to_string()).header("x-total-pages", pages.to_string());
    }
    Ok(answer.header("link", links.join(", ")))
}

/// A keyset page over items that are in order already, from `start` on. The link to the next page names the
/// last entry of this one by `parameter`.
pub(crate) fn keyset<T>(
    call: &Call<'_>,
    items: &[T],
    start: usize,
    parameter: &str,
    key: impl Fn(&T) -> String,
    render: impl FnMut(&T) -> Value,
) -> Outcome {
    let end = start.saturating_add(per_page(call)?).min(items.len());
    let shown = items.get(start..end).unwrap_or_default();
    let next = (end < items.len()).then(|| shown.last().map(&key)).flatten();
    let answer = Answer::json(Value::Array(shown.iter().map(render).collect()));
    Ok(match next {
        Some(next) if parameter == "cursor" => answer
            .header("x-next-cursor", next.clone())
            .header("link", link_with(call, &[(parameter, next)], "next")),
        Some(next) => answer.header("link", link_with(call, &[(parameter, next)], "next")),
        None => answer,
    })
}

/// Refuses pages that lie too deep, as GitLab does where it has keyset pages.
pub(crate) fn check_depth(call: &Call<'_>, of: &str) -> Result<(), Answer> {
    let page = call.params.number("page")?.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(u64::try_from(per_page(call)?).unwrap_or_default());
    if offset <= OFFSET_LIMIT {
        return Ok(());
    }
    let error = format!(
        "Offset pagination has a maximum allowed offset of {OFFSET_LIMIT} for requests that return objects of \
         type {of}. Remaining records can be retrieved using keyset pagination."
    );
    Err(Answer::error(StatusCode::METHOD_NOT_ALLOWED, error))
}

pub(crate) fn wants_keyset(call: &Call<'_>) -> bool {
    call.params.get("pagination") == Some("keyset")
}

fn per_page(call: &Call<'_>) -> Result<usize, Answer> {
    let wanted = call
        .params
        .number("per_page")?
        .map_or(DEFAULT_PER_PAGE, |wanted| usize::try_from(wanted).unwrap_or(MAX_PER_PAGE));
    if wanted == 0 {
        return Err(Invalid::value("per_page").into());
    }
    Ok(wanted.min(MAX_PER_PAGE))
}

fn link(call: &Call<'_>, page: usize, per_page: usize, rel: &str) -> String {
    link_with(call, &[("page", page.to_string()), ("per_page", per_page.to_string())], rel)
}

/// A link to another page: the configured host, but the request's scheme and path.
fn link_with(call: &Call<'_>, replaced: &[(&str, String)], rel: &str) -> String {
    let mut query: Vec<(&str, &str)> = call
        .params
        .pairs()
        .filter(|(key, _)| !replaced.iter().any(|(name, _)| name == key))
        .filter(|(key, _)| !matches!(*key, "private_token" | "access_token" | "job_token"))
        .chain(replaced.iter().map(|(name, value)| (*name, value.as_str())))
        .collect();
    let parts = call.path.get(..2).unwrap_or_default();
    if let [kind, id] = parts
        && kind == "projects"
    {
        query.push(("id", id));
    }
    query.sort();
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    format!("<{}://{}{}?{query}>; rel=\"{rel}\"", call.scheme, call.address.authority, call.raw_path)
}
