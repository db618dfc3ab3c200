#include <gtest/gtest.h>

#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::bib;
using drawn::chip;
using drawn::circuit;
using drawn::laps_of;
using drawn::laps_passed;

// Times are within a tenth of a second of the chip's, whose error is the least.
void expect_laps(const Race& race, const std::vector<double>& ends, const std::string& what) {
    const std::vector<Passage> passages = race.passages(bib("7"));
    ASSERT_EQ(passages.size(), ends.size() + 1) << what << ": " << laps_passed(race, "7");
    for (std::size_t lap = 0; lap < ends.size(); ++lap) {
        EXPECT_EQ(passages[lap + 1].point, lap + 1) << what;
        EXPECT_NEAR(drawn::seconds_after_gun(passages[lap + 1].time), ends[lap], 0.1) << what;
        EXPECT_EQ(passages[lap + 1].source, Source::chip) << what;
    }
}

std::vector<plan::Act> reads_at(const std::vector<double>& ends) {
    std::vector<plan::Act> acts;
    for (std::size_t lap = 0; lap < ends.size(); ++lap) {
        acts.push_back(chip(static_cast<std::int64_t>(lap) + 1, "7", ends[lap],
                            lap + 1 == ends.size() ? "F" : "lap"));
    }
    return acts;
}

std::vector<double> ends_of(const std::vector<double>& laps) {
    std::vector<double> ends;
    double t = 0;
    for (const double lap : laps) {
        t += lap;
        ends.push_back(t);
    }
    return ends;
}

Race run(const std::vector<double>& laps, std::vector<plan::Act> acts) {
    Race race{circuit(static_cast<std::uint32_t>(laps.size()), {"7"})};
    race.set_acts(std::move(acts));
    race.rescore(bib("7"), laps_of(laps));
    return race;
}

// What lap scoring by time alone gets wrong: a lap that takes twice, three or four times as long
// (a repair, a stop for food) is no two, three or four laps.
TEST(Laps, StayOneLapHoweverSlow) {
    for (double ratio = 1.85; ratio < 4.2; ratio += 0.1) {
        const std::vector<double> laps{300, 300, 300 * ratio, 300, 300};
        const Race race = run(laps, reads_at(ends_of(laps)));
        expect_laps(race, ends_of(laps), "ratio " + std::to_string(ratio));
    }
}

TEST(Laps, AreNotMadeByAStrayReadAtAnyTimeInALap) {
    const std::vector<double> laps{300, 300, 300, 300, 300};
    for (double after = 5; after < 300; after += 10) {
        std::vector<plan::Act> acts = reads_at(ends_of(laps));
        acts.push_back(chip(100, "7", 600 + after));
        expect_laps(run(laps, acts), ends_of(laps), "stray after " + std::to_string(after));
    }
}

TEST(Laps, AreNotMadeByReadsThatComeTwice) {
    const std::vector<double> laps{300, 300, 300, 300, 300};
    std::vector<plan::Act> acts = reads_at(ends_of(laps));
    acts.push_back(chip(100, "7", 305));
    acts.push_back(chip(101, "7", 899));
    acts.push_back(chip(101, "7", 899));

    expect_laps(run(laps, acts), ends_of(laps), "twice");
}

TEST(Laps, AreKnownWhereTheMatMissedTheFirst) {
    const std::vector<double> laps{300, 300, 300, 300, 300};
    std::vector<plan::Act> acts = reads_at(ends_of(laps));
    acts.erase(acts.begin());
    const Race race = run(laps, acts);

    const std::vector<Passage> passages = race.passages(bib("7"));
    ASSERT_EQ(passages.size(), 6U);
    EXPECT_EQ(passages[1].source, Source::gps);
    EXPECT_NEAR(drawn::seconds_after_gun(passages[1].time), 300, 1);
    EXPECT_EQ(passages[2].source, Source::chip);
}

TEST(Laps, AreCountedByTheMatWhereTheUnitFellSilent) {
    const std::vector<double> laps{300, 300, 300, 300, 300};
    Race race{circuit(5, {"7"})};
    std::vector<plan::Act> acts = reads_at(ends_of(laps));
    acts.push_back(chip(100, "7", 904)); // twice
    race.set_acts(acts);
    race.rescore(bib("7"), laps_of(laps, 450));

    expect_laps(race, ends_of(laps), "silent");
}

TEST(Laps, AreCountedByTheMatAloneWhereThereIsNoUnit) {
    const std::vector<double> laps{300, 620, 300, 300, 300};
    Race race{circuit(5, {"7"})};
    std::vector<plan::Act> acts = reads_at(ends_of(laps));
    acts.push_back(chip(100, "7", 306));
    race.set_acts(acts);

    expect_laps(race, ends_of(laps), "no unit");
}

TEST(Laps, TakeTheReadThatWasSaidToBeOfOne) {
    const std::vector<double> laps{300, 300};
    plan::Act said = chip(1, "7", 300.2);
    std::get<plan::Read>(said.body).lap = 1;

    const Race race = run(laps, {said});
    EXPECT_EQ(race.passages(bib("7"))[1].source, Source::chip);
}

} // namespace
} // namespace lanterne::scoring
