//! A server that says exactly these bytes, for what a well-behaved server never does.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What to do with a connection whose request has been read.
#[derive(Clone, Debug)]
pub enum Act {
    Say(Vec<u8>),
    Wait(Duration),
    /// These bytes one at a time, with this pause before each.
    Drip(Vec<u8>, Duration),
    /// The same bytes again and again until the other side has enough.
    Forever(Vec<u8>),
    /// Closes with a reset instead of an end.
    Reset,
}

/// A server on loopback that plays the same acts for every request, and remembers the heads of the requests.
pub struct Server {
    pub address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn play(acts: Vec<Act>) -> Self {
        Self::play_each(vec![acts]).await
    }

    /// One list of acts a connection; the last for all further ones.
    pub async fn play_each(plays: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let acts = plays.get(number).or(plays.last()).unwrap().clone();
                number += 1;
                tokio::spawn(serve(stream, acts, Arc::clone(&seen)));
            }
        });
        Self { address, heads }
    }

    pub fn base(&self) -> String {
        format!("http://{}/api/v4", self.address)
    }

    /// The request line and headers of every request so far.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, acts: Vec<Act>, heads: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    heads.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    for act in acts {
        let done = match act {
            Act::Say(bytes) => stream.write_all(&bytes).await,
            Act::Wait(time) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
            Act::Drip(bytes, pause) => {
                let mut done = Ok(());
                for byte in bytes {
                    tokio::time::sleep(pause).await;
                    done = stream.write_all(&[byte]).await;
                    if done.is_err() {
                        break;
                    }
                }
                done
            }
            Act::Forever(bytes) => loop {
                if let Err(error) = stream.write_all(&bytes).await {
                    break Err(error);
                }
            },
            Act::Reset => {
                #[allow(deprecated, reason = "a zero linger closes at once, which is what the test is about")]
                let done = stream.set_linger(Some(Duration::ZERO));
                done
            }
        };
        if done.is_err() {
            return;
        }
    }
}

/// An answer with this body and its length.
pub fn answer(status: &str, headers: &str, body: &[u8]) -> Act {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len())
            .into_bytes();
    bytes.extend_from_slice(body);
    Act::Say(bytes)
}
