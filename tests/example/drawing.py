"""Draws a plan as a vector picture from the plan area's own outline: zones, road, legend, scale, north."""

import json
import math

from pyproj import Transformer
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, box, shape
from shapely.ops import transform, unary_union

import words

UTM = Transformer.from_crs(4326, 25833, always_xy=True)
WIDE, HIGH, LEGEND = 1120, 830, 300
USES = {
    "WA": ("#f2c4c0", "WA", "Allgemeines Wohngebiet"),
    "MI": ("#d9b48f", "MI", "Mischgebiet"),
    "GE": ("#c9c9d6", "GE", "Gewerbegebiet"),
    "SO": ("#f3c98b", "SO", "Sonstiges Sondergebiet"),
    "S": ("#f3c98b", "S", "Sonderbaufläche"),
    "W": ("#f2c4c0", "W", "Wohnbaufläche"),
    "GB": ("#e7a6c9", "GB", "Fläche für den Gemeinbedarf"),
    "GR": ("#cfe6b8", "GR", "Private Grünfläche"),
    "SP": ("#cfe6b8", "SP", "Sport- und Spielanlagen"),
    "SZ": ("#efe3cf", "I", "Geltungsbereich der Satzung"),
    "WIND": ("#f7f3dd", "L", "Fläche für die Landwirtschaft"),
    "FNP": ("#f7f3dd", "L", "Fläche für die Landwirtschaft"),
    "DEICH": ("#d8c9a3", "D", "Deich mit Baustraßen und Ausgleichsflächen"),
    "ABBAU": ("#e3d3bf", "VR", "Vorranggebiet für den Abbau von Schotter"),
    "KORRIDOR": ("#f5dfe0", "K", "Korridor der drei Trassen"),
}


def sheet(procedure, document):
    """The drawing as SVG with a sentence that says what it shows."""
    area = in_metres(procedure["folder"] / "geltungsbereich.geojson")
    wishes = procedure["texts"].get("zeichnung", {})
    area = part(area, document)
    scale = scale_of(area)
    view = View(area, scale)
    use = USES[wishes.get("nutzung", "SZ")]
    svg, legend = [DEFS], []
    svg.append(f'<rect width="{WIDE}" height="{HIGH}" fill="#fcfcfa" stroke="#333"/>')
    svg.extend(surroundings(area, view))
    draw = {"FNP": whole_municipality, "WIND": whole_municipality, "SZ": settlement, "DEICH": surface, "ABBAU": surface, "KORRIDOR": surface}.get(wishes.get("nutzung"), zones)
    draw(area, wishes, use, view, svg, legend)
    svg.append(view.path(area, 'fill="none" stroke="#111" stroke-width="4" stroke-dasharray="14 6"'))
    legend.append(('fill="none" stroke="#111" stroke-width="3" stroke-dasharray="8 4"', "Grenze des räumlichen Geltungsbereichs"))
    svg.extend(frame(view, legend, procedure, document))
    body = "".join(svg)
    total = WIDE + LEGEND
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {HIGH}" width="{total}" height="{HIGH}" font-family="Liberation Sans">{body}</svg>'
    hectares = f"{area.area / 1e4:.1f}".replace(".", ",")
    said = ", ".join(label for _, label in legend)
    return picture, f"Plan im Maßstab 1 : {scale}, Geltungsbereich {hectares} Hektar, Norden oben. Dargestellt sind: {said}."


DEFS = (
    '<defs><pattern id="h" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V9" stroke="#2f7d32" stroke-width="2"/></pattern>'
    '<pattern id="d" width="14" height="14" patternUnits="userSpaceOnUse"><circle cx="7" cy="7" r="2" fill="#2f7d32"/></pattern></defs>'
)


def in_metres(path):
    """The plan area in EPSG:25833, whichever of the two systems the file is in."""
    data = json.loads(path.read_text(encoding="utf-8"))
    geometry = unary_union([shape(feature["geometry"]) for feature in data["features"]])
    return geometry if "crs" in data else transform(UTM.transform, geometry)


