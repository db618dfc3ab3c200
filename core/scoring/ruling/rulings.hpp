#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/act.hpp"
#include "core/plan/race_plan.hpp"
#include "core/scoring/tracking/scored_course.hpp"

namespace lanterne::scoring {

/// When the clock of a wave began to run.
struct WaveStart {
    std::optional<UtcTime> gun; ///< none: the wave is held
    std::uint32_t standard_error_ms = 0;

    bool operator==(const WaveStart&) const = default;
};

/// The acts of a race as they are in force, sorted by whom they concern. Acts that cannot be done
/// are passed over (see ActCheck). Says nothing by itself about passages: an act is read together
/// with what was seen. The plan outlives it.
class Rulings {
public:
    /// In any order, and repeated. Of more than plan::max_acts the ones with the lowest numbers
    /// count.
    Rulings(const plan::RacePlan& plan, std::vector<plan::Act> acts);

    Rulings(const Rulings&) = delete;
    Rulings& operator=(const Rulings&) = delete;
    Rulings(Rulings&&) = default;
    Rulings& operator=(Rulings&&) = default;
    ~Rulings() = default;

    /// In the order in which they count.
    const std::vector<plan::Act>& in_force() const { return acts_; }

    /// What started the entry's wave: the last word given, because the effective time of a start is
    /// what it says and not when it was said. Without any the plan's gun.
    WaveStart start_of(const plan::Entry& entry) const;

    /// From when on its way counts: its slot, else the gun; nothing while the wave is held.
    std::optional<UtcTime> way_from(const plan::Entry& entry) const;

    CourseChange change_of(const plan::Entry& entry) const;

    /// Those that name this bib alone, in the order in which they count.
    const std::vector<const plan::Act*>& about(const Bib& bib) const;

    /// Those about all, some, waves: neutralise, shorten, drop, extend.
    const std::vector<const plan::Act*>& about_many() const { return about_many_; }

    /// Reads, clocks, finish orders and closed cases.
    const std::vector<const plan::Act*>& about_race() const { return about_race_; }

private:
    void sort_out(const plan::Act& act);

    const plan::RacePlan* plan_;
    std::vector<plan::Act> acts_;
    std::map<std::string, std::pair<std::int64_t, WaveStart>> starts_; ///< by wave, with act number
    std::map<Bib, std::vector<const plan::Act*>> about_;
    std::vector<const plan::Act*> about_many_;
    std::vector<const plan::Act*> about_race_;
    std::vector<GateMove> moves_;
};

} // namespace lanterne::scoring
