#include "core/scoring/race.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>

#include <fmt/format.h>

#include "core/scoring/athlete.hpp"
#include "core/scoring/digest.hpp"
#include "core/scoring/standings.hpp"

namespace lanterne::scoring {
namespace {

// A total order of fixes by content: earlier first; of equal times the better first.
auto order_of(const Fix& fix) {
    return std::tuple{fix.time,
                      fix.accuracy_dm.value_or(std::numeric_limits<std::uint16_t>::max()),
                      fix.position.latitude,
                      fix.position.longitude,
                      fix.speed_dmps,
                      fix.course_2deg,
                      fix.altitude_dm,
                      fix.satellites,
                      fix.mode};
}

} // namespace

bool is_scored_before(const Fix& a, const Fix& b) { return order_of(a) < order_of(b); }

std::string_view to_text(Status status) {
    constexpr std::array<std::string_view, 11> names{
        "not_started",     "racing",         "off_course",    "stopped",      "silent",  "finished",
        "over_time_limit", "did_not_finish", "did_not_start", "disqualified", "unscored"};
    return names.at(static_cast<std::size_t>(status));
}

struct Race::State {
    plan::RacePlan plan;
    std::map<Bib, Athlete> athletes;

    Athlete& find(const Bib& bib) {
        const auto found = athletes.find(bib);
        if (found == athletes.end()) {
            throw std::out_of_range{fmt::format("nobody wears bib {}", bib.text())};
        }
        return found->second;
    }

    std::vector<const Athlete*> all() const {
        std::vector<const Athlete*> all;
        all.reserve(athletes.size());
        for (const auto& [bib, athlete] : athletes) {
            all.push_back(&athlete);
        }
        return all;
    }
};

Race::Race(plan::RacePlan plan) : state_{std::make_unique<State>(std::move(plan))} {
    for (const plan::Entry& entry : state_->plan.entries) {
        state_->athletes.emplace(entry.bib, Athlete{state_->plan, entry});
    }
}

Race::~Race() = default;
Race::Race(Race&&) noexcept = default;
Race& Race::operator=(Race&&) noexcept = default;

const plan::RacePlan& Race::plan() const { return state_->plan; }

bool Race::apply(const Bib& bib, std::span<const Fix> fixes) {
    Athlete& athlete = state_->find(bib);
    std::optional<UtcTime> newest;
    if (athlete.newest()) {
        newest = athlete.newest()->time;
    }
    for (const Fix& fix : fixes) {
        if (newest && fix.time <= *newest) {
            return false;
        }
        newest = fix.time;
    }
    for (const Fix& fix : fixes) {
        athlete.take(fix);
    }
    return true;
}

void Race::rescore(const Bib& bib, std::vector<Fix> all_fixes) {
    Athlete& athlete = state_->find(bib);
    std::ranges::sort(all_fixes, is_scored_before);
    const auto end = std::unique(all_fixes.begin(), all_fixes.end(),
                                 [](const Fix& a, const Fix& b) { return a.time == b.time; });
    athlete = Athlete{state_->plan, athlete.entry()};
    for (auto fix = all_fixes.begin(); fix != end; ++fix) {
        athlete.take(*fix);
    }
}

void Race::mark_unscored(const Bib& bib) { state_->find(bib).mark_unscored(); }

std::vector<Passage> Race::passages(const Bib& bib) const { return state_->find(bib).passages(); }

std::vector<Standing> Race::standings(UtcTime as_of) const {
    return standings_of(state_->all(), as_of);
}

std::string Race::digest() const {
    const std::vector<const Athlete*> athletes = state_->all();
    UtcTime newest = state_->plan.start;
    for (const Athlete* athlete : athletes) {
        const std::optional<Fix>& fix = athlete->newest();
        newest = fix ? std::max(newest, fix->time) : newest;
    }
    return digest_of(athletes, standings_of(athletes, newest));
}

} // namespace lanterne::scoring