def part(area, document):
    """Of an area in two parts, the one a drawing names as south or north; else the whole."""
    if area.geom_type != "MultiPolygon":
        return area
    ordered = sorted(area.geoms, key=lambda polygon: polygon.centroid.y)
    if "Süd" in document["titel"]:
        return ordered[0]
    return ordered[-1] if "Nord" in document["titel"] else area


def scale_of(area):
    """A usual scale at which the area fills the sheet (360 mm wide for the drawing's 1120 units)."""
    west, south, east, north = area.bounds
    need = max((east - west) / (WIDE * 0.78), (north - south) / (HIGH * 0.78)) * 1120 / 0.300
    usual = [500, 1000, 1500, 2000, 2500, 4000, 5000, 7500, 10000, 15000, 25000, 50000, 75000, 100000, 150000, 200000]
    return next(step for step in usual if step >= need)


class View:
    """From metres to the sheet's units."""

    def __init__(self, area, scale):
        self.unit = 1120 / (0.300 * scale)
        self.middle = box(*area.bounds).centroid

    def point(self, x, y):
        right = WIDE / 2 + (x - self.middle.x) * self.unit
        return right, HIGH / 2 - (y - self.middle.y) * self.unit

    def path(self, geometry, style):
        """An SVG path of any polygon or line, cut to nothing but its coordinates."""
        steps = []
        for shape_ in getattr(geometry, "geoms", [geometry]):
            rings = [shape_.exterior, *shape_.interiors] if hasattr(shape_, "exterior") else [shape_]
            for ring in rings:
                points = [f"{x:.1f} {y:.1f}" for x, y in (self.point(*c[:2]) for c in ring.coords)]
                steps.append("M" + "L".join(points))
        return f'<path d="{"".join(steps)}" fill-rule="evenodd" {style}/>' if steps else ""


def axis(area):
    """The direction of the area's longer side in degrees, and its middle."""
    corners = list(area.minimum_rotated_rectangle.exterior.coords)
    sides = [(math.dist(corners[i], corners[i + 1]), i) for i in range(2)]
    length, i = max(sides)
    turn = math.degrees(math.atan2(corners[i + 1][1] - corners[i][1], corners[i + 1][0] - corners[i][0]))
    return turn, area.centroid, length


def surroundings(area, view):
    """Neighbouring plots as thin grey lines, turned as the area is."""
    turn, middle, length = axis(area)
    window = box(*(v for c in ((0, HIGH), (WIDE, 0)) for v in inverse(view, *c)))
    step, lines = length / 5, []
    for n in range(-14, 15):
        for flat in (True, False):
            far = 6 * length
            line = LineString([(-far, n * step), (far, n * step)] if flat else [(n * step * 1.7, -far), (n * step * 1.7, far)])
            line = translate(rotate(line, turn, origin=(0, 0)), middle.x, middle.y).intersection(window).difference(area)
            if not line.is_empty:
                lines.append(view.path(line, 'fill="none" stroke="#c4c4bd" stroke-width="1"'))
    return lines


def inverse(view, right, down):
    """From the sheet back to metres."""
    return view.middle.x + (right - WIDE / 2) / view.unit, view.middle.y - (down - HIGH / 2) / view.unit


