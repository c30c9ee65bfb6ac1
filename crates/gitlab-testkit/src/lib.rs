//! A GitLab inside the test process: stateful, with limits and faults.
