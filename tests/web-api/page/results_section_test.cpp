#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/page/results_section.hpp"

namespace lanterne::web::page {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr UtcTime gun = from_ms(1'780'000'000'000);

geo::Polyline line() {
    return geo::Polyline{{Position{Latitude{47'000'000}, Longitude{-3'000'000}},
                          Position{Latitude{47'010'000}, Longitude{-3'000'000}}}};
}

// A ride and a run; one timing point at the end of each.
plan::RacePlan duathlon() {
    std::vector<course::Leg> legs{
        {.id = "bike", .name = "Bike", .sport = course::Sport::bike, .line = line()},
        {.id = "run", .name = "Run", .sport = course::Sport::run, .line = line()}};
    course::unroll(legs);
    const Metres end = course::lap_length(legs[0]);
    return {.name = "Test",
            .slug = *Slug::from("test"),
            .time_zone = "UTC",
            .start = gun,
            .course = course::Course{legs,
                                     {{.id = "gate", .position = line().points().front()}},
                                     {{.id = "rack",
                                       .name = "Rack",
                                       .kind = course::PointKind::split,
                                       .location = "gate",
                                       .leg = 0,
                                       .lap = 1,
                                       .along = end},
                                      {.id = "finish",
                                       .name = "Finish",
                                       .kind = course::PointKind::finish,
                                       .location = "gate",
                                       .leg = 1,
                                       .lap = 1,
                                       .along = end + end}}},
            .waves = {{.id = "w", .name = "All", .gun = gun}},
            .entries = {{.bib = *Bib::from("7"), .name = "Ada <b>", .wave = "w", .team = "Club"},
                        {.bib = *Bib::from("8"), .name = "Bo", .wave = "w"},
                        {.bib = *Bib::from("9"), .name = "Cy", .wave = "w"}},
            .rehearsal = std::nullopt};
}

ResultTable overall() {
    ResultTable table{.kind = "ranking", .id = "overall", .name = "Overall"};
    table.rows.push_back(
        {.bib = "7",
         .outcome = "finished",
         .rank = 1,
         .time = Milliseconds{103'000},
         .gap = Milliseconds{0},
         .penalty = Milliseconds{3'000},
         .splits = {{.point = "rack", .time = Milliseconds{60'000}, .rank = 1, .is_bridged = true},
                    {.point = "finish", .time = Milliseconds{100'000}}},
         .segments = {{"bike", Milliseconds{60'000}, 1}, {"run", Milliseconds{40'000}, 2}}});
    table.rows.push_back({.bib = "8",
                          .outcome = "finished",
                          .rank = 1,
                          .is_linked = true,
                          .laps_behind = 2,
                          .time = Milliseconds{103'000},
                          .gap = Milliseconds{0}});
    table.rows.push_back({.bib = "9", .outcome = "disqualified", .article = "4.2 <i>"});
    return table;
}

TEST(ResultsSection, ShowsTimesThatAddUp) {
    const std::string html = render(duathlon(), {.tables = {overall()}, .publication = {}});

    EXPECT_THAT(html, HasSubstr(R"(<th class="time" scope="col">Bike</th>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time">~1:00<small> 1</small></td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time">0:40<small> 2</small></td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time">+0:03</td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time total">1:43</td>)"));
}

TEST(ResultsSection, SaysWhoWentWhichLegOfARelay) {
    plan::RacePlan plan = duathlon();
    plan.entries[0].members = {{"bike", "Ana <b>"}, {"run", "Cleo"}};
    plan.entries[1].members = {{"bike", "Dan"}, {"run", "Eve"}};

    const std::string html = render(plan, {.tables = {overall()}, .publication = {}});

    EXPECT_THAT(html, HasSubstr("<small>Club: Ana &lt;b&gt;, Cleo</small>"));
    EXPECT_THAT(html, HasSubstr("Bo<small>Dan, Eve</small>"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time" title="Ana &lt;b&gt;">~1:00)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time" title="Cleo">0:40)"));
    EXPECT_THAT(html, Not(HasSubstr("<b>")));
}

TEST(ResultsSection, SaysWhoIsLinkedLapsBehindOrOut) {
    const std::string html = render(duathlon(), {.tables = {overall()}, .publication = {}});

    EXPECT_THAT(html, HasSubstr(R"(title="not separated from the one above">≈1</td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="gap">+2 laps</td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="rank" title="disqualified">DSQ</td>)"));
    EXPECT_THAT(html, HasSubstr("disqualified, rule 4.2 &lt;i&gt;"));
    EXPECT_THAT(html, HasSubstr(R"(Ada &lt;b&gt;<small>Club</small>)"));
    EXPECT_THAT(html, Not(HasSubstr("<b>")));
    EXPECT_THAT(html, Not(HasSubstr("<i>")));
}

TEST(ResultsSection, OpensTheFirstTableAndLeavesTheOthersToTheReader) {
    ResultTable clubs{.kind = "teams", .id = "clubs", .name = "Clubs"};
    clubs.teams.push_back({.team = "Club",
                           .rank = 1,
                           .time = Milliseconds{205'000},
                           .places = 0,
                           .counted = {"7", "8"}});
    ResultTable sprints{.kind = "points", .id = "sprints", .name = "Sprints"};
    sprints.points.push_back({.bib = "8", .rank = 1, .hundredths = 266});

    const std::string html =
        render(duathlon(), {.tables = {overall(), clubs, sprints}, .publication = {}});

    EXPECT_THAT(html, HasSubstr(R"(id="results-ranking-overall" open>)"));
    EXPECT_THAT(html, HasSubstr(R"(id="results-teams-clubs">)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time total">3:25</td><td class="last">7, 8</td>)"));
    EXPECT_THAT(html, HasSubstr(R"(<td class="time total">2.66</td>)"));
}

TEST(ResultsSection, SaysWhichPublicationItShows) {
    const auto with = [](std::string state, bool is_final) {
        return render(duathlon(), {.tables = {overall()},
                                   .publication = ShownPublication{
                                       .revision = 3,
                                       .state = std::move(state),
                                       .is_final = is_final,
                                       .published_at = "2026-06-14T17:00:00.000Z"}});
    };

    EXPECT_THAT(with("official", true), HasSubstr(R"(<span class="badge">official, revision 3)"));
    EXPECT_THAT(with("official", true), HasSubstr("stay as they are"));
    EXPECT_THAT(with("provisional", false), HasSubstr("may change"));
    EXPECT_THAT(with("annulled", false), HasSubstr("were annulled"));
    EXPECT_THAT(with("official", true), HasSubstr("/api/v1/races/test/publications/3"));
}

TEST(ResultsSection, SaysThatThereAreNone) {
    EXPECT_THAT(render(duathlon(), {}), HasSubstr("No results yet"));
}

} // namespace
} // namespace lanterne::web::page
