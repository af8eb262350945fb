//! What the form asks and what becomes of it: an older form, letters of every language.

use super::*;
use crate::model::municipality::Privacy;
use crate::model::phase::Time;
use jiff::civil::date;
use std::fmt::Write;

/// Everything that is sent, with the mark of a form.
fn encoded(fields: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        let mark = if body.is_empty() { "" } else { "&" };
        write!(body, "{mark}{name}=").unwrap();
        for byte in value.bytes() {
            write!(body, "%{byte:02X}").unwrap();
        }
    }
    body
}

#[test]
fn the_form_says_how_long_it_is_kept_and_what_the_address_is_for() {
    let desk = Desk::open();
    let form = desk.get(PHASE);
    assert!(form.has("solange der Plan angefochten") && form.has("höchstens sieben Tage"));
    let mut portal = portal(&desk.keys);
    for form in portal
        .manifest
        .phases
        .get_mut(&PHASE[3..])
        .unwrap()
        .forms
        .values_mut()
    {
        form.kept = Some(5);
        form.fields.retain(|field| field.key != "email");
    }
    desk.intake.reload(vec![portal]);
    let form = desk.get(&format!("{PHASE}?sprache=en"));
    assert!(form.has("is kept for 5 years") && !form.has("seven days at most"));
}

#[test]
fn what_was_written_with_an_older_form_is_taken_as_it_was_asked() {
    let desk = Desk::open();
    // Since then the planner took a field out of the form.
    let mark = {
        let mut portals = desk.intake.portals.write().unwrap();
        let portal = &mut Arc::get_mut(&mut portals).unwrap()[0];
        let phase = portal.manifest.phases.get_mut(&PHASE[3..]).unwrap();
        let form = phase.forms.get_mut("de").unwrap();
        form.fields.retain(|field| field.key != "keine_einwaende");
        form.mark.clone()
    };
    let sent = [
        ("keine_einwaende", "ja"),
        ("unterlage", "Gutachten, alte Fassung"),
        ("fremd", "x"),
    ];
    let with = |mark| [&sent[..], &[("felder", mark)]].concat();
    // Today's form does not ask that, and has no such document.
    let answer = desk.post(PHASE, &encoded(&with(&mark)));
    assert_eq!(answer.status, 422);
    assert_eq!(desk.post(PHASE, &encoded(&with("<script>"))).status, 422);
    let answer = desk.post(PHASE, &encoded(&with("00112233")));
    assert_eq!(answer.status, 303, "{}", answer.text);
    let (_, statement) = &desk.opened()[0];
    assert_eq!(statement.fields["unterlage"], "Gutachten, alte Fassung");
    assert_eq!(statement.fields["keine_einwaende"], "ja");
    assert_eq!(
        statement.fields.len(),
        2,
        "nothing outside of the closed list"
    );
    // A fault of the older form comes back in that form.
    let broken = [
        ("email", "x"),
        ("organisation", "Łužica e. V."),
        ("felder", "00112233"),
    ];
    let answer = desk.post(PHASE, &encoded(&broken));
    assert!(answer.status == 422 && answer.has("value=\"00112233\""));
    assert!(answer.has("Łužica e. V."));
}

#[test]
fn upper_sorbian_arrives_letter_by_letter() {
    let desk = Desk::open();
    // As some systems send it: letters and their marks apart.
    let apart = "C\u{30c}ornobo\u{301}h, r\u{30c}e\u{30c}c\u{30c}ka, dz\u{301}ak a wutroba z Lu\u{301}z\u{30c}icy";
    let composed = "Čornobóh, řěčka, dźak a wutroba z Lúžicy";
    let parts = [
        ("text", None, apart.as_bytes()),
        ("name", None, "Měrćin Kral, Ł\u{142}".as_bytes()),
        (
            "anlage",
            Some("z\u{30c}ado.txt"),
            "Přiłoha: žórło".as_bytes(),
        ),
    ];
    let answer = desk.post_parts(PHASE, &parts);
    assert_eq!(answer.status, 303, "{}", answer.text);
    let opened = desk.opened();
    let (entry, statement) = &opened[0];
    assert_eq!(statement.fields["text"], composed);
    assert_eq!(statement.fields["name"], "Měrćin Kral, Łł");
    assert_eq!(statement.attachments[0].name, "žado.txt");
    let file = desk.keys.open_bytes(&desk.part(entry, 1)).unwrap();
    assert_eq!(String::from_utf8(file).unwrap(), "Přiłoha: žórło");
    // What is wrong with it comes back as it was typed.
    let wrong = encoded(&[("text", apart), ("email", "keine")]);
    assert!(desk.post(PHASE, &wrong).has(composed));
}

