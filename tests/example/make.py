"""Makes the PDFs of the example portal from its own records; README.md tells how to run it."""

import io
import os
import sys
from pathlib import Path

import pikepdf
import yaml
from weasyprint import HTML

import drawing
import pages
import scan

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "content" / "gemeinden"


def plain(path):
    """A YAML file with every scalar kept as the text that stands there."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}


def procedures(only):
    """Every procedure with its municipality and texts, in the order of the folders."""
    for path in sorted(CONTENT.glob("*/*/verfahren.yaml")):
        place, name = path.parts[-3], path.parts[-2]
        if only and only not in f"{place}/{name}":
            continue
        texts = HERE / "texte" / place / f"{name}.yaml"
        yield {
            "folder": path.parent,
            "record": plain(path),
            "municipality": plain(path.parent.parent / "gemeinde.yaml"),
            "texts": plain(texts) if texts.exists() else {},
        }


def papers(procedure):
    """Every file a phase names: its documents and the proof of its notice."""
    for phase in procedure["record"]["phasen"]:
        folder = procedure["folder"] / phase["kennung"]
        for document in phase.get("unterlagen", []):
            yield phase, document, folder / document["datei"]
        notice = phase.get("bekanntmachung", {})
        if "nachweis" in notice:
            proof = {
                "art": "nachweis",
                "titel": f"Bekanntmachung, Nachweis: {notice['organ']}",
                "stand": notice["veroeffentlicht"],
                "datei": notice["nachweis"],
            }
            yield phase, proof, folder / notice["nachweis"]


def steady(pdf, day):
    """The same bytes for the same pages: fixed days, fixed identifier, no producer's traces."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stamp = f"D:{day.replace('-', '')}120000+01'00'"
        opened.docinfo["/CreationDate"] = stamp
        opened.docinfo["/ModDate"] = stamp
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_of(procedure, phase, document):
    """One document as PDF: a scan without text, a drawing, or pages of text."""
    if document["datei"] == scan.NAME:
        return scan.sheet(document)
    html = pages.page(procedure, phase, document, drawing.sheet)
    pdf = HTML(string=html, base_url=str(HERE)).write_pdf(
        pdf_variant="pdf/ua-1", stylesheets=[str(HERE / "document.css")]
    )
    return steady(pdf, document["stand"])


def main():
    """Writes every file that a procedure names; says how many and how large."""
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    count = size = 0
    for procedure in procedures(only):
        for phase, document, path in papers(procedure):
            pdf = pdf_of(procedure, phase, document)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != pdf:
                path.write_bytes(pdf)
            count, size = count + 1, size + len(pdf)
    print(f"{count} PDF, {size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
