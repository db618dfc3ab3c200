#include <filesystem>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "simulator/judge/judging.hpp"
#include "simulator/judge/metrics.hpp"
#include "simulator/judge/picture.hpp"
#include "simulator/judge/verdict_text.hpp"
#include "simulator/truth/truth_writer.hpp"
#include "tests/simulator/truth/drawn_race.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator::judge {
namespace {

using drawn::at;
using testing::DoubleNear;
using testing::HasSubstr;

/// Two run a kilometre: bib 1 in 100 s, bib 2 in 125 s. Race time is ten times as fast as wall
/// time.
class JudgedRun : public testing::Test {
protected:
    static constexpr double rate = 10;

    JudgedRun() : truth_{written()}, judging_{truth_} {}

    Truth written() const {
        const std::string folder = (folder_.path() / "truth").string();
        const plan::RehearsalClock clock{.wall_start = wall(0), .race_start = at(0), .rate = rate};
        TruthWriter writer = std::move(TruthWriter::begin(folder,
                                                          {.slug = "mile",
                                                           .seed = 3,
                                                           .program = "lanterne-sim",
                                                           .begin = at(0),
                                                           .clock = clock},
                                                          drawn::race(2))
                                           .value());
        for (std::size_t entry = 0; entry < 2; ++entry) {
            (void)writer.passage({.entry = entry, .point = 0, .time = at(0)});
            (void)writer.passage({.entry = entry, .point = 1, .time = at(entry == 0 ? 100 : 125)});
        }
        for (std::int64_t second = 0; second < 180; ++second) {
            (void)writer.second(at(second),
                                std::vector{moment(second, 10, 100), moment(second, 8, 125)});
        }
        (void)writer.finish({});
        return std::move(read_truth(folder).value());
    }

