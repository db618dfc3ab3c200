#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/screen/screen_view.hpp"
#include "tests/simulator/support/small_race.hpp"

/// What stands on the screen, cell by cell. The drawings in golden/ are what a person sees; what
/// is drawn instead lies in the build folder afterwards.
namespace lanterne::simulator {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::SizeIs;

constexpr Size small{.rows = 24, .columns = 80};
constexpr Size large{.rows = 60, .columns = 200};

std::string golden(const std::string& name, const std::string& drawn) {
    std::ofstream{std::string{LANTERNE_BUILD_FOLDER} + "/" + name} << drawn;
    std::ifstream file{std::string{LANTERNE_SOURCE_FOLDER} + "/tests/simulator/screen/golden/" +
                       name};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// A swim away from the start, then a round of an L on foot.
plan::RacePlan race(int entries) {
    plan::RacePlan plan =
        small_race({{.sport = course::Sport::swim, .steps = {{400, 300}}},
                    {.steps = {{0, 900}, {1200, 0}, {0, -500}, {-600, 0}, {0, -400}, {-600, 0}}}},
                   entries);
    for (std::size_t index = 0; index < plan.entries.size(); ++index) {
        plan.entries[index].unit = UnitSerial::from("unit" + std::to_string(10'000 + index));
    }
    return plan;
}

class Screen : public testing::Test {
protected:
    explicit Screen(int entries = 3) : plan_{race(entries)} {
        now_ = {.race_time = small_gun + seconds{754},
                .gun = small_gun,
                .pace = {.rate = 15, .has_server = true},
                .racing = plan_.entries.size(),
                .units = plan_.entries.size(),
                .on = plan_.entries.size(),
                .connected = plan_.entries.size()};
        const double step = plan_.course.length().value / static_cast<double>(plan_.entries.size());
        for (std::size_t index = 0; index < plan_.entries.size(); ++index) {
            const double along = step * (static_cast<double>(index) + 0.5);
            now_.athletes.push_back({.position = plan_.course.position_at(Metres{along}),
                                     .along_m = along,
                                     .doing = Doing::racing,
                                     .has_unit = true,
                                     .is_on = true,
                                     .is_connected = true,
                                     .charge = 0.83,
                                     .last_fix = now_.race_time - seconds{2},
                                     .journalled = 754,
                                     .unreceipted = 4});
        }
        now_.leader = plan_.entries.size() - 1;
        now_.log = {"-0:00:59  3 athletes: unit boots", "0:10:00  bib 2: no network for 10 min"};
    }

    Picture drawn(Size size) {
        const auto order = ordered(now_, controls_.sort());
        return draw({.plan = plan_,
                     .title = title_,
                     .now = now_,
                     .controls = controls_,
                     .order = order,
                     .map = map_},
                    size);
    }

    void type(std::string_view letters) {
        for (const char letter : letters) {
            press({.letter = letter});
        }
    }

    void press(Key key) {
        const auto order = ordered(now_, controls_.sort());
        controls_.press(key, order, 10);
    }

    plan::RacePlan plan_;
    std::string title_ = "Bad weather · Small";
    RaceNow now_;
    Controls controls_{plan_};
    CourseMap map_{plan_};
};

class LargeScreen : public Screen {
protected:
    LargeScreen() : Screen{5000} {}
};

TEST_F(Screen, TellsOfThreeAthletesIn80x24) {
    now_.athletes[1].wrong = bit_of(MishapKind::no_network);
    now_.athletes[1].is_connected = false;
    now_.connected = 2;
    now_.mishaps = 1;
    now_.pace.behind = seconds{34};
    type("j");

    const std::string text = drawn(small).text();

    EXPECT_EQ(text, golden("three-80x24.txt", text));
}

TEST_F(LargeScreen, TellsOf5000AthletesIn200x60) {
    type("/4321");

    const std::string text = drawn(large).text();

    EXPECT_EQ(text, golden("five-thousand-200x60.txt", text));
}

TEST_F(LargeScreen, ShowsTheSelectedOneInTheTableWhereverItIs) {
    for (const char* bib : {"1", "2500", "5000"}) {
        press({.kind = Key::Kind::escape});
        type(std::string{"/"} + bib);

        EXPECT_THAT(drawn(small).text(), HasSubstr(std::string{" "} + bib + " unit")) << bib;
    }
}

TEST_F(Screen, OffersAllMishapsIn80x24AndScrollsThemInLess) {
    type("m");

    const std::string text = drawn(small).text();
    for (const MishapRule& rule : mishap_rules()) {
        EXPECT_THAT(text, HasSubstr(std::string{rule.says})) << rule.word;
    }

    press({.kind = Key::Kind::last});
    EXPECT_THAT(drawn(least_screen).text(), HasSubstr("taken in by a vehicle"));
}

TEST_F(Screen, AsksForANumberInItsLastLine) {
    type("M");
    while (controls_.chosen().kind != MishapKind::battery) {
        press({.kind = Key::Kind::down});
    }
    press({.kind = Key::Kind::enter});
    type("200");
    press({.kind = Key::Kind::enter});

    EXPECT_THAT(drawn({.rows = 24, .columns = 120}).text(),
                HasSubstr("battery low, everybody: percent left (0 to 100) [5]: 200_  0 to 100 "
                          "would be right"));
}

TEST_F(Screen, MarksLeaderAndSelectedOnTheMapAndColoursWhoIsInTrouble) {
    now_.athletes[1].wrong = bit_of(MishapKind::no_fix);

    const Picture picture = drawn(small);

    std::vector<Ink> inks;
    for (std::size_t row = 3; row < 18; ++row) {
        for (std::size_t column = 0; column < 25; ++column) {
            if (picture.at({row, column}).glyph != U' ') {
                inks.push_back(picture.at({row, column}).ink);
            }
        }
    }
    EXPECT_THAT(inks, testing::IsSupersetOf(
                          {Ink::water, Ink::course, Ink::bad, Ink::leader, Ink::selected}));
}

TEST_F(Screen, ItsHelpFitsIntoItsFrameOnTheLeastScreen) {
    type("?");

    const Picture picture = drawn(least_screen);

    EXPECT_THAT(picture.text(), HasSubstr("any key closes this"));
    for (std::size_t row = 1; row + 1 < least_screen.rows; ++row) {
        EXPECT_EQ(picture.at({row, least_screen.columns - 1}).glyph, U'│') << row;
        EXPECT_EQ(picture.at({row, least_screen.columns - 2}).glyph, U' ') << row;
    }
}

TEST_F(Screen, SaysWhyNothingIsToBeSeenOnATinyTerminal) {
    EXPECT_EQ(drawn({.rows = 3, .columns = 50}).text(),
              "50 x 3 is too small: 60 x 16 are needed\n\n\n");
    EXPECT_EQ(drawn({.rows = 0, .columns = 0}).text(), "");
    EXPECT_EQ(table_rows({.rows = 3, .columns = 50}), 0U);
}

// A frame that is drawn over an edge, or a box without a row, would reach beside the picture.
TEST_F(Screen, FitsInEverySizeFromTheLeastOn) {
    type("m");
    for (std::size_t rows = least_screen.rows; rows < 40; ++rows) {
        for (std::size_t columns = least_screen.columns; columns < 130; columns += 7) {
            const Picture picture = drawn({.rows = rows, .columns = columns});
            EXPECT_THAT(picture.text(), HasSubstr("a mishap for bib 1"));
        }
    }
}

} // namespace
} // namespace lanterne::simulator
