#include "simulator/day/mishap_desk.hpp"

#include <algorithm>
#include <cmath>

#include "hal/simulated/small_random.hpp"

namespace lanterne::simulator {
namespace {

using hal::simulated::SmallRandom;

constexpr std::uint64_t whom_streams = 5'000'000; // apart from those of units and athletes
constexpr std::uint64_t power_streams = 7'000'000;

Milliseconds milliseconds(double seconds) { return Milliseconds{std::llround(seconds * 1000)}; }

/// The wait for the nth power cut of an entry.
Milliseconds until_power_cut(const Scenario& scenario, std::size_t entry, std::uint64_t nth) {
    SmallRandom random{scenario.seed + nth, power_streams + entry};
    return milliseconds(random.exponential(3600 / scenario.units.power_cuts_per_hour));
}

} // namespace

MishapDesk::MishapDesk(const Scenario& scenario, const plan::RacePlan& plan, UtcTime first_gun)
    : scenario_{scenario}, plan_{plan} {
    for (std::size_t index = 0; index < scenario.mishaps.size(); ++index) {
        const Mishap& mishap = scenario.mishaps[index];
        if (const auto* since_gun = std::get_if<Milliseconds>(&mishap.when)) {
            by_time_.push_back({.at = first_gun + *since_gun, .mishap = index});
        } else {
            plan_by_place(index, std::get<PassesPlace>(mishap.when));
        }
    }
    std::ranges::stable_sort(by_time_, {}, &Planned::at);
    if (scenario.units.power_cuts_per_hour > 0) {
        power_cuts_.resize(plan.entries.size());
        for (std::size_t entry = 0; entry < plan.entries.size(); ++entry) {
            next_power_cut_.push_back(first_gun + until_power_cut(scenario, entry, 0));
        }
    }
}

bool MishapDesk::befalls(std::size_t index, std::size_t entry) const {
    const Whom& whom = scenario_.mishaps[index].whom;
    if (!whom.bibs.empty()) {
        return std::ranges::count(whom.bibs, plan_.entries[entry].bib) > 0;
    }
    SmallRandom random{scenario_.seed + index, whom_streams + entry};
    return random.chance(whom.share);
}

/// Each on the course of its own, which may lack the leg.
void MishapDesk::plan_by_place(std::size_t index, const PassesPlace& place) {
    for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
        const auto& legs = plan::course_of(plan_, plan_.entries[entry]).legs();
        const auto leg = std::ranges::find(legs, place.leg, &course::Leg::id);
        if (leg != legs.end() && place.lap <= leg->laps && befalls(index, entry)) {
            by_place_.push_back(
                {.mishap = index,
                 .entry = entry,
                 .along_m = course::unrolled(*leg, place.lap, Metres{place.metres}).value});
        }
    }
}

std::vector<MishapEvent> MishapDesk::pass(UtcTime now, std::span<const double> along_m) {
    std::vector<MishapEvent> events;
    end_what_is_over(now, events);
    begin_by_time(now, events);
    begin_by_place(now, along_m, events);
    begin_by_chance(now, events);
    return events;
}

std::vector<MishapEvent> MishapDesk::inject(const Mishap& mishap, UtcTime now) {
    std::vector<MishapEvent> events;
    for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
        const auto& bibs = mishap.whom.bibs;
        if (bibs.empty() || std::ranges::count(bibs, plan_.entries[entry].bib) > 0) {
            begin(mishap, entry, now, events);
        }
    }
    return events;
}

void MishapDesk::begin(const Mishap& mishap, std::size_t entry, UtcTime now,
                       std::vector<MishapEvent>& events) {
    const bool lasts = rule_of(mishap.kind).lasts;
    if (lasts && lasting_.size() == most_lasting) {
        ++refused_;
        return;
    }
    const MishapEvent event{.kind = mishap.kind,
                            .entry = entry,
                            .at = now,
                            .lasts = lasts ? mishap.lasts : Milliseconds{0},
                            .amount = mishap.amount};
    events.push_back(event);
    if (lasts) {
        lasting_.push_back(event);
    }
}

void MishapDesk::end_what_is_over(UtcTime now, std::vector<MishapEvent>& events) {
    const auto is_over = [now](const MishapEvent& event) { return event.at + event.lasts <= now; };
    for (const MishapEvent& event : lasting_) {
        if (is_over(event)) {
            events.push_back(event);
            events.back().begins = false;
        }
    }
    std::erase_if(lasting_, is_over);
}

void MishapDesk::begin_by_time(UtcTime now, std::vector<MishapEvent>& events) {
    for (; next_by_time_ < by_time_.size() && by_time_[next_by_time_].at <= now; ++next_by_time_) {
        const std::size_t index = by_time_[next_by_time_].mishap;
        for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
            if (befalls(index, entry)) {
                begin(scenario_.mishaps[index], entry, now, events);
            }
        }
    }
}

void MishapDesk::begin_by_place(UtcTime now, std::span<const double> along_m,
                                std::vector<MishapEvent>& events) {
    if (by_place_.empty()) {
        return;
    }
    if (were_m_.empty()) {
        were_m_.assign(along_m.begin(), along_m.end());
    }
    std::erase_if(by_place_, [&](const AtPlace& place) {
        const bool is_passed =
            were_m_[place.entry] < place.along_m && along_m[place.entry] >= place.along_m;
        if (is_passed) {
            begin(scenario_.mishaps[place.mishap], place.entry, now, events);
        }
        return is_passed;
    });
    were_m_.assign(along_m.begin(), along_m.end());
}

void MishapDesk::begin_by_chance(UtcTime now, std::vector<MishapEvent>& events) {
    const Mishap loose_contact{.kind = MishapKind::power_cut,
                               .lasts = milliseconds(scenario_.units.power_cut_s)};
    for (std::size_t entry = 0; entry < next_power_cut_.size(); ++entry) {
        if (now >= next_power_cut_[entry]) {
            begin(loose_contact, entry, now, events);
            next_power_cut_[entry] =
                now + loose_contact.lasts + until_power_cut(scenario_, entry, ++power_cuts_[entry]);
        }
    }
}

} // namespace lanterne::simulator
