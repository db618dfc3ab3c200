#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.hpp"
#include "core/plan/race_plan.hpp"
#include "simulator/scenario/scenario.hpp"

namespace lanterne::simulator {

/// Something begins to be wrong with somebody, or ends to be.
struct MishapEvent {
    MishapKind kind = MishapKind::cut;
    std::size_t entry = 0;
    UtcTime at;
    Milliseconds lasts{0}; ///< 0: it happens once
    double amount = 0;
    bool begins = true;
};

/// Knows when which mishap befalls whom: by time, by place, by hand, and loose contacts by chance.
/// Settled by scenario, plan, seed and what is done by hand. One thread.
class MishapDesk {
public:
    /// Mishaps that last at a time; beyond, further ones are refused and counted.
    static constexpr std::size_t most_lasting = 200'000;

    /// Both outlive it; the scenario fits the plan (see faults_beside).
    MishapDesk(const Scenario& scenario, const plan::RacePlan& plan, UtcTime first_gun);

    /// What begins and ends up to that second, which is later than all before, in order: ends
    /// before begins. `along_m` says where on the unrolled course each entry is now.
    std::vector<MishapEvent> pass(UtcTime now, std::span<const double> along_m);

    /// By hand, from now on. `mishap.when` is not looked at.
    std::vector<MishapEvent> inject(const Mishap& mishap, UtcTime now);

    std::size_t lasting() const { return lasting_.size(); }

    /// What lasts now, as it began.
    std::span<const MishapEvent> lasting_now() const { return lasting_; }

    std::uint64_t refused() const { return refused_; }

private:
    struct Planned {
        UtcTime at;
        std::size_t mishap; ///< index
    };

    struct AtPlace {
        std::size_t mishap;
        std::size_t entry;
        double along_m;
    };

    bool befalls(std::size_t mishap, std::size_t entry) const;
    void plan_by_place(std::size_t mishap, const PassesPlace& place);
    void begin(const Mishap& mishap, std::size_t entry, UtcTime now,
               std::vector<MishapEvent>& events);
    void end_what_is_over(UtcTime now, std::vector<MishapEvent>& events);
    void begin_by_time(UtcTime now, std::vector<MishapEvent>& events);
    void begin_by_place(UtcTime now, std::span<const double> along_m,
                        std::vector<MishapEvent>& events);
    void begin_by_chance(UtcTime now, std::vector<MishapEvent>& events);

    const Scenario& scenario_;
    const plan::RacePlan& plan_;
    std::vector<Planned> by_time_; ///< ascending
    std::size_t next_by_time_ = 0;
    std::vector<AtPlace> by_place_;
    std::vector<double> were_m_;          ///< along, a second ago
    std::vector<UtcTime> next_power_cut_; ///< by entry; empty: none by chance
    std::vector<std::uint64_t> power_cuts_;
    std::vector<MishapEvent> lasting_; ///< as they began
    std::uint64_t refused_ = 0;
};

} // namespace lanterne::simulator
