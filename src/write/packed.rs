//! Text files packed beside themselves, `index.html.gz` and `index.html.br`, for servers that send
//! what is packed already. Packing costs more than making the page, so what did not change is not
//! packed again.

use crate::model::mark::Mark;
use crate::write::manifest::FileFacts;
use anyhow::Result;
use flate2::{Compression, GzBuilder};
use std::io::Write as _;

/// A way to pack, and the ending of the files it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// gzip, which every client reads.
    Gzip,
    /// Brotli, a fifth smaller.
    Brotli,
}

/// The endings of files that are text.
const TEXTS: [&str; 11] = [
    "atom", "css", "csv", "geojson", "html", "ics", "js", "json", "svg", "txt", "xml",
];

/// Brotli's step from 0 to 11: beyond, a page takes ten times as long for a twentieth of its size.
const QUALITY: i32 = 9;
/// Brotli looks back over 2^18 bytes: nearly all files are shorter.
const WINDOW: i32 = 18;

impl Packing {
    /// Both, by their endings.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// The file beside a text file.
    pub fn beside(self, path: &str) -> String {
        format!("{path}{}", self.ending())
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The mark of the packed file: it stays while the text does.
    pub fn mark(self, text: &FileFacts, makers: Option<Mark>) -> Option<Mark> {
        makers.map(|makers| Mark::of(&(makers, self.ending(), &text.sha256)))
    }

    /// Packs bytes; the same bytes give the same.
    ///
    /// # Errors
    /// None that writing into memory could have.
    pub fn pack(self, bytes: &[u8]) -> Result<Vec<u8>> {
        let packed = Vec::with_capacity(bytes.len() / 3);
        Ok(match self {
            Self::Gzip => {
                let mut writer = GzBuilder::new().write(packed, Compression::best());
                writer.write_all(bytes)?;
                writer.finish()?
            }
            Self::Brotli => {
                let mut packed = packed;
                let params = brotli::enc::BrotliEncoderParams {
                    quality: QUALITY,
                    lgwin: WINDOW,
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
                packed
            }
        })
    }
}

/// Whether a file is text, by its ending.
pub fn is_text(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| TEXTS.contains(&ending))
}

/// Whether a file stands packed beside a text file that is there.
pub fn is_beside(path: &str, is_there: impl Fn(String) -> bool) -> bool {
    Packing::ALL.iter().any(|packing| {
        let text = path.strip_suffix(packing.ending());
        text.is_some_and(|text| is_text(text) && is_there(text.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn what_is_packed_is_the_text() {
        let text = "Der Entwurf liegt öffentlich aus. ".repeat(400);
        let gzip = Packing::Gzip.pack(text.as_bytes()).unwrap();
        let mut read = String::new();
        flate2::read::GzDecoder::new(&*gzip)
            .read_to_string(&mut read)
            .unwrap();
        assert_eq!(read, text);
        let brotli = Packing::Brotli.pack(text.as_bytes()).unwrap();
        let mut read = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli, &mut read).unwrap();
        assert_eq!(read, text.as_bytes());
        assert!(gzip.len() < 400 && brotli.len() < gzip.len());
        // Neither holds a time or a system's name.
        assert_eq!(gzip, Packing::Gzip.pack(text.as_bytes()).unwrap());
        assert_eq!(gzip[4..8], [0; 4]);
    }

    #[test]
    fn text_is_known_by_its_ending() {
        let is = ["a/index.html", "suche/w-a.js", "a.pdf", "html", "a.gz"].map(is_text);
        assert_eq!(is, [true, true, false, false, false]);
        let is_there = |path: String| ["a/index.html", "plan.pdf"].contains(&path.as_str());
        let paths = [
            "a/index.html.gz",
            "a/index.html.br",
            "plan.pdf.gz",
            "b.html.gz",
        ];
        let is = paths.map(|path| is_beside(path, is_there));
        assert_eq!(is, [true, true, false, false]);
    }
}
