#include <thread>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::bib;
using drawn::circuit;
using drawn::laps_of;

const std::vector<std::string> bibs{"1", "2", "3", "4", "5", "6", "7", "8"};

std::vector<Fix> fixes_of(std::size_t i) {
    const double lap = 200 + 10 * static_cast<double>(i);
    return laps_of({lap, lap + 5, lap});
}

TEST(Apart, GivesTheSameBytesFromAnyNumberOfThreads) {
    Race one_by_one{circuit(3, bibs)};
    for (std::size_t i = 0; i < bibs.size(); ++i) {
        one_by_one.rescore(bib(bibs[i]), fixes_of(i));
    }

    Race race{circuit(3, bibs)};
    std::vector<std::optional<Race::Apart>> scored(bibs.size());
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < bibs.size(); ++i) {
            threads.emplace_back(
                [&, i] { scored[i] = race.score_apart(bib(bibs[i]), fixes_of(i)); });
        }
    }
    for (auto apart = scored.rbegin(); apart != scored.rend(); ++apart) {
        EXPECT_TRUE(race.take(std::move(**apart)));
    }

    EXPECT_EQ(race.digest(), one_by_one.digest());
    EXPECT_EQ(race.input_digest(), one_by_one.input_digest());
    EXPECT_EQ(race.passages(bib("8")), one_by_one.passages(bib("8")));
}

TEST(Apart, LeavesTheRaceAsItIsUntilItIsTaken) {
    Race race{circuit(3, bibs)};
    race.rescore(bib("1"), fixes_of(0));
    const std::string before = race.digest();
    const std::uint64_t revision = race.revision(bib("1"));

    Race::Apart apart = race.score_apart(bib("1"), fixes_of(4));

    EXPECT_EQ(race.digest(), before);
    EXPECT_TRUE(race.take(std::move(apart)));
    EXPECT_NE(race.digest(), before);
    EXPECT_NE(race.revision(bib("1")), revision);
    EXPECT_TRUE(race.apply(bib("1"), {})); // and goes on from there
    EXPECT_FALSE(race.apply(bib("1"), fixes_of(4)));
}

TEST(Apart, IsRefusedWhenActsCameMeanwhile) {
    Race race{circuit(3, bibs)};
    Race::Apart apart = race.score_apart(bib("1"), fixes_of(0));
    race.set_acts({act(1, 60, plan::StartWave{.wave = "all"})});
    const std::string before = race.digest();

    EXPECT_FALSE(race.take(std::move(apart)));

    EXPECT_EQ(race.digest(), before);
}

TEST(Apart, TakesBackThatAnEntryCannotBeScored) {
    Race race{circuit(3, bibs)};
    race.mark_unscored(bib("1"));
    EXPECT_TRUE(race.take(race.score_apart(bib("1"), fixes_of(0))));
    EXPECT_FALSE(race.record().entries.front().is_unscored);
}

} // namespace
} // namespace lanterne::scoring