#[test]
fn a_receipt_says_what_its_sender_saw() {
    let desk = Desk::open();
    let today = desk.intake.portals.read().unwrap()[0].manifest.phases[&PHASE[3..]]
        .display
        .clone();
    let seen = format!("{}@{}", "ab".repeat(16), "0123456789".repeat(4));
    for (at, (sent, expected)) in [
        (seen.clone(), seen.clone()),
        (format!("{seen}+"), format!("{seen}+")),
        (format!("{seen}\nVerspätet: nein"), today.clone()),
        ("x".to_owned(), today.clone()),
        (String::new(), today),
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("Nr. {at}");
        let answer = desk.post(PHASE, &encoded(&[("text", &text), ("stand", &sent)]));
        let entry = desk.intake.entry_of(&answer.number());
        assert_eq!(entry.clear.display, expected, "{sent}");
        let signed = receipt::text(&entry.clear).unwrap();
        assert!(receipt::verify(&signed).is_some());
    }
}

#[test]
fn what_nobody_sees_is_no_text_and_nothing_that_was_said_is_dropped() {
    let desk = Desk::open();
    for blank in ["\u{200b}", " \u{200b}\u{feff}\n", "\u{2800}\u{ad}"] {
        let answer = desk.post(PHASE, &encoded(&[("text", blank), ("name", "Jan")]));
        assert!(
            answer.status == 422 && answer.has("href=\"#f-text\""),
            "{blank:?}"
        );
    }
    let parts = [
        ("text", None, "Zu laut".as_bytes()),
        ("text", None, "Zu laut".as_bytes()),
        ("text", None, "Zu hoch".as_bytes()),
        ("text", None, "Zu laut".as_bytes()),
        ("name", None, "Jan".as_bytes()),
        ("name", None, "Anna".as_bytes()),
    ];
    assert_eq!(desk.post_parts(PHASE, &parts).status, 303);
    let (_, statement) = &desk.opened()[0];
    assert_eq!(statement.fields["text"], "Zu laut\n\nZu hoch");
    assert_eq!(statement.fields["name"], "Jan");
}

#[test]
fn a_page_of_the_endpoint_lets_its_forms_go_to_the_endpoint_and_the_portal() {
    let desk = Desk::open();
    let request = Request::get(PHASE).with("Host", HOST);
    let moment = Moment {
        now: desk.now.get(),
        random: [0; 32],
    };
    let answer = desk.intake.answer(&request, &mut io::empty(), &moment);
    let policy = answer.header("Content-Security-Policy").unwrap().to_owned();
    let to = "form-action 'self' https://beispiel.example;";
    assert!(policy.contains(to), "{policy}");
    let page = Answered::new(answer);
    assert!(
        page.has("action=\"https://beispiel.example/"),
        "the search leads there"
    );
}

impl Intake {
    fn entry_of(&self, number: &str) -> Entry {
        self.store.entry(number).unwrap().unwrap()
    }
}

#[test]
fn each_file_that_is_not_taken_is_named_with_its_fault() {
    let desk = Desk::open();
    let long = "ä".repeat(200) + ".zip";
    let large = [b"%PDF-".as_slice(), &[7; 11 << 20]].concat();
    let parts = [
        ("text", None, &b"Bleibt"[..]),
        ("anlage", Some("<b>.exe"), &b"MZ\x90\0"[..]),
        ("anlage", Some(&long), &b"PK\0\0"[..]),
        ("anlage", Some("leer.pdf"), &b""[..]),
        ("anlage", Some("Plan.pdf"), &large),
        ("anlage", Some("gut.pdf"), &b"%PDF-1.7\n"[..]),
    ];
    let answer = desk.post_parts(PHASE, &parts);
    assert_eq!(answer.status, 422);
    let cut = "ä".repeat(120);
    for words in [
        format!("&lt;b&gt;.exe, {cut}: Weder PDF"),
        "leer.pdf: Die Datei ist leer".to_owned(),
        "Plan.pdf: Größer als 10 MB".to_owned(),
    ] {
        // In the summary and beside the field.
        assert_eq!(
            answer.text.matches(&words).count(),
            2,
            "{words}: {}",
            answer.text
        );
    }
    assert!(answer.has("3 Angaben fehlen noch") && answer.has("Bleibt</textarea>"));
    assert!(!answer.has("gut.pdf") && !answer.has("<b>.exe"));
    assert!(desk.opened().is_empty());
}

