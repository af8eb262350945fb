//! Events at which people meet.

use crate::finding::Origin;
use crate::load::procedure_file::MeetingFile;
use crate::model::phase::Meeting;

/// The meetings of a phase.
pub fn link(files: Vec<MeetingFile>, origin: &Origin) -> Vec<Meeting> {
    let meetings = files.into_iter().enumerate().map(|(at, file)| Meeting {
        day: file.datum.0,
        clock: file.uhrzeit,
        place: file.ort,
        postal_address: file.anschrift,
        title: file.titel,
        origin: origin.child(&format!("termine[{at}]")),
    });
    meetings.collect()
}
