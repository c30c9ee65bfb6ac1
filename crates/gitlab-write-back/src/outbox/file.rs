//! An outbox in a folder.

use super::{Outbox, OutboxEntry, OutboxError};
use async_trait::async_trait;
use fs4::{FileExt, TryLockError};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What every entry's file begins with; a checksum follows, and on the next line the entry.
const HEAD: &str = "gitlab-write-back outbox 1 ";

/// How long the lock is waited for. It is held for the reading and writing of one small file, so that whoever holds it for
/// longer was stopped, or its disk was.
const LOCK_WAIT: Duration = Duration::from_secs(30);

/// How often it is looked whether the lock is free.
const LOCK_LOOK: Duration = Duration::from_millis(2);

/// An outbox in a folder of a local disk, which survives the process and which several processes may share.
///
/// Each entry is a file of its own. It is written to a temporary file, forced to disk and then renamed, so that a crash leaves
/// the old entry or the new one and no mixture, and it carries a checksum, so that a damaged one is an error and never
/// taken for an older decision. A lock file keeps processes from writing between each other's reading and writing; it
/// ends with the process that holds it, and where one that was stopped holds it, others fail after 30 seconds. Disk work is done on a thread of its own.
///
/// The texts of notes are in it while they are under way, so keep the folder as private as those. Entries of incidents that
/// are long over can be deleted while nothing writes; then a deleted note is posted again.
///
/// ```no_run
/// use gitlab_write_back::{FileOutbox, NoteHost, WriteBack};
/// use std::sync::Arc;
///
/// # fn example(host: Arc<dyn NoteHost>) -> Result<WriteBack, gitlab_write_back::OutboxError> {
/// let outbox = FileOutbox::open("/var/lib/my-agent/outbox")?;
/// let write_back = WriteBack::from_env(host).outbox(Arc::new(outbox));
/// # Ok(write_back)
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FileOutbox {
    folder: Arc<Path>,
    lock_wait: Duration,
}

impl FileOutbox {
    /// The outbox in this folder, which is made if there is none.
    ///
    /// # Errors
    ///
    /// [`OutboxError`] when the folder cannot be made or written to, or another process holds its lock for 30 seconds.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, OutboxError> {
        let outbox = Self { folder: folder.into().into(), lock_wait: LOCK_WAIT };
        make_private_folder(&outbox.folder).and_then(|()| outbox.locked(|| Ok(()))).map_err(|error| {
            let folder = outbox.folder.display();
            OutboxError::new(format!("the outbox {folder} cannot be opened: check that it can be written to"))
                .with_source(error)
        })?;
        Ok(outbox)
    }

    /// Does something while no other process does.
    fn locked<T>(&self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let path = self.folder.join("lock");
        let lock = private().create(true).truncate(false).write(true).open(path)?;
        let since = Instant::now();
        while let Err(error) = FileExt::try_lock(&lock) {
            match error {
                TryLockError::WouldBlock if since.elapsed() < self.lock_wait => std::thread::sleep(LOCK_LOOK),
                TryLockError::WouldBlock => {
                    let message = "another process holds its lock and does not give it back";
                    return Err(io::Error::new(io::ErrorKind::TimedOut, message));
                }
                TryLockError::Error(error) => return Err(error),
            }
        }
        // Closing the file gives it back, also when the process ends.
        let done = work();
        drop(lock);
        done
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}.entry", hex(&Sha256::digest(key.as_bytes()))))
    }

    fn read(&self, key: &str) -> Result<Option<OutboxEntry>, OutboxError> {
        let path = self.path(key);
        match fs::read(&path) {
            Ok(bytes) => decode(&bytes).map(Some).ok_or_else(|| damaged(&path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&path, error)),
        }
    }

    fn write(&self, key: &str, entry: &OutboxEntry) -> io::Result<()> {
        let path = self.path(key);
        let temporary = path.with_extension("new");
        let mut file = private().create(true).truncate(true).write(true).open(&temporary)?;
        file.write_all(&encode(entry)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &path)?;
        sync_folder(&self.folder)
    }

    fn replace_now(
        &self,
        key: &str,
        expected: Option<&OutboxEntry>,
        entry: &OutboxEntry,
    ) -> Result<bool, OutboxError> {
        let done = self.locked(|| {
            let present = match self.read(key) {
                Ok(present) => present,
                Err(error) => return Ok(Err(error)),
            };
            if present.as_ref() != expected {
                return Ok(Ok(false));
            }
            self.write(key, entry)?;
            Ok(Ok(true))
        });
        done.unwrap_or_else(|error| {
            let folder = self.folder.display();
            let message = format!("the outbox {folder} cannot be written to: check its rights and the disk");
            Err(OutboxError::new(message).with_source(error))
        })
    }

    fn pending_now(&self) -> Result<Vec<OutboxEntry>, OutboxError> {
        let list = || -> io::Result<Vec<PathBuf>> {
            let files = fs::read_dir(&self.folder)?.map(|file| Ok(file?.path()));
            let files: io::Result<Vec<PathBuf>> = files.collect();
            let mut files = files?;
            files.retain(|path| path.extension().is_some_and(|extension| extension == "entry"));
            files.sort();
            Ok(files)
        };
        let mut pending = Vec::new();
        for path in list().map_err(|error| unreadable(&self.folder, error))? {
            let bytes = fs::read(&path).map_err(|error| unreadable(&path, error))?;
            let entry = decode(&bytes).ok_or_else(|| damaged(&path))?;
            if entry.pending.is_some() {
                pending.push(entry);
            }
        }
        Ok(pending)
    }
}