    static TrueMoment moment(std::int64_t second, double speed, std::int64_t finish) {
        const bool is_in = second >= finish;
        return {.doing = is_in ? Doing::finished : Doing::racing,
                .along_m = is_in ? 1'000 : speed * static_cast<double>(second)};
    }

    static UtcTime wall(std::int64_t ms) {
        return *parse_time("2026-11-01T12:00:00Z") + Milliseconds{ms};
    }

    static SaidEntry row(const std::string& bib, std::uint32_t rank, std::int64_t fix_second,
                         double along_m, const std::string& status = "racing") {
        return {.bib = bib,
                .status = status,
                .rank = rank,
                .along_m = along_m,
                .fix_time = at(fix_second)};
    }

    void hear(std::int64_t wall_ms, std::int64_t race_second, std::vector<SaidEntry> entries,
              std::vector<SaidPassage> passages = {}, std::vector<SaidForecast> forecasts = {}) {
        const auto heard =
            judging_.hear({.wall = wall(wall_ms),
                           .frame = {.id = "1.1",
                                     .is_keyframe = race_second == 0,
                                     .race_time = at(race_second),
                                     .state = race_second >= 170 ? "finished" : "live",
                                     .entries = std::move(entries),
                                     .passages = std::move(passages),
                                     .forecasts = std::move(forecasts)}});
        ASSERT_TRUE(heard) << heard.error();
    }

    static SaidPassage passage(const std::string& bib, const std::string& point, UtcTime time) {
        return {.bib = bib,
                .point = point,
                .leg = 0,
                .lap = 1,
                .time = time,
                .standard_error_s = 1,
                .source = point == "start" ? "gun" : "gps"};
    }

    /// The whole race, all right but a finish that is 1.5 s late.
    void hear_all() {
        hear(100, 0, {}, {passage("1", "start", at(0)), passage("2", "start", at(0))});
        hear(5'100, 50, {row("1", 1, 48, 483), row("2", 2, 48, 384)}, {},
             {{.bib = "1",
               .arrivals = {{.point = "finish",
                             .leg = 0,
                             .lap = 1,
                             .early = at(95),
                             .likely = at(102),
                             .late = at(110)}}}});
        hear(11'000, 110, {row("1", 1, 99, 990, "finished"), row("2", 2, 109, 872)},
             {passage("1", "finish", at(101) + Milliseconds{500})});
        hear(17'000, 170, {row("2", 2, 124, 992, "finished")}, {passage("2", "finish", at(125))});
    }

    support::TempFolder folder_;
    Truth truth_;
    Judging judging_;
};

TEST_F(JudgedRun, ComparesEachFixThatIsShownWithItsOwnSecond) {
    hear_all();

    const Verdict verdict = judging_.verdict().value();

    EXPECT_EQ(verdict.positions.error_m.count(), 5U);
    EXPECT_THAT(*verdict.positions.error_m.size_quantile(1), DoubleNear(3, 0.02));
    EXPECT_EQ(verdict.frames, 4U);
}

TEST_F(JudgedRun, MeasuresTheLagOnTheWall) {
    hear_all();

    const Verdict verdict = judging_.verdict().value();

    // Fixes of 48 s are 4.8 s on the wall and shown at 5.1 s; that of 124 s at 17 s.
    EXPECT_THAT(*verdict.lag.fix_s.size_quantile(0.2), DoubleNear(0.1, 0.001));
    EXPECT_THAT(*verdict.lag.fix_s.size_quantile(0.6), DoubleNear(0.3, 0.003));
    EXPECT_THAT(*verdict.lag.fix_s.size_quantile(1), DoubleNear(4.6, 0.03));
    EXPECT_THAT(*verdict.lag.passage_s.size_quantile(0.5), DoubleNear(1.0, 0.01));
}

TEST_F(JudgedRun, JudgesPassagesRanksForecastsAndOutcomes) {
    hear_all();

    const Verdict verdict = judging_.verdict().value();

    EXPECT_EQ(verdict.passages.truly, 4U);
    EXPECT_EQ(verdict.passages.missing, 0U);
    EXPECT_THAT(*verdict.passages.error_s.size_quantile(1), DoubleNear(1.5, 0.01));
    EXPECT_EQ(verdict.order.right.part, verdict.order.right.whole);
    EXPECT_EQ(verdict.order.right.whole, 6U); // three looks at two
    EXPECT_EQ(verdict.final_order.wrong, 0U);
    EXPECT_EQ(verdict.final_order.ranked, 2U);
    EXPECT_EQ(verdict.forecasts.by_horizon[0].inside.part, 1U);
    EXPECT_EQ(verdict.outcomes.wrong, 0U);
}

TEST_F(JudgedRun, AKeyframeTakesBackWhatItDoesNotSay) {
    hear_all();
    hear(17'100, 0, {row("1", 1, 99, 990, "finished")}, {passage("1", "start", at(0))});

    EXPECT_EQ(judging_.verdict()->passages.said, 1U);
}

TEST_F(JudgedRun, TheLastWordIsWhatRestSays) {
    hear_all();
    judging_.hear_end({row("1", 2, 99, 990, "finished"), row("2", 1, 124, 992, "finished")}, {});

    const Verdict verdict = judging_.verdict().value();

    EXPECT_EQ(verdict.final_order.wrong, 2U);
    EXPECT_EQ(verdict.passages.missing, 4U);
}

const JudgedMetric& called(const std::vector<JudgedMetric>& metrics, std::string_view key) {
    return *std::ranges::find_if(
        metrics, [&](const JudgedMetric& one) { return one.metric.name.key == key; });
}

TEST_F(JudgedRun, IsGoodWithinItsLimitsOnly) {
    hear_all();
    const Verdict verdict = judging_.verdict().value();

    const auto usual = against_limits(verdict, {});
    const auto strict = against_limits(verdict, std::vector<Limit>{{"passage_p99_s", 1.0}});
    const auto about_fixes = against_limits(verdict, std::vector<Limit>{{"fixes_missing", 0}});

    EXPECT_TRUE(is_good(usual));
    EXPECT_EQ(called(usual, "wrong_laps").finding, Finding::met);
    EXPECT_EQ(called(usual, "fixes_missing").finding, Finding::unknown);
    EXPECT_FALSE(is_good(strict));
    EXPECT_FALSE(is_good(about_fixes)) << "somebody asked, and nobody knows";
}

TEST_F(JudgedRun, AWrongLapIsNotGood) {
    hear_all();
    Verdict verdict = judging_.verdict().value();
    verdict.positions.wrong_laps = 1;

    EXPECT_FALSE(is_good(against_limits(verdict, {})));
    EXPECT_TRUE(is_good(against_limits(verdict, std::vector<Limit>{{"wrong_laps", 1}})));
}

TEST_F(JudgedRun, IsSaidToPeopleAndToPrograms) {
    hear_all();
    Verdict verdict = judging_.verdict().value();
    verdict.fixes_unknown = "nobody asked the server";
    const auto metrics = against_limits(verdict, {});

    const std::string text = verdict_text(verdict, metrics);
    const auto json = boost::json::parse(verdict_json(truth_.run, verdict, metrics));
    const std::string picture = verdict_picture(truth_, verdict, metrics);

    EXPECT_THAT(text, HasSubstr("times on another lap"));
    EXPECT_THAT(text, HasSubstr("\nwrong_laps=0\n"));
    EXPECT_THAT(text, HasSubstr("\ngood=1\n"));
    EXPECT_EQ(json.at("metrics").at("passages").at("value").as_double(), 4);
    EXPECT_TRUE(json.at("good").as_bool());
    EXPECT_TRUE(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
}

} // namespace
} // namespace lanterne::simulator::judge
