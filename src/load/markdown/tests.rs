//! What texts become.

mod hostile;

use crate::finding::{File, Finding, Findings};
use crate::load::markdown::{Around, LONGEST, Text, read_markdown};
use crate::model::prose::Prose;

/// Reads a text of a page that has `plan.pdf` and `bild.jpg` beside it.
fn read(source: &str) -> (Text, Findings) {
    let file = File::new("content/text.md", source.to_owned());
    let mut findings = Findings::default();
    let around = Around {
        first_level: 2,
        id_prefix: "b",
        resolve: &|address| match address {
            "plan.pdf" | "bild.jpg" | "Plan neu.pdf" => Some(format!("../{address}")),
            _ => None,
        },
        place_of: &|range| file.bytes(range),
    };
    let text = read_markdown(source, &around, &mut findings);
    (text, findings)
}

fn html(source: &str) -> String {
    read(source).0.html
}

/// Kind and underlined text of each finding.
fn findings(source: &str) -> Vec<(&'static str, String)> {
    let line = |finding: &&Finding| (finding.kind.id, finding.place.text().to_owned());
    read(source).1.sorted().iter().map(line).collect()
}

#[test]
fn everyday_markdown() {
    let source = "Am **Weinberg**, *oben*, ~~nicht~~ `B-Plan`  \nweiter\n\n> Zitat\n\n3. drei\n\
                  4. vier\n\n- a\n- b\n\n---\n\n    Code <x>\n";
    let expected = "<p>Am <strong>Weinberg</strong>, <em>oben</em>, <del>nicht</del> \
                    <code>B-Plan</code><br>\nweiter</p>\n<blockquote>\n<p>Zitat</p>\n\
                    </blockquote>\n<ol start=\"3\">\n<li>drei</li>\n<li>vier</li>\n</ol>\n<ul>\n\
                    <li>a</li>\n<li>b</li>\n</ul>\n<hr>\n<pre><code>Code &lt;x&gt;\n\
                    </code></pre>\n";
    assert_eq!(html(source), expected);
    assert_eq!(findings(source), []);
}

#[test]
fn tables_have_headers_with_a_scope() {
    let expected = "<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr><th scope=\"col\">Art</th>\
                    <th scope=\"col\" class=\"right\">m²</th></tr>\n</thead>\n<tbody>\n\
                    <tr><td>Wohnen</td><td class=\"right\">12</td></tr>\n</tbody>\n\
                    </table></div>\n";
    assert_eq!(html("|Art|m²|\n|---|--:|\n|Wohnen|12|\n"), expected);
}

/// The words of a text, as the rules and the search see them.
fn words(source: &str) -> String {
    let html = html(source);
    Prose::new(html, None).words()
}

#[test]
fn the_words_of_a_text_stand_in_lines() {
    assert_eq!(
        words("# Ziel\n\nErster *Absatz*\nmit Umbruch.\n\n- Punkt\n\n|a|b|\n|-|-|\n"),
        "Ziel\nErster Absatz\nmit Umbruch.\nPunkt\na b"
    );
    assert_eq!(
        words(
            "> a\n\n1. b\n   - c **d** [e](plan.pdf)  \n   f\n\n---\n\n    g <h> & 'i' \"j\"\n\n&amp;amp;"
        ),
        "a\nb\nc d e\nf\ng <h> & 'i' \"j\"\n&amp;"
    );
    assert_eq!(
        words("|a|b|\n|-|-:|\n|1 < 2|*c*|\n|d||\n\nx ![„Bild“ & mehr](bild.jpg) y"),
        "a b \n1 < 2 c \nd  \nx „Bild“ & mehr y"
    );
    assert_eq!(words("<p>a</p>\n\n<b>&lt;"), "<p>a</p>\n<b><");
}

#[test]
fn html_becomes_text() {
    let source = "<script>alert(1)</script>\n\nEin <b onclick='x()'>Wort</b>.\n";
    let expected = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>Ein \
                    &lt;b onclick=&#39;x()&#39;&gt;Wort&lt;/b&gt;.</p>\n";
    assert_eq!(html(source), expected);
    let expected = [
        // Wherever else it stands, the first place is told.
        ("MD-001", "<script>alert(1)</script>\n".to_owned()),
    ];
    assert_eq!(findings(source), expected);
}

#[test]
fn comments_stay_unpublished() {
    let source = "<!-- Frau X fragen -->\n\nText <!-- intern --> weiter\n\n<!-- a --> <i>b</i>\n";
    let expected = "<p>Text  weiter</p>\n<p>&lt;!-- a --&gt; &lt;i&gt;b&lt;/i&gt;</p>\n";
    assert_eq!(html(source), expected);
    assert_eq!(findings(source).len(), 3);
}

#[test]
fn addresses_are_allowed_or_refused() {
    let allowed =
        "[a](https://a.de/?x=1&y=2) <mailto:a@b.de> <c@d.de> [t](tel:+49351) [p](plan.pdf)";
    let expected = "<p><a href=\"https://a.de/?x=1&amp;y=2\" rel=\"noopener\">a</a> \
                    <a href=\"mailto:a@b.de\" rel=\"noopener\">mailto:a@<wbr>b.<wbr>de</a> \
                    <a href=\"mailto:c@d.de\" rel=\"noopener\">c@<wbr>d.<wbr>de</a> \
                    <a href=\"tel:+49351\" rel=\"noopener\">t</a> <a href=\"../plan.pdf\">p</a></p>\n";
    assert_eq!(html(allowed), expected);

    for address in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.de",
        "&#106;avascript:x",
    ] {
        let source = format!("Ein [Wort]({address}) hier");
        assert_eq!(html(&source), "<p>Ein Wort hier</p>\n", "{address}");
        assert_eq!(findings(&source)[0].0, "MD-002", "{address}");
    }
    assert_eq!(
        findings("[a](data:x,y)"),
        [("MD-002", "data:x,y".to_owned())]
    );
}

