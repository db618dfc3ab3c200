#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/page/course_drawing.hpp"
#include "web-api/page/profile_drawing.hpp"
#include "web-api/page/race_page.hpp"

namespace lanterne::web::page {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr UtcTime gun = std::chrono::sys_days{std::chrono::year{2026} / 6 / 14} + 7h;

Position at(std::int32_t lat_e6, std::int32_t lon_e6) {
    return {Latitude{lat_e6}, Longitude{lon_e6}};
}

plan::RacePlan plan_of(std::string name) {
    course::Leg leg{.id = "run",
                    .name = "Run",
                    .sport = course::Sport::run,
                    .line = geo::Polyline{{at(47'000'000, -3'000'000), at(47'010'000, -3'000'000)}},
                    .laps = 2};
    course::Course course{{leg},
                          {{.id = "gate", .position = at(47'000'000, -3'000'000)}},
                          {{.id = "lap",
                            .name = "Lap",
                            .kind = course::PointKind::lap,
                            .location = "gate",
                            .leg = 0,
                            .lap = 1,
                            .along = leg.line.length()}}};
    plan::Entry entry{.bib = *Bib::from("7"), .name = "Ada <b>", .category = "open", .wave = "w"};
    return {.name = std::move(name),
            .slug = *Slug::from("test"),
            .time_zone = "UTC",
            .start = gun,
            .course = course,
            .waves = {{.id = "w", .name = "All", .gun = gun + 2min}},
            .categories = {{.id = "open", .name = "Open"}},
            .entries = {entry},
            .rehearsal = std::nullopt};
}

std::string page_of(const plan::RacePlan& plan, std::vector<PassageRow> passages = {}) {
    return render({.plan = plan,
                   .state = "live",
                   .race_json = R"({"name":"</script>"})",
                   .standings = {{.bib = *Bib::from("7"), .status = "racing", .rank = 1U}},
                   .passages = std::move(passages)},
                  Assets{.script = "/assets/race.js", .style = "/assets/style.css"});
}

TEST(RacePage, EscapesEveryNameFromOutside) {
    const std::string page = page_of(plan_of("Sprint & <Run>"));

    EXPECT_THAT(page, HasSubstr("<h1>Sprint &amp; &lt;Run&gt;</h1>"));
    EXPECT_THAT(page, HasSubstr("Ada &lt;b&gt;"));
    EXPECT_THAT(page, Not(HasSubstr("Ada <b>")));
}

TEST(RacePage, CarriesItsDataInAScriptThatNoNameCanClose) {
    EXPECT_THAT(page_of(plan_of("A")), HasSubstr(R"({"name":"\u003c/script>"})"));
}

TEST(RacePage, ShowsTheTimeOfTheLastPassageSinceTheGunOfTheWave) {
    const auto plan = plan_of("A");

    const std::string page = page_of(
        plan, {{.bib = *Bib::from("7"), .point = "lap", .lap = 1, .time = gun + 7min + 5s}});

    EXPECT_THAT(page,
                HasSubstr(R"(<span class="time">5:05</span><span class="point">Lap 1</span>)"));
    EXPECT_THAT(page, HasSubstr(R"(<td class="gap">leader</td>)"));
}

TEST(RacePage, CountsFromTheStartPassageWhereItIsKnown) {
    const auto plan = plan_of("A");
    const auto course = plan.course;
    plan::RacePlan with_start = plan;
    auto points = course.points();
    points.push_back({.id = "start",
                      .name = "Start",
                      .kind = course::PointKind::start,
                      .location = "gate",
                      .leg = 0,
                      .lap = 1,
                      .along = Metres{0}});
    with_start.course = course::Course{course.legs(), course.locations(), points};

    const std::string page = page_of(
        with_start, {{.bib = *Bib::from("7"), .point = "start", .lap = 1, .time = gun + 3min},
                     {.bib = *Bib::from("7"), .point = "lap", .lap = 1, .time = gun + 8min + 5s}});

    EXPECT_THAT(page, HasSubstr(R"(<span class="time">5:05</span>)"));
}

TEST(RacePage, MarksWhatIsNotSeparatedAndWhatNobodySaw) {
    const auto plan = plan_of("A");
    const std::string page =
        render({.plan = plan,
                .state = "live",
                .race_json = "{}",
                .standings =
                    {{.bib = *Bib::from("7"), .status = "finished", .rank = 2U, .is_linked = true}},
                .passages = {{.bib = *Bib::from("7"),
                              .point = "lap",
                              .lap = 1,
                              .time = gun + 7min,
                              .is_bridged = true}}},
               Assets{});

    EXPECT_THAT(page,
                HasSubstr("<td class=\"rank\" title=\"not separated from the one above\">≈2</td>"));
    EXPECT_THAT(page, HasSubstr(R"(<span class="point">Lap 1, bridged</span>)"));
}

TEST(RacePage, SaysWhenAnAthleteIsExpectedAndWhatThatIsWorth) {
    const auto plan = plan_of("A");
    const StandingRow row{
        .bib = *Bib::from("7"),
        .status = "racing",
        .rank = 1U,
        .gap = std::nullopt,
        .expected = {{.point = "lap",
                      .lap = 1,
                      .band = {.early = "09:20", .likely = "09:21", .late = "09:23"}},
                     {.point = "lap",
                      .lap = 2,
                      .band = {.vagueness = Vagueness::five_minutes,
                               .early = "10:25",
                               .likely = "10:40",
                               .late = "10:55"}}}};
    const std::string page = render({.plan = plan,
                                     .state = "live",
                                     .race_json = "{}",
                                     .standings = {row},
                                     .passages = {},
                                     .grade = "Of 2 <b>"},
                                    Assets{});

    EXPECT_THAT(page, HasSubstr("<span class=\"eta\" title=\"Lap 1 about 09:21 (09:20–09:23)\">"
                                "Lap 1 09:20–09:23</span>"
                                "<span class=\"eta goal vague\" title=\"Lap 2 roughly 10:40 "
                                "(10:25–10:55)\">Lap 2 10:25–10:55</span></td>"));
    EXPECT_THAT(page, HasSubstr("<span id=\"grade\">Of 2 &lt;b&gt;</span>"));
}

/// Bib 7 is a woman, 8 and 9 are men; each sex has a ranking.
std::string page_of_two_rankings(std::vector<StandingRow> standings) {
    plan::RacePlan plan = plan_of("A");
    plan.entries.front().sex = plan::Sex::female;
    for (const char* bib : {"8", "9"}) {
        plan.entries.push_back({.bib = *Bib::from(bib), .name = "Ben", .sex = plan::Sex::male});
    }
    plan.rules.rankings = {
        {.id = "women", .name = "Women", .who = {.sexes = {plan::Sex::female}}},
        {.id = "men", .name = "Men & boys", .who = {.sexes = {plan::Sex::male}}}};
    return render({.plan = plan,
                   .state = "live",
                   .race_json = "{}",
                   .standings = std::move(standings),
                   .passages = {}},
                  Assets{});
}

TEST(RacePage, SaysAboveEachRankingOfTheBoardWhichItIs) {
    const std::string page =
        page_of_two_rankings({{.bib = *Bib::from("7"), .status = "racing", .rank = 1U},
                              {.bib = *Bib::from("9"), .status = "racing", .rank = 1U},
                              {.bib = *Bib::from("8"), .status = "disqualified"}});

    const std::string begin = R"(<tr class="section"><th colspan="6" scope="rowgroup">)";
    const std::size_t women = page.find(begin + "Women</th>");
    const std::size_t men = page.find(begin + "Men &amp; boys</th>");
    const std::size_t others = page.find(begin + "Without a rank</th>");
    EXPECT_LT(women, page.find(R"(<tr data-bib="7")"));
    EXPECT_LT(page.find(R"(<tr data-bib="7")"), men);
    EXPECT_LT(men, page.find(R"(<tr data-bib="9")"));
    EXPECT_LT(page.find(R"(<tr data-bib="9")"), others);
    EXPECT_LT(others, page.find(R"(<tr data-bib="8")"));
}

TEST(RacePage, NeedsNoHeadingWhereNobodyHasARankYet) {
    EXPECT_THAT(page_of_two_rankings({{.bib = *Bib::from("7"), .status = "not_started"},
                                      {.bib = *Bib::from("8"), .status = "not_started"}}),
                Not(HasSubstr("class=\"section\"")));
}

TEST(RacePage, ShowsTheDigestOfTheResultsAndTheirEngine) {
    const auto plan = plan_of("A");
    EXPECT_THAT(page_of(plan), Not(HasSubstr("id=\"digest\"")));

    const std::string page = render({.plan = plan,
                                     .state = "live",
                                     .race_json = "{}",
                                     .standings = {},
                                     .passages = {},
                                     .digest = "0123456789abcdef",
                                     .engine = "2"},
                                    Assets{});

    EXPECT_THAT(page, HasSubstr("<code id=\"digest-short\">01234567</code>"));
    EXPECT_THAT(page, HasSubstr("<code id=\"digest-long\">0123456789abcdef</code>"));
    EXPECT_THAT(page, HasSubstr("<span id=\"engine\">2</span>"));
}

TEST(RacePage, SaysThatItIsARehearsalAndHowFast) {
    auto plan = plan_of("A");
    EXPECT_THAT(page_of(plan), Not(HasSubstr("rehearsal")));

    plan.rehearsal = plan::RehearsalClock{.wall_start = gun, .race_start = gun, .rate = 15};

    EXPECT_THAT(page_of(plan), HasSubstr("rehearsal, 15 ×"));
}

TEST(RacePage, StandsWithoutTheBuiltSite) {
    const auto plan = plan_of("A");

    const std::string page = render(
        RacePageModel{
            .plan = plan, .state = "before", .race_json = "{}", .standings = {}, .passages = {}},
        Assets{});

    EXPECT_THAT(page, Not(HasSubstr("<script type=\"module\"")));
    EXPECT_THAT(page, Not(HasSubstr("stylesheet")));
    EXPECT_THAT(page, HasSubstr("Start list"));
}

TEST(RacePage, ShowsWhoWasWhereWhen) {
    const auto plan = plan_of("A");
    EXPECT_THAT(page_of(plan), Not(HasSubstr("splits-section")));

    const std::string page =
        render({.plan = plan,
                .state = "live",
                .race_json = "{}",
                .standings = {},
                .passages = {},
                .splits = {.columns = {"Lap <1>"},
                           .rows = {{.bib = "7",
                                     .name = "Ada <b>",
                                     .rank = "1",
                                     .cells = {{.time = "5:05", .rank = "2"}}}}}},
               Assets{});

    EXPECT_THAT(page, HasSubstr(R"(<th class="time" scope="col">Lap &lt;1&gt;</th>)"));
    EXPECT_THAT(
        page,
        HasSubstr(
            R"(<th scope="row">Ada &lt;b&gt;</th><td class="time">5:05 <small>2</small></td>)"));
}

std::string seen_as(Purpose purpose) {
    const auto plan = plan_of("A");
    return render({.plan = plan,
                   .purpose = purpose,
                   .state = "live",
                   .race_json = "{}",
                   .standings = {{.bib = *Bib::from("7"), .status = "racing", .rank = 1U}},
                   .passages = {}},
                  Assets{});
}

TEST(RacePage, IsTheStandingsAloneWhereItIsSeenElsewhere) {
    for (const Purpose purpose : {Purpose::embed, Purpose::tv, Purpose::screen}) {
        EXPECT_THAT(seen_as(purpose), HasSubstr("<tr data-bib=\"7\""));
        EXPECT_THAT(seen_as(purpose), Not(HasSubstr("start-list")));
        EXPECT_THAT(seen_as(purpose), Not(HasSubstr("<footer>")));
    }
    EXPECT_THAT(seen_as(Purpose::tv), HasSubstr(R"(<html lang="en" data-page="tv">)"));
    EXPECT_THAT(seen_as(Purpose::embed), HasSubstr(R"(<a href="/en/r/test" target="_top">)"));
    EXPECT_THAT(seen_as(Purpose::page), HasSubstr("start-list"));
}

TEST(ProfileDrawing, IsNoneWhereNoHeightIsKnown) {
    EXPECT_FALSE(draw_profile(plan_of("A").course).has_value());
    EXPECT_THAT(page_of(plan_of("A")), Not(HasSubstr("profile-drawing")));
}

TEST(RaceList, SaysHowToImportTheFirstRace) {
    EXPECT_THAT(render(std::vector<RaceListItem>{}, Assets{}), HasSubstr("race import FOLDER"));
}

TEST(CourseDrawing, KeepsEveryPointInsideAndNorthUp) {
    const plan::RacePlan plan = plan_of("A");
    const CourseDrawing drawing = draw({&plan.course});

    const auto y_of = [&](double lat) { return (drawing.view.lat0 - lat) * drawing.view.ky; };
    EXPECT_GT(y_of(47.0), y_of(47.01));
    EXPECT_GT(y_of(47.01), 0);
    EXPECT_LT(y_of(47.0), drawing.view.height);
    EXPECT_NEAR(drawing.gates.front().x, drawing.view.width / 2, 0.1);
}

} // namespace
} // namespace lanterne::web::page
