//! The log of requests.

use crate::observe::RequestRecord;
use gitlab_core::UserId;
use http::{Request, StatusCode};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Query parameters that hold a credential.
const SECRET_PARAMETERS: [&str; 3] = ["private_token", "access_token", "job_token"];

#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    records: Mutex<Records>,
}

#[derive(Debug, Default)]
struct Records {
    /// How many were forgotten: numbers go on, so that requests under way are not mixed up.
    forgotten: usize,
    kept: Vec<RequestRecord>,
}

impl RequestLog {
    /// Notes that a request came, and gives the number by which it is known.
    pub(crate) fn begin<T>(&self, request: &Request<T>, start: Duration) -> usize {
        let mut header_names: Vec<String> =
            request.headers().keys().map(|name| name.as_str().to_owned()).collect();
        header_names.sort();
        let record = RequestRecord {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(without_secrets),
            header_names,
            user: None,
            status: None,
            start,
            end: None,
        };
        let mut records = self.lock();
        records.kept.push(record);
        records.forgotten + records.kept.len() - 1
    }

    pub(crate) fn update(&self, number: usize, change: impl FnOnce(&mut RequestRecord)) {
        let mut records = self.lock();
        let index = number.checked_sub(records.forgotten);
        if let Some(record) = index.and_then(|index| records.kept.get_mut(index)) {
            change(record);
        }
    }

    pub(crate) fn caller(&self, number: usize, user: Option<u64>, status: StatusCode) {
        self.update(number, |record| {
            record.user = user.map(UserId::new);
            record.status = Some(status);
        });
    }

    pub(crate) fn end(&self, number: usize, end: Duration) {
        self.update(number, |record| record.end = Some(end));
    }

    pub(crate) fn all(&self) -> Vec<RequestRecord> {
        self.lock().kept.clone()
    }

    pub(crate) fn clear(&self) {
        let mut records = self.lock();
        records.forgotten += records.kept.len();
        records.kept.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn without_secrets(query: &str) -> String {
    let parts: Vec<String> = query
        .split('&')
        .map(|part| match part.split_once('=') {
            Some((name, _)) if SECRET_PARAMETERS.contains(&name) => format!("{name}=[hidden]"),
            _ => part.to_owned(),
        })
        .collect();
    parts.join("&")
}
