//! Dates in every form: what is read is written in a form that is read as the same.
#![no_main]

use gitlab_core::Timestamp;
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

fuzz_target!(|data: &str| {
    if let Ok(moment) = data.parse::<Timestamp>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), moment);
        let day = Duration::from_secs(86_400);
        assert!(moment.minus(day) <= moment && moment <= moment.plus(day));
        assert!(moment.plus(Duration::MAX).since(moment.minus(Duration::MAX)) > Duration::ZERO);
    }
    // A number or anything else in JSON.
    if let Ok(moment) = serde_json::from_str::<Timestamp>(data) {
        assert_eq!(
            serde_json::from_value::<Timestamp>(serde_json::to_value(moment).unwrap()).unwrap(),
            moment
        );
    }
});
