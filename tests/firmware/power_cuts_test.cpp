#include <algorithm>

#include <gtest/gtest.h>

#include "tests/firmware/power_cuts/power_cuts.hpp"

namespace lanterne::firmware::power_cuts {
namespace {

/// Less than ./lanterne bench unit tries, of the same run.
constexpr Effort seconds_of_it{.all_subsets_up_to = 6, .random_subsets = 64};

const Recording& recording() {
    static const Recording once = record_a_run();
    return once;
}

TEST(PowerCuts, AreTriedOnARunThatHasAllThatAJournalDoes) {
    EXPECT_EQ(recording().broken, "");
    EXPECT_GT(recording().fixes.at(0xA).size() + recording().fixes.at(0xB).size(), 300U);
    EXPECT_GT(recording().reused, 5U);
    EXPECT_GT(recording().failed_syncs, 0U);
}

TEST(PowerCuts, LoseNothingThatASyncCoveredAndMakeNothingWrong) {
    const Tally tally = cut_everywhere(recording(), seconds_of_it);

    EXPECT_TRUE(tally.clean()) << tally.first_fault << "; lost " << tally.lost << ", wrong "
                               << tally.wrong << ", silent " << tally.silent << ", refused "
                               << tally.refused << " of " << tally.cards;
    EXPECT_GT(tally.cuts, 500U);
}

/// The checks can fail: a card that says "synced" and is not loses what it should have kept.
TEST(PowerCuts, SeeACardThatLiesAboutItsSyncs) {
    Recording lying = recording();
    std::erase_if(lying.operations, [](const Operation& done) {
        return done.kind == Operation::Kind::sync && done.file == 1;
    });
    for (Promise& promise : lying.promises) {
        promise.operations = std::min(promise.operations, lying.operations.size());
    }

    EXPECT_GT(cut_everywhere(lying, {.all_subsets_up_to = 1, .random_subsets = 2}).lost, 0U);
}

TEST(PowerCuts, SeeAFixThatWasNotWrittenSo) {
    Recording other = recording();
    other.fixes.at(0xC).at(3).position.latitude.e6 += 1;

    EXPECT_GT(cut_everywhere(other, {.all_subsets_up_to = 1, .random_subsets = 2}).wrong, 0U);
}

TEST(PowerCuts, DamageCostsTheRecordThatItHitsAndMakesNothingWrong) {
    const Tally tally = damage_everywhere(recording(), 1);

    EXPECT_TRUE(tally.clean()) << tally.first_fault << "; lost " << tally.lost << ", wrong "
                               << tally.wrong << " of " << tally.cards;
}

} // namespace
} // namespace lanterne::firmware::power_cuts