#[test]
fn whoever_s_browser_filled_the_hidden_field_is_told_what_to_do() {
    let desk = Desk::open();
    let answer = desk.post(PHASE, "text=hallo&webseite=https%3A%2F%2Fx.example");
    assert_eq!(answer.status, 422);
    assert!(answer.has("role=\"alert\"") && answer.has("href=\"#f-webseite\""));
    assert!(answer.has("noch nicht abgegeben") && answer.has("hallo</textarea>"));
    // She can see the field, and it is empty.
    assert!(answer.has("<label for=\"f-webseite\">") && !answer.has("x.example"));
    assert_eq!(desk.post(PHASE, "text=hallo&webseite=").status, 303);
}

#[test]
fn until_the_working_day_after_a_saturday_a_statement_is_in_time_and_can_be_changed() {
    let desk = Desk::open();
    let mut archive = fixture::archive();
    // Holy Saturday; Easter Monday is no working day either.
    archive.procedures[0].phases[1].time = Time::Span(date(2026, 3, 2), Some(date(2026, 4, 4)));
    desk.intake.reload(vec![portal_of(archive, &desk.keys)]);
    desk.at("2026-04-07T21:59:00Z");
    assert!(!desk.get(PHASE).has("als verspätet vermerkt"));
    let number = desk.post(PHASE, "text=Am+Dienstag").number();
    let opened = desk.opened();
    assert!(!opened[0].0.clear.is_late);
    let status = desk.post("/x/stand/", &encoded(&[("nummer", number.as_str())]));
    assert!(
        status.has("Das geht bis Dienstag, 7.\u{a0}April\u{a0}2026."),
        "{}",
        status.text
    );
    let secret = desk.intake.key.secret_word(&number);
    let withdraw = |desk: &Desk| {
        let fields = [
            ("nummer", number.as_str()),
            ("geheimwort", &secret),
            ("tun", "endgueltig"),
        ];
        desk.post("/x/stand/", &encoded(&fields))
    };
    desk.at("2026-04-07T22:01:00Z");
    assert!(desk.get(PHASE).has("als verspätet vermerkt"));
    assert_eq!(withdraw(&desk).status, 403);
    desk.at("2026-04-07T21:59:30Z");
    assert_eq!(withdraw(&desk).status, 303);
}

#[test]
fn the_notice_says_who_is_responsible_and_who_can_be_asked() {
    let desk = Desk::open();
    let plain = desk.get(PHASE);
    assert!(
        plain.has("<span class=\"kontakt-zeile\"><span>Bauamt"),
        "{}",
        plain.text
    );
    assert!(!plain.has("Datenschutzbeauftragte") && !plain.has("Art. 28"));
    let mut archive = fixture::archive();
    let mut officer = archive.municipalities[0].office.clone();
    officer.name = "<Beauftragte>".to_owned();
    archive.municipalities[0].privacy = Privacy {
        controller: None,
        officer: Some(officer),
        processors: vec!["Rechenzentrum & Söhne".to_owned()],
    };
    desk.intake.reload(vec![portal_of(archive, &desk.keys)]);
    let named = desk.get(PHASE);
    assert!(named.has("&lt;Beauftragte&gt;"), "{}", named.text);
    assert!(named.has("(Art. 28 DSGVO): <span>Rechenzentrum &amp; Söhne</span>"));
}

#[test]
fn only_whoever_chose_files_is_asked_to_choose_them_again() {
    let desk = Desk::open();
    let again = "Dateien wählen Sie bitte noch einmal aus";
    assert!(!desk.post(PHASE, "text=&name=Anna").has(again));
    let parts = [
        ("text", None, &b""[..]),
        ("email", None, b"keine"),
        ("anlage", Some("a.txt"), b"Siehe hier"),
    ];
    assert!(desk.post_parts(PHASE, &parts).has(again));
}
