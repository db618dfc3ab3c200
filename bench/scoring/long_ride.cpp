#include "bench/scoring/long_ride.hpp"

#include <algorithm>

#include "tests/support/truth/behaviours.hpp"
#include "tests/support/truth/draft.hpp"
#include "tests/support/truth/sample.hpp"

namespace lanterne::bench {
namespace {

constexpr std::size_t hours_5 = 18'000; // fixes

} // namespace

truth::Shape long_ride() {
    truth::Draft draft;
    draft.leg("bike", course::Sport::bike,
              {{0, 0}, {5'000, 0}, {8'000, 4'000}, {6'000, 8'000}, {0, 7'000}, {-3'000, 0}, {0, 0}},
              8);
    draft.each_lap("hill", course::PointKind::split, 0, 9'000);
    draft.laps(0);
    return {"long-ride", draft.race(), truth::ordinary};
}

std::vector<Fix> fixes_of_long_ride(const truth::Shape& shape, std::uint64_t number) {
    simulator::Conditions without_gaps = simulator::conditions(1, 3);
    without_gaps.silent_part = 0;
    const truth::Sample sample = truth::sample_of(shape, without_gaps, 1, number);
    const std::vector<Fix>& all = sample.reception.fixes;
    const auto first = std::ranges::lower_bound(all, shape.truth.start, {}, &Fix::time);
    const auto count = std::min<std::ptrdiff_t>(hours_5, all.end() - first);
    return {first, first + count};
}

std::vector<wire::Batch> batches_of(const std::vector<Fix>& fixes) {
    std::vector<wire::Batch> batches;
    for (std::size_t i = 0; i < fixes.size(); i += fixes_in_batch) {
        const auto first = fixes.begin() + static_cast<std::ptrdiff_t>(i);
        const auto count = static_cast<std::ptrdiff_t>(std::min(fixes_in_batch, fixes.size() - i));
        batches.push_back({.epoch = 1, .first = i, .info = {}, .fixes = {first, first + count}});
    }
    return batches;
}

} // namespace lanterne::bench
