#include "tests/support/truth/behaviours.hpp"

#include <algorithm>

namespace lanterne::truth {
namespace {

using hal::simulated::Random;
using simulator::Behaviour;

constexpr double clear_m = 60; // nobody stops so near to the start or the finish

double somewhere(const course::Course& course, Random& random) {
    return random.uniform(clear_m, course.length().value - clear_m);
}

// A place up to that far before or behind a timing point between start and finish.
double near_a_gate(const course::Course& course, Random& random, double within) {
    const auto& points = course.points();
    const auto index =
        static_cast<std::size_t>(random.uniform(1, static_cast<double>(points.size()) - 1));
    const double along = points[index].along.value + random.uniform(-within, within);
    return std::clamp(along, clear_m, course.length().value - clear_m);
}

// In order, and none where the one before reaches.
void put_in_order(std::vector<simulator::Halt>& halts) {
    std::ranges::sort(halts, {}, &simulator::Halt::at);
    const auto same = [](const simulator::Halt& a, const simulator::Halt& b) {
        return b.at - b.back_m < a.at + 1;
    };
    halts.erase(std::unique(halts.begin(), halts.end(), same), halts.end());
}

Behaviour at_ease(Random& random) {
    Behaviour all;
    all.behind_line_m = random.uniform(0.5, 8);
    all.waits_s = random.uniform(60, 240);
    all.reacts_s = random.uniform(0, 3);
    all.beside_m = random.uniform(-2.2, 2.2);
    all.cuts_corners_m = random.uniform(0, 8);
    return all;
}

const course::TimingPoint& point_called(const course::Course& course, std::string_view id) {
    return *std::ranges::find(course.points(), id, &course::TimingPoint::id);
}

} // namespace

Behaviour ordinary(const course::Course& course, Random& random) {
    Behaviour all = at_ease(random);
    if (random.chance(0.05)) {
        all.halts.push_back({.at = somewhere(course, random), .seconds = random.uniform(5, 60)});
    }
    if (random.chance(0.02)) {
        all.abandons_at = somewhere(course, random);
    }
    return all;
}

Behaviour warms_up_and_cools_down(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    all.warm_up_laps = random.chance(0.5) ? 2 : 1;
    all.cool_down_laps = random.chance(0.5) ? 2 : 1;
    return all;
}

Behaviour waits_at_the_start(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    all.waits_s = random.uniform(600, 1200);
    all.behind_line_m = random.uniform(0.5, 12);
    all.reacts_s = random.uniform(0, 120);
    return all;
}

Behaviour walks_back(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    for (int i = 0; i < 3; ++i) {
        all.halts.push_back({.at = near_a_gate(course, random, 60),
                             .seconds = random.uniform(2, 30),
                             .back_m = random.uniform(20, 80)});
    }
    put_in_order(all.halts);
    all.walks_home_m = random.uniform(50, 300);
    return all;
}

Behaviour turns_back_early(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    const double turn = point_called(course, "turn").along.value;
    const double way = random.uniform();
    if (way < 1.0 / 3) {
        all.halts.push_back({.at = turn - random.uniform(10, 60),
                             .seconds = random.uniform(2, 20),
                             .back_m = random.uniform(40, 150)});
        put_in_order(all.halts);
    } else if (way < 2.0 / 3) {
        const double before = random.uniform(25, 60);
        all.cuts.push_back({.from = turn - before, .to = turn + before});
        all.halts.clear();
    }
    return all;
}

Behaviour stands(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    all.halts.push_back({.at = near_a_gate(course, random, 5), .seconds = random.uniform(60, 600)});
    for (int i = 0; i < 2; ++i) {
        all.halts.push_back({.at = somewhere(course, random), .seconds = random.uniform(60, 600)});
    }
    put_in_order(all.halts);
    return all;
}

Behaviour goes_through_tunnels(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    const double middle = point_called(course, "tunnel").along.value;
    const double other = random.uniform(0.1, 0.3) * course.length().value;
    all.tunnels = {{.from = other, .to = other + 200}, {.from = middle - 400, .to = middle + 400}};
    return all;
}

Behaviour falls_silent(const course::Course& course, Random& random) {
    Behaviour all = ordinary(course, random);
    const double from = random.uniform(60, 900);
    all.silences = {{.from_s = from, .to_s = from + random.uniform(120, 300)}};
    return all;
}

void turn_off(Behaviour& behaviour, Random& random) {
    if (behaviour.cool_down_laps > 0) {
        return;
    }
    const double degrees = random.uniform(30, 120);
    const double behind = random.uniform(0, 8);
    behaviour.turns_off = {.behind_m = behind, .degrees = random.chance(0.5) ? degrees : -degrees};
}

} // namespace lanterne::truth
