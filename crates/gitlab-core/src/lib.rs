//! The nouns and seams of gitlab-rca: ids, references, wire types, timestamps, errors and ports.
