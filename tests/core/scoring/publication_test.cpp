#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/scoring/race.hpp"
#include "tests/core/scoring/circuit.hpp"
#include "tests/core/scoring/drawn_race.hpp"

namespace lanterne::scoring {
namespace {

using drawn::act;
using drawn::at;
using drawn::bib;
using drawn::race_on;
using drawn::walk;

constexpr Metres cell{8};

plan::RacePlan two_entered() { return race_on(cell, "S-----1-----F", {"7", "8"}); }

Race two(std::vector<plan::Act> acts = {}) {
    Race race{two_entered()};
    race.set_acts(std::move(acts));
    race.rescore(bib("7"), walk(cell, ">>>>>>>>>>>>>>>>>>>>"));
    race.rescore(bib("8"), walk(cell, "oo>>>>>>>>>>>>>>>>>>"));
    return race;
}

Publication published(const Race& race, ResultState state = ResultState::provisional) {
    Publication publication = race.final_results().publication;
    publication.state = state;
    return publication;
}

TEST(Publication, GoesFromStateToStateAsResultsMay) {
    std::string allowed;
    for (int from = 0; from < 6; ++from) {
        for (int to = 0; to < 6; ++to) {
            allowed += may_follow(static_cast<ResultState>(from), static_cast<ResultState>(to))
                           ? 'x'
                           : '.';
        }
        allowed += '\n';
    }

    EXPECT_EQ(allowed, "xx...x\n"   // live
                       ".xxx.x\n"   // provisional
                       ".xxx.x\n"   // protest
                       "....xx\n"   // official
                       "....xx\n"   // amended
                       "......\n"); // annulled
}

TEST(Publication, HasWhatTheRaceSaysOfItsResults) {
    const Race race = two();
    const Race::Final last = race.final_results();

    EXPECT_EQ(last.publication.input_digest, race.input_digest());
    EXPECT_EQ(last.publication.digest, race.digest());
    EXPECT_EQ(last.publication.entries.size(), 2U);
    EXPECT_EQ(last.tables, race.tables(std::nullopt));
    EXPECT_EQ(last.publication.tables, results::canonical_text(last.tables));
}

TEST(Publication, CountsRevisionsAndRefusesInWords) {
    const auto first = next_publication({}, published(two()));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->revision, 1U);
    const auto official = next_publication(*first, published(two(), ResultState::official));
    ASSERT_TRUE(official);
    EXPECT_EQ(official->revision, 2U);

    const auto again = next_publication(*official, published(two(), ResultState::official));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error(), "official results do not become official");
    EXPECT_EQ(next_publication({}, published(two(), ResultState::official)).error(),
              "the first results are live or provisional, not official");
}

TEST(Publication, ChangesItsStateAloneWhereItHasNoEntries) {
    const auto first = next_publication({}, published(two()));
    const auto protest = next_publication(*first, {.state = ResultState::protest});

    ASSERT_TRUE(protest);
    EXPECT_EQ(protest->state, ResultState::protest);
    EXPECT_EQ(protest->entries, first->entries);
    EXPECT_EQ(protest->digest, first->digest);
}

TEST(Publication, ComesBackFromItsText) {
    Publication publication = published(
        two({act(1, 60, plan::Rule{.bib = bib("8"), .status = plan::Ruled::disqualified})}));
    publication.revision = 12;

    const auto read = parse_publication(to_text(publication));

    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(*read, publication);
}

TEST(Publication, IsNotReadWhereALineIsWrong) {
    const std::string text = to_text(published(two()));
    const auto damaged = [&](std::string_view what, std::string_view with) {
        std::string other = text;
        const std::size_t at = other.find(what);
        return parse_publication(other.replace(at, what.size(), with));
    };

    EXPECT_FALSE(parse_publication(""));
    EXPECT_FALSE(parse_publication("lanterne publication 1\n"));
    EXPECT_EQ(damaged("provisional", "final").error(),
              "line 3 is none of a publication: 'state final'");
    EXPECT_FALSE(damaged("publication 1", "publication 2"));
    EXPECT_FALSE(damaged("entry 7", "entry 7/8"));
    EXPECT_FALSE(damaged("finished", "won"));
    EXPECT_FALSE(damaged(" gun ", " whistle "));
    for (std::size_t length = 0; length < text.size(); ++length) { // torn anywhere: no crash
        static_cast<void>(parse_publication(std::string_view{text}.substr(0, length)));
    }
}