#[async_trait]
impl Outbox for FileOutbox {
    async fn get(&self, key: &str) -> Result<Option<OutboxEntry>, OutboxError> {
        let (this, key) = (self.clone(), key.to_owned());
        on_a_thread(move || this.read(&key)).await
    }

    async fn replace(
        &self,
        key: &str,
        expected: Option<&OutboxEntry>,
        entry: &OutboxEntry,
    ) -> Result<bool, OutboxError> {
        let (this, key) = (self.clone(), key.to_owned());
        let (expected, entry) = (expected.cloned(), entry.clone());
        on_a_thread(move || this.replace_now(&key, expected.as_ref(), &entry)).await
    }

    async fn pending(&self) -> Result<Vec<OutboxEntry>, OutboxError> {
        let this = self.clone();
        on_a_thread(move || this.pending_now()).await
    }
}

/// Waits for disk work without keeping the runtime from other work, whichever runtime it is.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OutboxError> + Send + 'static,
) -> Result<T, OutboxError> {
    let (give, take) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("outbox".to_owned())
        // Who waits no longer needs no answer; the work is done all the same.
        .spawn(move || drop(give.send(work())))
        .map_err(|error| OutboxError::new("no thread could be started for the outbox").with_source(error))?;
    take.await.unwrap_or_else(|_| Err(OutboxError::new("the work on the outbox ended early")))
}

fn encode(entry: &OutboxEntry) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(entry)?;
    let mut bytes = format!("{HEAD}{}\n", hex(&Sha256::digest(&json))).into_bytes();
    bytes.extend(json);
    bytes.push(b'\n');
    Ok(bytes)
}

fn decode(bytes: &[u8]) -> Option<OutboxEntry> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, rest) = text.split_once('\n')?;
    let json = rest.strip_suffix('\n')?;
    let sum = head.strip_prefix(HEAD)?;
    if sum != hex(&Sha256::digest(json.as_bytes())) {
        return None;
    }
    serde_json::from_str(json).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn damaged(path: &Path) -> OutboxError {
    OutboxError::new(format!(
        "the entry {} of the outbox is damaged: look whether its note is there, then delete the file",
        path.display()
    ))
}

fn unreadable(path: &Path, error: io::Error) -> OutboxError {
    OutboxError::new(format!("the outbox cannot be read at {}", path.display())).with_source(error)
}

/// Files that only the user may read: the folder may have been there before.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// A rename is durable when the folder is on disk as well.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_not_given_back_is_an_error_and_no_wait_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let outbox =
            FileOutbox { lock_wait: Duration::from_millis(50), ..FileOutbox::open(folder.path()).unwrap() };
        let held = File::open(folder.path().join("lock")).unwrap();
        FileExt::lock(&held).unwrap();
        let error = outbox.locked(|| Ok(())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(held);
        outbox.locked(|| Ok(())).unwrap();
    }
}
