#include <random>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/exchange/act_text.hpp"
#include "tests/core/exchange/drawn_acts.hpp"

namespace lanterne::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The faults of a file of acts, as a person reads them.
std::vector<std::string> faults_of(const std::string& text) {
    const auto acts = read_acts("acts.toml", text);
    std::vector<std::string> said;
    if (!acts) {
        for (const Fault& fault : acts.error()) {
            said.push_back(to_text(fault));
        }
    }
    return said;
}

std::vector<std::string> faults_of_one(const std::string& keys) {
    return faults_of("[[act]]\n" + keys);
}

TEST(ActText, ReadsWhatAPersonWrote) {
    const auto acts = read_acts("acts.toml", R"([[act]]
kind = "start-wave"
effective = 2026-06-14T09:02:03.400+02:00
wave = "elite"
standard_error_s = 0.1

[[act]]
kind = "finish-order"
point = "finish"
places = ["7", ["3", "31"]]
)");

    ASSERT_TRUE(acts) << to_text(acts.error().front());
    ASSERT_EQ(acts->size(), 2U);
    EXPECT_EQ((*acts)[0].effective, parse_time("2026-06-14T07:02:03.400Z"));
    EXPECT_EQ((*acts)[0].body, plan::ActBody(plan::StartWave{"elite", 100}));
    EXPECT_EQ((*acts)[1].line, 7U);
    EXPECT_EQ((*acts)[1].effective, std::nullopt);
    const auto& order = std::get<plan::FinishOrder>((*acts)[1].body);
    EXPECT_EQ(order.at, (plan::PointLap{"finish", 1}));
    EXPECT_EQ(order.places[1].bibs.size(), 2U) << "a dead heat";
}

TEST(ActText, WritesOneKeyALine) {
    EXPECT_EQ(to_text(plan::ActBody{plan::CorrectPassage{
                  *Bib::from("12"), {"finish", 1}, *parse_time("2026-06-14T08:47:12.3Z"), 50}}),
              "kind = \"correct\"\nbib = \"12\"\npoint = \"finish\"\nlap = 1\n"
              "time = 2026-06-14T08:47:12.300Z\nstandard_error_s = 0.050\n");
}

TEST(ActText, ReadsBackEveryBodyThatItWrites) {
    constexpr unsigned seed = 20'261'121;
    std::mt19937 random{seed};

    for (int i = 0; i < 5'000; ++i) {
        const plan::ActBody body = drawn_body(random);
        const std::string text = to_text(body);
        const auto back = read_act_body("body", text);
        ASSERT_TRUE(back) << "seed " << seed << "\n" << text << to_text(back.error().front());
        ASSERT_EQ(*back, body) << "seed " << seed << "\n" << text;
    }
}