def zones(area, wishes, use, view, svg, legend):
    """A building plan: use, road, green edge, building limits, one building or measure."""
    colour, sign, label = use
    turn, middle, length = axis(area)
    svg.append(view.path(area, f'fill="{colour}" stroke="none"'))
    legend.append((f'fill="{colour}" stroke="#555"', f"{label} ({sign})"))
    half = box(-5 * length, -5 * length, 5 * length, -0.18 * length * min(1, area.area / length**2 * 1.6))
    green = translate(rotate(half, turn, origin=(0, 0)), middle.x, middle.y).intersection(area)
    if "gruen" in wishes and not green.is_empty:
        svg.append(view.path(green, 'fill="#cfe6b8" stroke="#555" stroke-width="1"'))
        svg.append(view.path(green, 'fill="url(#d)" stroke="none"'))
        legend.append(('fill="#cfe6b8" stroke="#555"', wishes["gruen"]))
    built = area.difference(green)
    road = translate(rotate(LineString([(-length, 0.06 * length), (length, 0.02 * length)]), turn, origin=(0, 0)), middle.x, middle.y)
    road = road.buffer(max(3.0, length / 55)).intersection(built)
    if sign not in ("SO", "S", "GR", "I", "W"):
        svg.append(view.path(road, 'fill="#f6e36b" stroke="#555" stroke-width="1"'))
        legend.append(('fill="#f6e36b" stroke="#555"', "Öffentliche Verkehrsfläche"))
    else:
        road = Point(0, 0).buffer(1)
    inner = built.difference(road).buffer(-length / 40)
    svg.append(view.path(inner, 'fill="none" stroke="#1f4e9c" stroke-width="2.5" stroke-dasharray="16 5 3 5"'))
    legend.append(('fill="none" stroke="#1f4e9c" stroke-width="2.5" stroke-dasharray="9 3 2 3"', "Baugrenze"))
    extras(inner, wishes, turn, length, view, svg, legend)
    for piece in getattr(inner, "geoms", [inner]):
        if piece.area > area.area / 14:
            right, down = view.point(piece.representative_point().x, piece.representative_point().y)
            svg.append(f'<circle cx="{right:.1f}" cy="{down:.1f}" r="25" fill="#fff" stroke="#333"/><text x="{right:.1f}" y="{down + 7:.1f}" font-size="20" font-weight="bold" text-anchor="middle">{sign}</text>')


def settlement(area, wishes, use, view, svg, legend):
    """A statute's area: a lane along it, houses on both sides, gardens at one edge if asked for."""
    colour, sign, label = use
    turn, middle, length = axis(area)
    svg.append(view.path(area, f'fill="{colour}" stroke="none"'))
    legend.append((f'fill="{colour}" stroke="#555"', label))
    if "gruen" in wishes:
        edge = area.difference(translate(rotate(box(-length, -length, length, length / 9), turn, origin=(0, 0)), middle.x, middle.y))
        svg.append(view.path(edge, 'fill="#cfe6b8" stroke="#555" stroke-width="1"') + view.path(edge, 'fill="url(#d)"'))
        legend.append(('fill="#cfe6b8" stroke="#555"', wishes["gruen"]))
    lane = translate(rotate(LineString([(-length, 0), (0, length / 60), (length, 0)]), turn, origin=(0, 0)), middle.x, middle.y)
    svg.append(view.path(lane.buffer(length / 110).intersection(area), 'fill="#fff" stroke="#999" stroke-width="1"'))
    houses = []
    for n in range(-9, 10):
        for side in (-1, 1):
            deep = length / 42 + (n * n * 7 % 5) * length / 400
            house = translate(box(-length / 75, -length / 110, length / 75, length / 110), n * length / 19, side * (deep + length / 60))
            house = translate(rotate(house, turn, origin=(0, 0)), middle.x, middle.y)
            if (n * 5 + side) % 7 and area.contains(house):
                houses.append(house)
    if houses:
        svg.append(view.path(unary_union(houses), 'fill="#bbb" stroke="#555" stroke-width="1"'))
        legend.append(('fill="#bbb" stroke="#555"', "Vorhandene Gebäude"))
    if "bauwerk" in wishes:
        mark = translate(rotate(box(-length / 40, -length / 55, length / 40, length / 55), turn, origin=(0, 0)), middle.x, middle.y)
        svg.append(view.path(mark.intersection(area), 'fill="#5a6b8c" stroke="#222" stroke-width="1.5"'))
        legend.append(('fill="#5a6b8c" stroke="#222"', wishes["bauwerk"]))