#[test]
fn broken_links_are_underlined_where_they_stand() {
    assert_eq!(
        findings("Der [Plan](plna.pdf)."),
        [("MD-004", "plna.pdf".to_owned())]
    );
    assert_eq!(findings("[x]()"), [("MD-004", "[x]()".to_owned())]);
    assert_eq!(
        findings("[x][r]\n\n[r]: weg.pdf"),
        [("MD-004", "[x][r]".to_owned())]
    );
    assert_eq!(findings("[x](plan.pdf) [y](Plan%20neu.pdf)"), []);
    assert_eq!(
        html("[y](Plan%20neu.pdf)"),
        "<p><a href=\"../Plan%20neu.pdf\">y</a></p>\n"
    );
}

#[test]
fn pictures_need_words_and_a_place_in_the_portal() {
    let expected =
        "<p><img src=\"../bild.jpg\" alt=\"Blick &quot;oben&quot;\" loading=\"lazy\"></p>\n";
    assert_eq!(html("![Blick *\"oben\"*](bild.jpg)"), expected);
    assert_eq!(
        findings("![](bild.jpg)"),
        [("MD-003", "![](bild.jpg)".to_owned())]
    );
    let foreign = "![Blick](https://a.de/x.png)";
    assert_eq!(html(foreign), "<p>Blick</p>\n");
    assert_eq!(
        findings(foreign),
        [("MD-007", "https://a.de/x.png".to_owned())]
    );
    assert_eq!(
        findings("![a](weg.jpg)"),
        [("MD-004", "weg.jpg".to_owned())]
    );
    assert_eq!(findings("![a](javascript:x)")[0].0, "MD-002");
    let linked = "<p><a href=\"../plan.pdf\"><img src=\"../bild.jpg\" alt=\"b\" loading=\"lazy\">\
                  </a></p>\n";
    assert_eq!(html("[![b](bild.jpg)](plan.pdf)"), linked);
}

#[test]
fn a_link_without_words_shows_its_address() {
    assert_eq!(
        html("[](plan.pdf)"),
        "<p><a href=\"../plan.pdf\">plan.pdf</a></p>\n"
    );
    assert_eq!(
        findings("[](plan.pdf)"),
        [("MD-008", "[](plan.pdf)".to_owned())]
    );
}

#[test]
fn headings_keep_their_order_and_their_own_anchors() {
    let (text, findings) = read("## Größe\n\n#### Größe\n\n# Ende {#schluss}\n\n###### —\n");
    let headings: Vec<_> = text
        .headings
        .iter()
        .map(|h| (h.level, h.id.as_str()))
        .collect();
    let expected = [
        (2, "b-groesse"),
        (3, "b-groesse-2"),
        (2, "b-schluss"),
        (3, "b-abschnitt"),
    ];
    assert_eq!(headings, expected);
    assert_eq!(text.headings[2].text, "Ende");
    assert!(
        text.html
            .starts_with("<h2 id=\"b-groesse\">Größe</h2>\n<h3 id=\"b-groesse-2\">")
    );
    let skipped: Vec<_> = findings
        .sorted()
        .iter()
        .map(|f| f.place.text().trim())
        .collect();
    assert_eq!(skipped, ["#### Größe", "###### —"]);
}

#[test]
fn anchors_of_namesakes_never_meet() {
    let (text, _) = read("# a 2\n# a\n# a\n# a\n# a 2");
    let ids: Vec<_> = text
        .headings
        .iter()
        .map(|heading| heading.id.as_str())
        .collect();
    assert_eq!(ids, ["b-a-2", "b-a", "b-a-3", "b-a-4", "b-a-2-2"]);
}

#[test]
fn parts_of_the_same_text_are_found() {
    let expected = "<h2 id=\"b-groesse\">Größe</h2>\n<p><a href=\"#b-groesse\">x</a></p>\n";
    assert_eq!(html("# Größe\n\n[x](#gr%C3%B6%C3%9Fe)"), expected);
    assert_eq!(
        findings("# Größe\n\n[x](#groesse) [y](#gross)")[0].1,
        "#gross"
    );
}

#[test]
fn a_text_with_many_faults_brings_few_findings() {
    let (_, findings) = read(&"<b>".repeat(500));
    let findings = findings.sorted();
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.de.contains("an 500 Stellen"));
    let (_, findings) = read(&"[a](javascript:b) ".repeat(500));
    let findings = findings.sorted();
    assert_eq!(findings.len(), 21);
    assert!(
        findings
            .iter()
            .any(|f| f.message.de.contains("480 weiteren Stellen"))
    );
}

#[test]
fn limits_are_said() {
    let long = "ä".repeat(LONGEST / 2 + 1);
    let (text, findings) = read(&long);
    assert_eq!(text.html.len(), "<p></p>\n".len() + LONGEST);
    assert_eq!(findings.sorted()[0].kind.id, "MD-006");

    let (text, findings) = read(&format!("Anfang\n\n{}tief\n\nEnde", "> ".repeat(40)));
    assert_eq!(text.html, "<p>Anfang</p>\n");
    assert_eq!(findings.sorted()[0].kind.id, "MD-006");
    let (text, findings) = read("a\n\n- - - - - - - - - - - - - - - - - - - - - - - -\n\nb");
    assert_eq!(text.html, "<p>a</p>\n<hr>\n<p>b</p>\n");
    assert!(findings.sorted().is_empty());
}
