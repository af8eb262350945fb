//! The outlines that the maps draw, simplified for each scale once and for the whole state.

use std::sync::OnceLock;

use geo::{BoundingRect, MultiPolygon, Rect};

use crate::model::boundary::{Boundaries, Territory};
use crate::model::nearby::overlap;
use crate::render::map::topology::Topology;
use crate::render::map::view::View;

/// Smallest triangle in square metres of the map of the state.
const STATE_MAP: f64 = 500_000.0;
/// Smallest triangle in square metres of the outlines for all other maps, finest first.
const LEVELS: [f64; 8] = [
    1_500.0, 4_000.0, 10_000.0, 25_000.0, 60_000.0, 100_000.0, 160_000.0, 400_000.0,
];

/// Everything that maps are drawn from. Outlines are made when a map first asks for them.
#[derive(Debug)]
pub struct Atlas<'a> {
    /// The official list; outlines are in its order.
    pub boundaries: &'a Boundaries,
    state_map: OnceLock<Vec<MultiPolygon>>,
    topology: OnceLock<Topology>,
    levels: [OnceLock<Outlines>; LEVELS.len()],
}

/// Outlines of all municipalities and districts that share every border.
#[derive(Debug)]
struct Outlines {
    municipalities: Vec<Outline>,
    districts: Vec<Outline>,
}

#[derive(Debug)]
struct Outline {
    shape: MultiPolygon,
    bbox: Option<Rect>,
}

/// How finely outlines are drawn: one of the levels for which they were simplified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail(usize);

impl Detail {
    /// Triangles of fewer than about `square_units` of the picture are not shown.
    pub fn of(view: &View, square_units: f64) -> Self {
        let area = square_units / (view.scale * view.scale);
        Self(
            LEVELS
                .iter()
                .rposition(|level| *level <= area)
                .unwrap_or_default(),
        )
    }

    /// The next coarser level, if there is one.
    pub fn coarser(self) -> Option<Self> {
        (self.0 + 1 < LEVELS.len()).then_some(Self(self.0 + 1))
    }
}

/// A territory with its outline.
#[derive(Debug, Clone, Copy)]
pub struct Outlined<'a> {
    /// The territory.
    pub territory: &'a Territory,
    /// Its outline, simplified; easting and northing in metres.
    pub shape: &'a MultiPolygon,
}

impl<'a> Atlas<'a> {
    /// An atlas of all places of the official list.
    pub fn new(boundaries: &'a Boundaries) -> Self {
        Self {
            boundaries,
            state_map: OnceLock::new(),
            topology: OnceLock::new(),
            levels: Default::default(),
        }
    }

    /// The land of a municipality: easting and northing in metres.
    pub fn municipality_land(&self, ags: &str) -> Option<Rect> {
        self.boundaries.municipality(ags)?.geometry.bounding_rect()
    }

    /// The land of a district: easting and northing in metres.
    pub fn district_land(&self, ags: &str) -> Option<Rect> {
        self.boundaries.district(ags)?.geometry.bounding_rect()
    }

    /// All districts as the map of the state draws them, by AGS.
    pub fn state(&self) -> impl Iterator<Item = Outlined<'_>> {
        let shapes = self.state_map.get_or_init(|| {
            let districts = self.boundaries.districts().iter();
            Topology::new(districts.map(|district| &district.geometry)).simplified(STATE_MAP)
        });
        let outlined = |(territory, shape)| Outlined { territory, shape };
        self.boundaries.districts().iter().zip(shapes).map(outlined)
    }

    /// A municipality by its AGS.
    pub fn municipality(&self, ags: &str, detail: Detail) -> Option<Outlined<'_>> {
        find(
            self.boundaries.municipalities(),
            &self.outlines(detail).municipalities,
            ags,
        )
    }

    /// A district by its AGS.
    pub fn district(&self, ags: &str, detail: Detail) -> Option<Outlined<'_>> {
        find(
            self.boundaries.districts(),
            &self.outlines(detail).districts,
            ags,
        )
    }

    /// All municipalities that may be seen in a window, by AGS.
    pub fn municipalities_in(
        &self,
        window: Rect,
        detail: Detail,
    ) -> impl Iterator<Item = Outlined<'_>> {
        seen(
            self.boundaries.municipalities(),
            &self.outlines(detail).municipalities,
            window,
        )
    }

    /// All districts that may be seen in a window, by AGS.
    pub fn districts_in(&self, window: Rect, detail: Detail) -> impl Iterator<Item = Outlined<'_>> {
        seen(
            self.boundaries.districts(),
            &self.outlines(detail).districts,
            window,
        )
    }

    fn outlines(&self, detail: Detail) -> &Outlines {
        let (municipalities, districts) = (
            self.boundaries.municipalities(),
            self.boundaries.districts(),
        );
        self.levels[detail.0].get_or_init(|| {
            let topology = self.topology.get_or_init(|| {
                let all = municipalities.iter().chain(districts);
                Topology::new(all.map(|place| &place.geometry))
            });
            Outlines::new(topology.simplified(LEVELS[detail.0]), municipalities.len())
        })
    }
}

impl Outlines {
    fn new(shapes: Vec<MultiPolygon>, municipalities: usize) -> Self {
        let outline = |shape: MultiPolygon| Outline {
            bbox: shape.bounding_rect(),
            shape,
        };
        let mut all: Vec<Outline> = shapes.into_iter().map(outline).collect();
        let districts = all.split_off(municipalities);
        Self {
            municipalities: all,
            districts,
        }
    }
}

fn find<'a>(
    territories: &'a [Territory],
    outlines: &'a [Outline],
    ags: &str,
) -> Option<Outlined<'a>> {
    let index = territories
        .binary_search_by(|place| place.ags.as_str().cmp(ags))
        .ok()?;
    Some(Outlined {
        territory: &territories[index],
        shape: &outlines[index].shape,
    })
}

fn seen<'a>(
    territories: &'a [Territory],
    outlines: &'a [Outline],
    window: Rect,
) -> impl Iterator<Item = Outlined<'a>> {
    territories
        .iter()
        .zip(outlines)
        .filter_map(move |(territory, outline)| {
            let is_seen = outline.bbox.is_some_and(|bbox| overlap(&bbox, &window));
            is_seen.then_some(Outlined {
                territory,
                shape: &outline.shape,
            })
        })
}
