#include "simulator/screen/order.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>

namespace lanterne::simulator {
namespace {

constexpr double last = std::numeric_limits<double>::max();

bool is_out(Doing doing) { return doing == Doing::gave_up || doing == Doing::in_vehicle; }

/// Smaller comes first.
double rank_of(const AthleteNow& athlete, const RaceNow& now, Sort sort) {
    switch (sort) {
    case Sort::bib: break;
    case Sort::place: return is_out(athlete.doing) ? last : -athlete.along_m;
    case Sort::trouble:
        return athlete.has_unit ? (is_in_trouble(athlete) ? -1 : 0) - std::popcount(athlete.wrong)
                                : 1;
    case Sort::fix_age:
        if (!athlete.has_unit) {
            return last;
        }
        return athlete.last_fix ? static_cast<double>((*athlete.last_fix - now.gun).count())
                                : -last;
    case Sort::queue: return athlete.has_unit ? -static_cast<double>(athlete.unreceipted) : 1;
    case Sort::battery: return athlete.has_unit ? athlete.charge.value_or(2) : 3;
    }
    return 0;
}

} // namespace

std::string_view to_text(Sort sort) {
    constexpr std::array<std::string_view, sort_count> words{"bib",     "place", "trouble",
                                                             "fix age", "queue", "battery"};
    return words.at(static_cast<std::size_t>(sort));
}

Sort next(Sort sort) {
    return static_cast<Sort>((static_cast<std::size_t>(sort) + 1) % sort_count);
}

bool is_in_trouble(const AthleteNow& athlete) {
    return athlete.wrong != 0 || athlete.charge.value_or(1) < low_charge ||
           (athlete.has_unit && (!athlete.is_on || !athlete.is_connected));
}

std::vector<std::size_t> ordered(const RaceNow& now, Sort sort) {
    std::vector<double> ranks;
    ranks.reserve(now.athletes.size());
    for (const AthleteNow& athlete : now.athletes) {
        ranks.push_back(rank_of(athlete, now, sort));
    }
    std::vector<std::size_t> order(now.athletes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (sort != Sort::bib) {
        std::ranges::stable_sort(order, {}, [&ranks](std::size_t entry) { return ranks[entry]; });
    }
    return order;
}

} // namespace lanterne::simulator
