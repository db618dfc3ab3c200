#pragma once

namespace lanterne::simulator {

// What slopes, air and wheels do to those who go. Written apart from core/scoring/eta, which
// foretells the same, so that each checks the other.

/// The speed of somebody on foot as a part of that on the flat, at the same power, on a slope of
/// that gradient (cut at 0.45 either way): the energy that a metre costs by gradient (Minetti et
/// al. 2002, "Energy cost of walking and running at extreme uphill and downhill slopes", J. Appl.
/// Physiol. 93: 1039-1046). Downhill half of what it saves becomes speed, the legs brake the rest.
double running_part(double gradient);

/// A rider with the bike, for a moment.
struct Ride {
    double mass_kg = 84;
    double power_w = 210;
    double air = 1; ///< of the drag of a rider alone: sheltered_air() behind a wheel
    double gradient = 0;
};

/// The speed a second after that one: power against slope, rolling and air (Martin et al. 1998,
/// "Validation of a mathematical model for road cycling power", J. Appl. Biomech. 14: 276-291),
/// with the mass that has to be brought to speed. Nobody gains more than 1.5 m/s in a second by
/// pedalling; 0.5 m/s and more, somebody who cannot ride it pushes.
double riding_next(const Ride& ride, double speed_mps);

/// The power that it takes to go from one speed to another within a second; 0 where one brakes.
double riding_power(const Ride& ride, double speed_mps, double next_mps);

/// The drag that is left behind a wheel, so many metres of gap before: 0.65 close to it (power
/// falls by 30 % at racing speeds: Kyle 1979, "Reduction of wind resistance and power output of
/// racing cyclists and runners travelling in groups", Ergonomics 22: 387-397), all of it from 8 m.
double sheltered_air(double gap_m);

/// How much faster a swimmer is at another's feet (Chatard, Chollet and Millet 1998, "Performance
/// and drag during drafting swimming in highly trained triathletes", Med. Sci. Sports Exerc. 30:
/// 1276-1280).
inline constexpr double at_feet = 1.032;

} // namespace lanterne::simulator
