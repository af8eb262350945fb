"""A sheet of 1911 as a scanner sees it: one grey picture, a little askew, without any text layer."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

NAME = "lageplan-ziegelwerk-1911.pdf"
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Italic.ttf"


def sheet(document):
    """The sheet as PDF with one JPEG and nothing else, so that the check has something to warn of."""
    chance = random.Random(1911)
    picture = Image.new("L", (1240, 1754), 232)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((70, 70, 1170, 1684), outline=70, width=4)
    kilns(pen)
    words(pen, document)
    for _ in range(2600):
        x, y = chance.randrange(1240), chance.randrange(1754)
        pen.point((x, y), fill=chance.randrange(120, 210))
    picture = picture.rotate(0.7, fillcolor=205).filter(ImageFilter.GaussianBlur(0.8))
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150, quality=42, producer="Beispiel", creationDate=None, modDate=None)
    return out.getvalue()


def kilns(pen):
    """Ring kiln, drying hall, works railway, clay pit."""
    pen.ellipse((240, 420, 560, 640), outline=60, width=4)
    pen.ellipse((300, 470, 500, 590), outline=60, width=3)
    for step in range(12):
        pen.line((250 + step * 26, 430, 250 + step * 26, 630), fill=150, width=1)
    pen.rectangle((660, 420, 1040, 560), outline=60, width=4)
    for step in range(13):
        pen.line((660 + step * 30, 420, 690 + step * 30, 560), fill=140, width=1)
    pen.line((120, 760, 1120, 700), fill=60, width=4)
    pen.line((120, 776, 1120, 716), fill=60, width=4)
    for step in range(34):
        pen.line((130 + step * 29, 752 - step * 1.7, 130 + step * 29, 786 - step * 1.7), fill=90, width=3)
    pen.polygon([(420, 920), (760, 860), (1040, 980), (1000, 1240), (640, 1330), (380, 1160)], outline=60, width=4)
    pen.polygon([(500, 980), (740, 930), (940, 1010), (910, 1180), (650, 1240), (480, 1120)], outline=110, width=3)


def words(pen, document):
    """What a draughtsman wrote beside it."""
    large, small = ImageFont.truetype(FONT, 52), ImageFont.truetype(FONT, 34)
    pen.text((120, 130), "Lageplan des Ziegelwerks", fill=60, font=large)
    pen.text((120, 210), f"im April {document['stand'][:4]}    (Beispiel, erfunden)", fill=70, font=small)
    for x, y, word in ((330, 660, "Ringofen"), (760, 580, "Trockenhalle"), (180, 810, "Werkbahn"), (620, 1060, "Tongrube"), (900, 1600, "Maßstab 1 : 1 000")):
        pen.text((x, y), word, fill=70, font=small)
