#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::at;
using drawn::bib;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};

// Forty minutes on a long course, with a rest, a way back and a detour.
std::vector<Fix> long_walk() {
    std::string track;
    for (int part = 0; part < 12; ++part) {
        track += std::string(60, '>') + "oooooooooo>>>>>>>>xx>>>>...>>>>>>>>>>>>";
    }
    return walk(cell, track);
}

plan::RacePlan long_race() {
    std::string drawing = "S";
    for (int part = 1; part <= 9; ++part) {
        drawing += std::string(100, '-') + std::to_string(part);
    }
    return race_on(cell, drawing + std::string(100, '-') + "F", {"7"});
}

// As ingest does it: in order where it can, else from the last state before the late fix, with
// what the store holds.
class Arrival {
public:
    explicit Arrival(const plan::RacePlan& plan) : race{plan} {}

    void take(std::vector<Fix> batch) {
        store_.insert(store_.end(), batch.begin(), batch.end());
        if (race.apply(bib("7"), batch)) {
            return;
        }
        const UtcTime late =
            std::ranges::min_element(batch, {}, [](const Fix& fix) { return fix.time; })->time;
        const std::optional<UtcTime> kept = race.kept_before(bib("7"), late);
        if (!kept) {
            race.rescore(bib("7"), store_);
            ++from_start;
            return;
        }
        std::vector<Fix> newer;
        std::ranges::copy_if(store_, std::back_inserter(newer),
                             [&](const Fix& fix) { return fix.time > *kept; });
        replayed += newer.size();
        ++from_saved;
        EXPECT_TRUE(race.rescore_since(bib("7"), *kept, newer));
    }

    Race race;
    std::size_t from_start = 0;
    std::size_t from_saved = 0;
    std::size_t replayed = 0;

private:
    std::vector<Fix> store_;
};

TEST(LateFixes, GiveTheSameBytesAsAllFromTheStartHoweverTheyCome) {
    const plan::RacePlan plan = long_race();
    const std::vector<Fix> fixes = long_walk();
    Race whole{plan};
    whole.rescore(bib("7"), fixes);
    ASSERT_GE(whole.passages(bib("7")).size(), 10U);
    constexpr std::uint64_t seed = 7;
    std::mt19937_64 random{seed};
    std::size_t from_saved = 0;

    for (int round = 0; round < 25; ++round) {
        // Batches, of which some come later than others, some twice, and one from long ago.
        std::vector<std::pair<double, std::vector<Fix>>> batches;
        for (std::size_t from = 0; from < fixes.size();) {
            const std::size_t size = std::min<std::size_t>(1 + random() % 60, fixes.size() - from);
            const auto begin = fixes.begin() + static_cast<std::ptrdiff_t>(from);
            const std::vector<Fix> batch{begin, begin + static_cast<std::ptrdiff_t>(size)};
            const double late = random() % 5 == 0 ? static_cast<double>(random() % 400) : 0;
            batches.emplace_back(static_cast<double>(from) + late, batch);
            if (random() % 10 == 0) {
                batches.emplace_back(static_cast<double>(random() % fixes.size()), batch);
            }
            from += size;
        }
        std::ranges::stable_sort(batches, {}, [](const auto& batch) { return batch.first; });
        Arrival arrival{plan};
        for (const auto& [when, batch] : batches) {
            arrival.take(batch);
        }

        from_saved += arrival.from_saved;
        ASSERT_EQ(arrival.race.digest(), whole.digest()) << "seed " << seed << " round " << round;
        ASSERT_EQ(arrival.race.passages(bib("7")), whole.passages(bib("7"))) << round;
        ASSERT_EQ(arrival.race.standings(at(3'000)), whole.standings(at(3'000))) << round;
    }
    EXPECT_GT(from_saved, 50U); // else this says nothing about saved states
}

TEST(LateFixes, CostAboutTwiceTheirLatenessAndNotTheWholeWay) {
    const plan::RacePlan plan = long_race();
    const std::vector<Fix> fixes = long_walk();
    Race race{plan};
    race.rescore(bib("7"), fixes);
    const UtcTime newest = fixes.back().time;

    for (const int minutes : {2, 4, 8, 16, 30}) {
        const UtcTime late = newest - std::chrono::minutes{minutes};
        const std::optional<UtcTime> kept = race.kept_before(bib("7"), late);
        ASSERT_TRUE(kept) << minutes;
        EXPECT_LT(*kept, late);
        EXPECT_LE(newest - *kept, std::chrono::minutes{2 * minutes + 3}) << minutes;
    }
    EXPECT_FALSE(race.kept_before(bib("7"), at(60)));
}

TEST(LateFixes, ChangeNothingWhereTheStateIsGone) {
    Race race{long_race()};
    const std::vector<Fix> fixes = long_walk();
    race.rescore(bib("7"), fixes);
    const std::string digest = race.digest();
    const UtcTime kept = *race.kept_before(bib("7"), fixes.back().time);

    EXPECT_FALSE(race.rescore_since(bib("7"), kept + Milliseconds{1}, {fixes.back()}));
    EXPECT_FALSE(race.rescore_since(bib("7"), kept, {fixes.front()}));

    EXPECT_EQ(race.digest(), digest);
}

// Fifty laps in five hours: two points a lap, and as many saved states as there can be.
TEST(LateFixes, CostNoMoreMemoryThanIsMeantForThem) {
    Race race{drawn::circuit(50, {"7"})};
    Race::Memory most;
    for (const Fix& fix : drawn::laps_of(std::vector<double>(50, 360))) {
        EXPECT_TRUE(race.apply(bib("7"), std::span{&fix, 1}));
        const Race::Memory memory = race.memory(bib("7"));
        most = {std::max(most.live, memory.live), std::max(most.saved, memory.saved)};
    }
    ASSERT_EQ(race.passages(bib("7")).size(), 51U);

    RecordProperty("live_bytes", static_cast<int>(most.live));
    RecordProperty("saved_bytes", static_cast<int>(most.saved));
    EXPECT_LE(most.live, 6U * 1'024);
    EXPECT_LE(most.live + most.saved, 64U * 1'024);
}

} // namespace
} // namespace lanterne::scoring
