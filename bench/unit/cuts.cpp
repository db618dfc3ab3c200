#include "bench/unit/cuts.hpp"

#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "tests/firmware/power_cuts/power_cuts.hpp"

namespace lanterne::bench {
namespace {

using firmware::power_cuts::Effort;
using firmware::power_cuts::Tally;

Row row(std::string key, std::string what, std::uint64_t count, std::string note) {
    return {.key = std::move(key),
            .what = std::move(what),
            .measured = static_cast<double>(count),
            .unit = "cards",
            .goal = 0,
            .note = std::move(note)};
}

std::string note_of(const Tally& tally, const std::string& tried) {
    return fmt::format("{} {}: {} cards opened again, {} fixes compared{}{}", tally.cuts, tried,
                       tally.cards, tally.fixes, tally.clean() ? "" : "; first ",
                       tally.first_fault);
}

} // namespace

std::vector<Row> power_cuts(const Plan& plan) {
    const auto recording = firmware::power_cuts::record_a_run();
    if (!recording.broken.empty()) {
        throw std::runtime_error{recording.broken};
    }
    const Effort effort =
        plan.quick ? Effort{.all_subsets_up_to = 4, .random_subsets = 16} : Effort{};
    const Tally cuts = firmware::power_cuts::cut_everywhere(recording, effort);
    const Tally damage = firmware::power_cuts::damage_everywhere(
        recording, plan.quick ? 1 : std::numeric_limits<std::size_t>::max());
    return {
        row("power_cut_lost_cards", "power cuts: cards that lack what a sync had covered",
            cuts.lost + cuts.silent + cuts.refused,
            note_of(cuts,
                    fmt::format("moments of a run of {} operations", recording.operations.size()))),
        row("power_cut_wrong_cards", "power cuts: cards with a wrong fix", cuts.wrong,
            fmt::format("all subsets of up to {} open writes, {} random ones beyond",
                        effort.all_subsets_up_to, effort.random_subsets)),
        row("damage_lost_cards", "truncations and bit flips: more lost than was hit",
            damage.lost + damage.refused, note_of(damage, "truncations and flips")),
        row("damage_wrong_cards", "truncations and bit flips: cards with a wrong fix", damage.wrong,
            ""),
    };
}

} // namespace lanterne::bench