TEST(Publication, SaysInWordsWhatWouldBeOtherwise) {
    const Publication before = published(two());
    const Publication now = published(
        two({act(1, 60, plan::CorrectPassage{.bib = bib("8"), .at = {"F"}, .time = at(21.5)}),
             act(2, 60, plan::VoidPassage{.bib = bib("7"), .at = {"1"}})}));

    EXPECT_TRUE(difference(before, before).empty());
    const std::vector<std::string> words = difference(before, now);
    const auto says = [&](std::string_view part) {
        return std::ranges::any_of(
            words, [&](const std::string& line) { return line.find(part) != line.npos; });
    };
    EXPECT_EQ(words.front(), "the inputs are others");
    EXPECT_TRUE(says("7: rank 1 -> 2"));
    EXPECT_TRUE(says("7: no passage at 1 lap 1 any more"));
    EXPECT_TRUE(says("8: rank 2 -> 1"));
    EXPECT_TRUE(says("8: F lap 1 at 2026-06-14T07:00:2"));
}

TEST(InputDigest, IsThatOfWhatCountsInWhateverOrder) {
    const Race race = two();
    Race other{two_entered()};
    std::vector<Fix> fixes = walk(cell, "oo>>>>>>>>>>>>>>>>>>");
    other.rescore(bib("8"), {fixes.rbegin(), fixes.rend()});
    for (const Fix& fix : walk(cell, ">>>>>>>>>>>>>>>>>>>>")) {
        EXPECT_TRUE(other.apply(bib("7"), std::span{&fix, 1}));
    }

    EXPECT_EQ(other.input_digest(), race.input_digest());
    fixes.pop_back();
    other.rescore(bib("8"), fixes);
    EXPECT_NE(other.input_digest(), race.input_digest());
}

TEST(InputDigest, KnowsTheRules) {
    const auto with = [](plan::Rules rules) {
        plan::RacePlan plan = two_entered();
        plan.rules = std::move(rules);
        return Race{std::move(plan)}.input_digest();
    };
    const std::vector<plan::Rules> all{
        {},
        {.rankings = {{.id = "all"}}},
        {.rankings = {{.id = "all", .group_gap = Milliseconds{1'000}}}},
        {.rankings = {{.id = "all", .who = {.oldest = 19}}}},
        {.rankings = {{.id = "all", .who = {.youngest = 19}}}},
        {.cut_offs = {{.at = {"1"}, .limit = Milliseconds{60'000}}}},
        {.cut_offs = {{.at = {"1"}, .limit = Milliseconds{61'000}}}},
        {.end = {.by = plan::EndBy::laps, .laps = 1}},
        {.teams = {{.id = "teams", .ranking = "all"}}},
        {.points = {{.id = "points", .awards = {{.at = {"1"}, .places = {3, 1}}}}}}};

    std::set<std::string> digests;
    for (const plan::Rules& rules : all) {
        digests.insert(with(rules));
    }
    EXPECT_EQ(digests.size(), all.size());
    EXPECT_EQ(with({.rankings = {{.id = "all", .name = "All"}}}),
              with({.rankings = {{.id = "all", .name = "Everybody"}}}));
}

TEST(InputDigest, KnowsEveryActInForce) {
    const plan::Act out = act(1, 60, plan::VoidPassage{.bib = bib("7"), .at = {"1"}});

    EXPECT_NE(two({out}).input_digest(), two().input_digest());
    EXPECT_EQ(two({out, act(2, 70, plan::Undo{1})}).input_digest(), two().input_digest());
}

} // namespace
} // namespace lanterne::scoring