TEST(ActText, TakesTheLargestBodyAndRefusesALargerOne) {
    plan::Shorten largest{.whom = {}, .finish = {std::string(64, 'p'), 1'000}};
    for (std::size_t i = 0; i < plan::max_act_names; ++i) {
        largest.whom.bibs.push_back(*Bib::from(fmt::format("{:08}", i)));
    }
    for (std::size_t i = 0; i < max_act_waves; ++i) {
        largest.whom.waves.push_back(fmt::format("{:064}", i));
    }
    const std::string text = to_text(plan::ActBody{largest});

    EXPECT_LE(text.size(), max_act_bytes);
    EXPECT_TRUE(read_act_body("body", text));

    largest.whom.bibs.push_back(*Bib::from("one-more"));
    const auto refused = read_act_body("body", to_text(plan::ActBody{largest}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(to_text(refused.error().front()),
              "body:2: bibs is a list of 5001; a list of 1 to 5000 different bibs would be right");
    EXPECT_FALSE(read_act_body("body", text + std::string(max_act_bytes, '#')));
}

TEST(ActText, SaysEveryFaultWithItsLine) {
    EXPECT_THAT(faults_of(R"([[act]]
kind = "start-wav"

[[act]]
kind = "correct"
bib = "nobody with such a name"
point = "finish"
tim = 2026-06-14T09:00:00Z

[[act]]
wave = "a"
)"),
                ElementsAre(HasSubstr("acts.toml:2: kind is \"start-wav\"; start-wave would be"),
                            HasSubstr("acts.toml:4: time is missing; a date and time"),
                            HasSubstr("acts.toml:6: bib is \"nobody with such a name\"; 1 to 8"),
                            HasSubstr("acts.toml:8: the key \"tim\" is not known; time would be"),
                            HasSubstr("acts.toml:10: kind is missing; one of start-wave, ")));
}

TEST(ActText, RefusesTimesOutsideTheCentury) {
    EXPECT_THAT(faults_of_one("kind = \"hold-wave\"\nwave = \"a\"\n"
                              "effective = 1999-01-01T00:00:00Z\n"),
                ElementsAre(HasSubstr("acts.toml:4: effective is 1999-01-01T00:00:00.000Z; "
                                      "a time from 2017 to 2099")));
}

TEST(ActText, RefusesANeutralisationOfTwoKindsOrNone) {
    const std::string neutralise = "kind = \"neutralise\"\n";
    const std::string until = "until = 2026-06-14T09:00:00Z\n";

    for (const std::string& wrong : {std::string{}, std::string{"from_point = \"a\"\n"},
                                     "to_point = \"a\"\n" + until, "from_lap = 2\n" + until}) {
        EXPECT_THAT(faults_of_one(neutralise + wrong),
                    ElementsAre(HasSubstr("either from_point and to_point, or until")))
            << wrong;
    }
}

TEST(ActText, RefusesWhatDoesNotBelongToAPenalty) {
    const std::string time = "kind = \"penalise\"\nbib = \"1\"\npenalty = \"time\"\n";

    EXPECT_THAT(faults_of_one(time), ElementsAre(HasSubstr("a penalty of time without time_s")));
    EXPECT_THAT(faults_of_one(time + "time_s = 60\ncount = 2\n"),
                ElementsAre(HasSubstr("a penalty of time with count")));
    EXPECT_THAT(faults_of_one(time + "time_s = nan\n"), ElementsAre(HasSubstr("time_s is nan")));
    EXPECT_THAT(faults_of_one(time + "time_s = 60\nserved = 2026-06-14T09:00:00Z\n"),
                ElementsAre(HasSubstr("penalty = \"box\" alone")));
}

TEST(ActText, RefusesAReadOfNothing) {
    const std::string read = "kind = \"read\"\nclock = \"mat-3\"\npoint = \"finish\"\n";

    EXPECT_THAT(faults_of_one(read + "source = \"gps\"\norder = 1\n"),
                ElementsAre(HasSubstr("source is \"gps\"; chip, hand or unit")));
    EXPECT_THAT(faults_of_one(read + "source = \"chip\"\n"),
                ElementsAre(HasSubstr("a read without time and order")));
    EXPECT_THAT(faults_of_one(read + "source = \"chip\"\norder = 0\n"),
                ElementsAre(HasSubstr("order is 0; a place, 1 to 100000")));
}

TEST(ActText, RefusesABibThatHasTwoPlaces) {
    EXPECT_THAT(faults_of_one("kind = \"finish-order\"\npoint = \"finish\"\n"
                              "places = [\"7\", [\"8\", \"7\"]]\n"),
                ElementsAre(HasSubstr("each bib once")));
}

TEST(ActText, RefusesAFileWithoutActsAndOneWithMore) {
    EXPECT_THAT(faults_of(""), ElementsAre(HasSubstr("has no act")));
    EXPECT_THAT(faults_of("kind = \"undo\"\n"),
                ElementsAre(HasSubstr("a file of [[act]] tables alone")));
}

} // namespace
} // namespace lanterne::exchange
