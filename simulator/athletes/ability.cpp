#include "simulator/athletes/ability.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lanterne::simulator {
namespace {

using course::Sport;
using hal::simulated::SmallRandom;

constexpr std::size_t sports = 5;
constexpr double farthest = 2.5; // standard deviations

struct Person {
    std::array<double, sports> gifts{}; ///< by sport, standard deviations
    double build = 0;                   ///< standard deviations of the mass
    double nerve = 0;
    double endurance = 0;
};

double drawn(SmallRandom& random) { return std::clamp(random.normal(), -farthest, farthest); }

Person person(const FieldSettings& settings, SmallRandom& random) {
    const double share = std::sqrt(0.5);
    const double general = drawn(random);
    Person one;
    for (double& gift : one.gifts) {
        gift = settings.level + settings.spread * share * (general + drawn(random));
    }
    one.build = settings.spread * drawn(random);
    one.nerve = settings.spread * drawn(random);
    one.endurance = settings.spread * drawn(random);
    return one;
}

struct Pace {
    double mps;    // of a middling athlete
    double spread; // part of it, one standard deviation
};

Pace pace_of(Sport sport) {
    switch (sport) {
    case Sport::swim: return {1.2, 0.10};
    case Sport::run: return {3.5, 0.10};
    case Sport::transition: return {2.7, 0.08};
    case Sport::bike:
    case Sport::other: break;
    }
    return {1.6, 0.10}; // on foot somehow
}

// Of an ordinary athlete. Running: in 91,929 marathons of people who are no elite the second half
// took 15.6 % (men) and 11.7 % (women) longer (Deaner et al. 2015, Med. Sci. Sports Exerc. 47:
// 607-616), two hours and a bit from middle to middle. Riding: from the first to the third 60 km,
// three and a half hours apart, speed fell by 9 % (Abbiss et al. 2006, Med. Sci. Sports Exerc. 38:
// 726-734); power does so about two and a half times as much. In the water: our assumption.
double tiring_of(Sport sport) {
    switch (sport) {
    case Sport::bike: return 0.07;
    case Sport::swim: return 0.03;
    case Sport::run:
    case Sport::transition:
    case Sport::other: break;
    }
    return 0.06;
}

constexpr double middling_power_w = 210;
constexpr double middling_mass_kg = 84;
constexpr double middling_reserve_j = 15'000;
constexpr double middling_nerve_mps = 16;

double grown(double middling, double part, double deviations) {
    return middling * std::max(1 + part * deviations, 0.3);
}

Ability ability(const Person& one, Sport sport) {
    const double gift = one.gifts.at(static_cast<std::size_t>(sport));
    const Pace pace = pace_of(sport);
    return {.flat_mps = grown(pace.mps, pace.spread, gift),
            .power_w = grown(middling_power_w, 0.17, gift),
            .mass_kg = grown(middling_mass_kg, 0.1, one.build),
            .reserve_j = grown(middling_reserve_j, 0.2, gift),
            .nerve_mps = grown(middling_nerve_mps, 0.1, one.nerve),
            .tiring = grown(tiring_of(sport), 0.3, -one.endurance)};
}

} // namespace

std::vector<Ability> abilities(const course::Course& course, const plan::Entry& entry,
                               const FieldSettings& settings, SmallRandom& random) {
    std::vector<Ability> all;
    Person one = person(settings, random);
    for (const course::Leg& leg : course.legs()) {
        if (!entry.members.empty() && !all.empty()) {
            one = person(settings, random);
        }
        all.push_back(ability(one, leg.sport));
    }
    return all;
}

} // namespace lanterne::simulator