def extras(inner, wishes, turn, length, view, svg, legend):
    """A building that is named in words, and an area for measures."""
    pieces = sorted(getattr(inner, "geoms", [inner]), key=lambda piece: -piece.area)
    if not pieces or pieces[0].is_empty:
        return
    spot = pieces[0].centroid
    if "bauwerk" in wishes:
        shift = rotate(Point(length / 6, 0), turn, origin=(0, 0))
        house = translate(rotate(box(-length / 16, -length / 40, length / 16, length / 40), turn, origin=(0, 0)), spot.x + shift.x, spot.y + shift.y)
        house = house if pieces[0].contains(house) else translate(house, -shift.x, -shift.y).intersection(pieces[0])
        svg.append(view.path(house, 'fill="#8a8a8a" stroke="#222" stroke-width="1.5"'))
        legend.append(('fill="#8a8a8a" stroke="#222"', wishes["bauwerk"]))
    if "massnahme" in wishes:
        edge = pieces[-1].difference(pieces[-1].buffer(-length / 30))
        svg.append(view.path(edge, 'fill="url(#h)" stroke="#2f7d32" stroke-width="1.5"'))
        legend.append(('fill="url(#h)" stroke="#2f7d32"', f"Maßnahmenfläche {wishes['massnahme']}"))


def surface(area, wishes, use, view, svg, legend):
    """One surface for what another law plans: no zones, no houses."""
    colour, letters, label = use
    style = f'fill="{colour}" stroke="#7a6a4a" stroke-width="1"'
    svg.append(view.path(area, style))
    at = area.representative_point()
    right, down = view.point(at.x, at.y)
    svg.append(f'<text x="{right:.0f}" y="{down:.0f}" font-size="26" font-weight="bold" text-anchor="middle">{letters}</text>')
    legend.append((style, label))


def whole_municipality(area, wishes, use, view, svg, legend):
    """A preparatory plan: fields, villages, wood and a valley, placed by the outline itself."""
    turn, middle, length = axis(area)
    svg.append(view.path(area, f'fill="{use[0]}" stroke="none"'))
    wood = unary_union([Point(middle.x + length * a, middle.y + length * b).buffer(length / 11) for a, b in ((-0.3, 0.12), (0.27, -0.15), (-0.1, -0.24))])
    svg.append(view.path(wood.intersection(area), 'fill="#9cc58a" stroke="#5b8a4b" stroke-width="1"'))
    valley = LineString([(middle.x - length, middle.y - length / 5), (middle.x - length / 5, middle.y + length / 18), (middle.x + length / 4, middle.y - length / 30), (middle.x + length, middle.y + length / 4)])
    svg.append(view.path(valley.buffer(length / 60).intersection(area), 'fill="#bfe0ef" stroke="#4d8fb3" stroke-width="1"'))
    spots = ((-0.18, -0.05), (0.06, 0.1), (0.2, 0.06), (-0.05, -0.12), (0.12, -0.1), (-0.28, 0.02), (0.02, -0.02))
    villages = unary_union([Point(middle.x + length * a, middle.y + length * b).buffer(length / 38, quad_segs=3) for a, b in spots])
    svg.append(view.path(villages.intersection(area), 'fill="#f2c4c0" stroke="#a55" stroke-width="1"'))
    legend += [
        (f'fill="{use[0]}" stroke="#555"', use[2]),
        ('fill="#9cc58a" stroke="#5b8a4b"', "Wald"),
        ('fill="#bfe0ef" stroke="#4d8fb3"', "Aue, von Bebauung frei"),
        ('fill="#f2c4c0" stroke="#a55"', "Siedlungsfläche" if wishes["nutzung"] == "WIND" else "Wohnbaufläche"),
    ]
    if wishes["nutzung"] == "WIND":
        fields = unary_union([Point(middle.x + length * a, middle.y + length * b).buffer(length / 45, quad_segs=2) for a, b in ((0.02, -0.27), (0.1, 0.24))])
        svg.append(view.path(fields.intersection(area), 'fill="url(#h)" stroke="#2f7d32" stroke-width="3"'))
        legend.append(('fill="url(#h)" stroke="#2f7d32"', "Sonderbaufläche Windenergie"))
        return
    works = translate(rotate(box(-length / 30, -length / 60, length / 30, length / 60), turn, origin=(0, 0)), middle.x + length * 0.14, middle.y + length * 0.16)
    svg.append(view.path(works.intersection(area), 'fill="#c9c9d6" stroke="#555" stroke-width="1"'))
    legend.append(('fill="#c9c9d6" stroke="#555"', "Gewerbliche Baufläche"))


