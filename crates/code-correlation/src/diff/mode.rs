//! File modes and what happened to a file.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A file mode as git keeps it, for example `100644`; written as six octal digits.
///
/// ```
/// use code_correlation::diff::FileMode;
///
/// let mode = FileMode::parse("100755").unwrap();
/// assert_eq!(mode.to_string(), "100755");
/// assert!(!mode.is_symlink());
/// assert_eq!(FileMode::parse("0"), None); // GitLab's word for "no such file"
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileMode(u32);

impl FileMode {
    /// Reads octal digits; `None` for zero (which stands for an absent file) and for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match Self::from_digits(text.as_bytes())? {
            Self(0) => None,
            mode => Some(mode),
        }
    }

    pub(crate) fn from_digits(digits: &[u8]) -> Option<Self> {
        if digits.is_empty() || digits.len() > 7 {
            return None;
        }
        digits
            .iter()
            .try_fold(0_u32, |mode, digit| match digit {
                b'0'..=b'7' => Some(mode * 8 + u32::from(digit - b'0')),
                _ => None,
            })
            .map(Self)
    }

    pub(crate) fn is_absent(self) -> bool {
        self.0 == 0
    }

    /// Whether the file is a submodule (`160000`).
    #[must_use]
    pub fn is_submodule(self) -> bool {
        self.file_type() == 0o16
    }

    /// Whether the file is a symbolic link (`120000`).
    #[must_use]
    pub fn is_symlink(self) -> bool {
        self.file_type() == 0o12
    }

    /// The bits that tell a regular file, a symbolic link and a submodule apart.
    pub(crate) fn file_type(self) -> u32 {
        self.0 >> 12
    }
}

impl fmt::Display for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06o}", self.0)
    }
}

impl fmt::Debug for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileMode({self})")
    }
}

impl Serialize for FileMode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FileMode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_digits(text.as_bytes()).ok_or_else(|| D::Error::custom("a file mode must be octal digits"))
    }
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ChangeStatus {
    /// The file is new.
    Added,
    /// The file is gone.
    Deleted,
    /// The content changed.
    #[default]
    Modified,
    /// The file moved, with or without changes.
    Renamed,
    /// The file was made from another one, which stays.
    Copied,
    /// The path is of another kind now, for example a symbolic link in place of a regular file.
    TypeChanged,
    /// Nothing but the mode changed.
    ModeChanged,
}

impl ChangeStatus {
    /// The word that the serialised form uses, for example `type-changed`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Deleted => "deleted",
            Self::Modified => "modified",
            Self::Renamed => "renamed",
            Self::Copied => "copied",
            Self::TypeChanged => "type-changed",
            Self::ModeChanged => "mode-changed",
        }
    }
}

impl fmt::Display for ChangeStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
