//! One dependency for incident work on GitLab: from an alert to one safe note on the merge request.
