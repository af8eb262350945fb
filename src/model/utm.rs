//! Longitude and latitude to metres and back: the transverse Mercator projection of ETRS89.
//!
//! Krüger's series in the third flattening, to the fourth order: within a tenth of a millimetre of
//! PROJ up to six degrees from the central meridian. ETRS89 and WGS 84 are taken as one; they differ
//! by less than a metre. Coordinates are `x` = longitude or easting, `y` = latitude or northing.

use geo::Coord;

/// A zone of the Universal Transverse Mercator system on the northern hemisphere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// EPSG:25832, central meridian 9° E.
    Z32,
    /// EPSG:25833, central meridian 15° E: the official system of Saxony and of all our geometry.
    Z33,
}

impl Zone {
    /// Longitude and latitude in degrees to easting and northing in metres.
    pub fn project(self, lon_lat: Coord) -> Coord {
        let longitude = (lon_lat.x - self.central_meridian()).to_radians();
        let sine = lon_lat.y.to_radians().sin();
        let tangent = (sine.atanh() - ECCENTRICITY * (ECCENTRICITY * sine).atanh()).sinh();
        let north = tangent.atan2(longitude.cos());
        let east = (longitude.sin() / tangent.hypot(longitude.cos())).asinh();
        let (more_north, more_east) = series(&FORWARD, north, east);
        Coord {
            x: FALSE_EASTING + RADIUS * (east + more_east),
            y: RADIUS * (north + more_north),
        }
    }

    /// Easting and northing in metres to longitude and latitude in degrees.
    pub fn unproject(self, metres: Coord) -> Coord {
        let (north, east) = (metres.y / RADIUS, (metres.x - FALSE_EASTING) / RADIUS);
        let (less_north, less_east) = series(&BACKWARD, north, east);
        let (north, east) = (north - less_north, east - less_east);
        let conformal = north.sin() / east.sinh().hypot(north.cos());
        Coord {
            x: self.central_meridian() + east.sinh().atan2(north.cos()).to_degrees(),
            y: geographic_tangent(conformal).atan().to_degrees(),
        }
    }

    fn central_meridian(self) -> f64 {
        match self {
            Self::Z32 => 9.0,
            Self::Z33 => 15.0,
        }
    }
}

const FALSE_EASTING: f64 = 500_000.0;
/// Flattening of the GRS80 ellipsoid.
const FLATTENING: f64 = 1.0 / 298.257_222_101;
/// First eccentricity of GRS80: the root of `FLATTENING * (2 - FLATTENING)`.
const ECCENTRICITY: f64 = 0.081_819_191_042_815_79;
/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);
const N2: f64 = N * N;
const N3: f64 = N2 * N;
const N4: f64 = N3 * N;
/// Radius of the rectifying sphere in metres times the scale 0.9996 of the central meridian.
const RADIUS: f64 = 0.9996 * 6_378_137.0 / (1.0 + N) * (1.0 + N2 / 4.0 + N4 / 64.0);
const FORWARD: [f64; 4] = [
    N / 2.0 - 2.0 / 3.0 * N2 + 5.0 / 16.0 * N3 + 41.0 / 180.0 * N4,
    13.0 / 48.0 * N2 - 3.0 / 5.0 * N3 + 557.0 / 1440.0 * N4,
    61.0 / 240.0 * N3 - 103.0 / 140.0 * N4,
    49_561.0 / 161_280.0 * N4,
];
const BACKWARD: [f64; 4] = [
    N / 2.0 - 2.0 / 3.0 * N2 + 37.0 / 96.0 * N3 - 1.0 / 360.0 * N4,
    1.0 / 48.0 * N2 + 1.0 / 15.0 * N3 - 437.0 / 1440.0 * N4,
    17.0 / 480.0 * N3 - 37.0 / 840.0 * N4,
    4397.0 / 161_280.0 * N4,
];

