#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/act_check.hpp"
#include "core/exchange/act_text.hpp"
#include "core/exchange/race_folder.hpp"
#include "tests/core/exchange/sample_folder.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// What is wrong with that act in the small folder's race, which starts at 09:00.
std::vector<std::string> faults_in_race(const std::string& keys) {
    const auto plan = read_race_folder(small_folder());
    const auto acts = read_acts("acts.toml", "[[act]]\n" + keys);
    if (!plan || !acts) {
        return {"cannot be read"};
    }
    Faults faults{"acts.toml"};
    RaceNames{*plan}.check(acts->front().body, plan->start, acts->front().line, faults);
    std::vector<std::string> said;
    for (const Fault& fault : faults.take()) {
        said.push_back(to_text(fault));
    }
    return said;
}

TEST(RaceNames, FindsNothingWrongWithWhatTheRaceHas) {
    EXPECT_THAT(faults_in_race("kind = \"start-wave\"\nwave = \"early\"\n"), IsEmpty());
    EXPECT_THAT(faults_in_race("kind = \"void\"\nbib = \"2\"\npoint = \"back\"\nlap = 2\n"),
                IsEmpty());
    EXPECT_THAT(faults_in_race("kind = \"drop-leg\"\nleg = \"run\"\nbibs = [\"1\", \"2\"]\n"),
                IsEmpty());
    EXPECT_THAT(faults_in_race("kind = \"move-gate\"\nlocation = \"road\"\nposition = [47, -3]\n"),
                IsEmpty());
}

TEST(RaceNames, SaysWhichNameIsUnknownAndWhatWasMeant) {
    EXPECT_THAT(faults_in_race("kind = \"start-wave\"\nwave = \"earli\"\n"),
                ElementsAre("acts.toml:1: the race has no wave \"earli\"; early would be right"));
    EXPECT_THAT(faults_in_race("kind = \"void\"\nbib = \"3\"\npoint = \"x\"\n"),
                ElementsAre("acts.toml:1: the race has no bib 3",
                            HasSubstr("the race has no timing point \"x\"; one of back, finish, "
                                      "out, start would be right")));
    EXPECT_THAT(faults_in_race("kind = \"rule\"\nbib = \"01\"\nstatus = \"racing\"\n"),
                ElementsAre(HasSubstr("the race has no bib 01")));
}

TEST(RaceNames, SaysWhichLapsATimingPointHas) {
    EXPECT_THAT(faults_in_race("kind = \"confirm\"\nbib = \"1\"\npoint = \"finish\"\n"),
                ElementsAre("acts.toml:1: timing point finish has no lap 1; lap 2 would be right"));
}

TEST(RaceNames, RefusesATimeThatEndsBeforeItBegins) {
    EXPECT_THAT(faults_in_race("kind = \"neutralise\"\nuntil = 2026-06-14T08:59:59+02:00\n"),
                ElementsAre(HasSubstr("a time after 2026-06-14T07:00:00.000Z, from which")));
}

} // namespace
} // namespace lanterne::exchange