def frame(view, legend, procedure, document):
    """Legend, scale bar, north arrow and title block at the right."""
    left, out = WIDE + 18, []
    out.append(f'<rect x="{WIDE}" y="0" width="{LEGEND}" height="{HIGH}" fill="#fff" stroke="#333"/>')
    out.append(f'<text x="{left}" y="32" font-size="19" font-weight="bold">Zeichenerklärung</text>')
    for row, (style, label) in enumerate(legend):
        down = 54 + row * 46
        out.append(f'<rect x="{left}" y="{down}" width="40" height="24" {style}/>')
        for n, line in enumerate(lines(label, 24)):
            out.append(f'<text x="{left + 52}" y="{down + 12 + n * 16}" font-size="14">{escape(line)}</text>')
    out.append(f'<path d="M{WIDE - 46} 74L{WIDE - 58} 104L{WIDE - 46} 96L{WIDE - 34} 104Z" fill="#111"/><text x="{WIDE - 46}" y="64" font-size="20" text-anchor="middle" font-weight="bold">N</text>')
    metres = bar(view)
    wide = metres * view.unit
    out.append(f'<path d="M40 {HIGH - 34}h{wide:.1f}" stroke="#111" stroke-width="6"/><path d="M40 {HIGH - 34}h{wide / 2:.1f}" stroke="#fff" stroke-width="3"/>')
    out.append(f'<text x="40" y="{HIGH - 44}" font-size="14">0</text><text x="{40 + wide:.1f}" y="{HIGH - 44}" font-size="14" text-anchor="middle">{metres} m</text>')
    record, place = words.drawn_plan(procedure["record"], document), procedure["municipality"]["name"]
    number = f" Nr. {record['nummer']}" if "nummer" in record else ""
    block = [place, f"{record['planname']}{number}", document["titel"], f"Stand: {words.day(document['stand'])}", f"Maßstab 1 : {scale_text(view)}", "Beispiel – erfunden, ohne Rechtswirkung"]
    down = HIGH - 190
    out.append(f'<rect x="{WIDE}" y="{down}" width="{LEGEND}" height="190" fill="#f1f1ec" stroke="#333"/>')
    down += 26
    for n, text in enumerate(block):
        for line in lines(text, 33):
            out.append(f'<text x="{left}" y="{down}" font-size="{16 if n < 2 else 13.5}" font-weight="{"bold" if n < 2 else "normal"}">{escape(line)}</text>')
            down += 20
    return out


def bar(view):
    """A round length that takes up about a fifth of the sheet."""
    want = WIDE / 5 / view.unit
    power = 10 ** math.floor(math.log10(want))
    return int(max(step * power for step in (1, 2, 5) if step * power <= want))


def scale_text(view):
    """The scale with a thin gap between thousands."""
    return f"{round(1120 / (0.300 * view.unit)):,}".replace(",", " ")


def lines(text, width):
    """Words broken into lines of at most `width` letters."""
    out = [""]
    for word in text.split():
        if out[-1] and len(out[-1]) + len(word) + 1 > width:
            out.append("")
        out[-1] = f"{out[-1]} {word}".strip()
    return out


def escape(text):
    """Text for SVG."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