/// The sum of `factors[j-1] * sin(2j(north + i east))`, as real and imaginary part. Sines of
/// multiples follow from one another, so one point costs four transcendental calls, not sixteen.
fn series(factors: &[f64; 4], north: f64, east: f64) -> (f64, f64) {
    let (sine, cosine) = (2.0 * north).sin_cos();
    let (grow, rise) = ((2.0 * east).cosh(), (2.0 * east).sinh());
    let twice_cosine = (2.0 * cosine * grow, -2.0 * sine * rise);
    let (mut before, mut this) = ((0.0, 0.0), (sine * grow, cosine * rise));
    let mut sum = (0.0, 0.0);
    for factor in factors {
        sum = (sum.0 + factor * this.0, sum.1 + factor * this.1);
        let next = (
            twice_cosine.0 * this.0 - twice_cosine.1 * this.1 - before.0,
            twice_cosine.0 * this.1 + twice_cosine.1 * this.0 - before.1,
        );
        (before, this) = (this, next);
    }
    sum
}

/// Tangent of the latitude from the tangent of the conformal latitude, by Newton's method. Three
/// steps are more than the precision of a double needs.
fn geographic_tangent(conformal: f64) -> f64 {
    let squeezed = 1.0 - ECCENTRICITY * ECCENTRICITY;
    let mut tangent = conformal / squeezed;
    for _ in 0..3 {
        let secant = tangent.hypot(1.0);
        let sigma = (ECCENTRICITY * (ECCENTRICITY * tangent / secant).atanh()).sinh();
        let reached = tangent * sigma.hypot(1.0) - sigma * secant;
        tangent += (conformal - reached) / reached.hypot(1.0)
            * (1.0 + squeezed * tangent * tangent)
            / (squeezed * secant);
    }
    tangent
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::coord;
    use proptest::prelude::*;

    /// Longitude, latitude, then easting and northing as PROJ 9 gives them.
    const KNOWN: [(Zone, f64, f64, f64, f64); 14] = [
        (Zone::Z32, 13.7384, 51.0493, 832059.7805, 5665996.4647),
        (Zone::Z32, 12.3747, 51.3397, 735038.2445, 5693009.7155),
        (Zone::Z32, 14.9867, 51.1528, 918540.1409, 5683874.7035),
        (Zone::Z32, 11.9, 50.3, 706522.2029, 5576009.7848),
        (Zone::Z32, 12.0, 50.2, 714090.3909, 5565175.9327),
        (Zone::Z32, 15.0, 51.5, 916304.6537, 5722516.0174),
        (Zone::Z32, 9.0, 48.0, 500000.0, 5316300.2243),
        (Zone::Z33, 13.7384, 51.0493, 411569.3723, 5656064.4535),
        (Zone::Z33, 12.3747, 51.3397, 317146.1744, 5690874.1259),
        (Zone::Z33, 14.9867, 51.1528, 499069.8130, 5666817.1328),
        (Zone::Z33, 11.9, 50.3, 279237.3576, 5576583.9975),
        (Zone::Z33, 12.0, 50.2, 285909.6091, 5565175.9327),
        (Zone::Z33, 15.0, 51.5, 500000.0, 5705429.1666),
        (Zone::Z33, 9.0, 48.0, 52512.8102, 5333742.7479),
    ];

    #[test]
    fn agrees_with_proj_to_a_tenth_of_a_millimetre() {
        for (zone, lon, lat, easting, northing) in KNOWN {
            let metres = zone.project(coord! { x: lon, y: lat });
            assert!(
                (metres.x - easting).abs() < 1e-4,
                "{zone:?} {lon} {}",
                metres.x
            );
            assert!(
                (metres.y - northing).abs() < 1e-4,
                "{zone:?} {lat} {}",
                metres.y
            );
        }
    }

    proptest! {
        #[test]
        fn there_and_back(lon in 5.0..16.0, lat in 47.0..56.0) {
            for zone in [Zone::Z32, Zone::Z33] {
                let back = zone.unproject(zone.project(coord! { x: lon, y: lat }));
                prop_assert!((back.x - lon).abs() < 1e-9 && (back.y - lat).abs() < 1e-9, "{back:?}");
            }
        }

        #[test]
        fn any_number_is_survived(x in any::<f64>(), y in any::<f64>()) {
            for zone in [Zone::Z32, Zone::Z33] {
                zone.project(coord! { x: x, y: y });
                zone.unproject(coord! { x: x, y: y });
            }
        }
    }
}
