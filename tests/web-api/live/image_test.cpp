#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web-api/live/frame_ring.hpp"
#include "web-api/live/live_json.hpp"
#include "web-api/live/race_image.hpp"

namespace lanterne::web {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

wire::LiveEntry entry(std::string_view bib, std::uint64_t version, std::int64_t along_dm) {
    wire::LiveEntry made{.bib = Bib::from(bib).value()};
    made.version = version;
    made.along_dm = along_dm;
    return made;
}

wire::LivePassage passage(std::string_view bib, std::uint32_t revision) {
    wire::LivePassage made{.bib = Bib::from(bib).value(), .point = "finish"};
    made.revision = revision;
    made.source = "gps";
    return made;
}

wire::LiveForecast forecast(std::string_view bib, std::uint64_t version, int minutes) {
    const UtcTime likely{std::chrono::minutes{minutes}};
    return {.bib = Bib::from(bib).value(),
            .version = version,
            .arrivals = {{.point = "finish",
                          .lap = 1,
                          .early = likely - 1min,
                          .likely = likely,
                          .late = likely + 1min}}};
}

TEST(RaceImage, KeepsTheNewerRowWhicheverCameLast) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.entries = {entry("1", 7, 70), entry("2", 5, 60)};
    RaceSnapshot database;
    database.version.version = 6;
    database.entries = {entry("1", 4, 40), entry("2", 6, 66)};

    image.apply(frame);
    EXPECT_TRUE(image.apply(database));

    EXPECT_THAT(image.entries(), ElementsAre(entry("1", 7, 70), entry("2", 6, 66)));
}

TEST(RaceImage, TakesEachRowOfADatabaseThatIsNewer) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.entries = {entry("1", 5, 50)};
    RaceSnapshot database; // was restored, and has come further than the row that it lost
    database.version.version = 6;
    database.entries = {entry("1", 4, 40)};

    image.apply(frame);
    EXPECT_TRUE(image.apply(database));

    EXPECT_THAT(image.entries(), ElementsAre(entry("1", 4, 40)));
}

TEST(RaceImage, TakesAnythingInPlaceOfWhatIsOutdated) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.to_version = 5;
    frame.entries = {entry("1", 5, 50), entry("2", 5, 60)};
    frame.passages = {passage("1", 3)};
    frame.forecasts = {forecast("1", 5, 40)};
    frame.grades = {{.horizon = 0, .forecasts = 4, .inside = 3}};
    image.apply(frame);

    image.outdate();
    wire::LiveFrame lower;
    lower.to_version = 2;
    lower.entries = {entry("2", 2, 22)};
    image.apply(lower);
    RaceSnapshot database;
    database.version.version = 1;
    database.entries = {entry("1", 1, 10), entry("2", 1, 11)};
    database.passages = {passage("1", 1)};
    image.apply(database);

    EXPECT_THAT(image.entries(), ElementsAre(entry("1", 1, 10), entry("2", 2, 22)));
    EXPECT_THAT(image.passages(), ElementsAre(passage("1", 1)));
    EXPECT_THAT(image.forecasts(), IsEmpty());
    EXPECT_THAT(image.grades(), IsEmpty());
}

TEST(RaceImage, DoesNotTakeAWithdrawnPassageFromADatabaseThatStillHasIt) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.to_version = 5;
    frame.entries = {entry("1", 5, 50)};
    frame.passages = {passage("1", 0), passage("1", 0)};
    frame.passages.back().is_withdrawn = true;
    image.apply(frame);
    EXPECT_THAT(image.passages(), IsEmpty());
    RaceSnapshot database;
    database.entries = {entry("1", 4, 40)};
    database.passages = {passage("1", 0)};

    database.version.version = 4;
    EXPECT_FALSE(image.apply(database)) << "nothing to be seen differs";
    EXPECT_THAT(image.passages(), IsEmpty());

    database.version.version = 6;
    EXPECT_TRUE(image.apply(database));
    EXPECT_THAT(image.passages(), ElementsAre(passage("1", 0)));
}

TEST(RaceImage, DropsEntriesThatThePlanNoLongerHas) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.to_version = 5;
    frame.entries = {entry("1", 5, 50), entry("2", 5, 60)};
    frame.passages = {passage("2", 0)};
    image.apply(frame);
    RaceSnapshot database;
    database.entries = {entry("1", 0, 0)};

    image.apply(database);

    EXPECT_THAT(image.entries(), ElementsAre(entry("1", 5, 50)));
    EXPECT_THAT(image.passages(), IsEmpty());
}

TEST(RaceImage, DropsPassagesThatADatabaseAsNewDoesNotHave) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.to_version = 5;
    frame.entries = {entry("1", 5, 50)};
    frame.passages = {passage("1", 0)};
    image.apply(frame);
    RaceSnapshot database;
    database.entries = {entry("1", 4, 40)};

    database.version.version = 4;
    image.apply(database);
    EXPECT_THAT(image.passages(), ElementsAre(passage("1", 0)));

    database.version.version = 5;
    image.apply(database);
    EXPECT_THAT(image.passages(), IsEmpty());
}

TEST(RaceImage, KeepsTheGreaterRevisionOfAPassage) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.passages = {passage("1", 2)};
    EXPECT_EQ(image.apply(frame).passages.size(), 1U);

    frame.passages = {passage("1", 1)};
    EXPECT_THAT(image.apply(frame).passages, IsEmpty());
    EXPECT_THAT(image.passages(), ElementsAre(passage("1", 2)));
}

TEST(RaceImage, SaysNothingOfWhatIsTheSame) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.entries = {entry("1", 5, 50)};
    image.apply(frame);

    EXPECT_THAT(image.apply(frame).entries, IsEmpty());
    RaceSnapshot database;
    database.version.version = 5;
    database.entries = frame.entries;
    EXPECT_FALSE(image.apply(database));
}

TEST(RaceImage, KeepsTheNewerForecastAndDropsWhoIsExpectedNowhere) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.forecasts = {forecast("1", 5, 40), forecast("2", 5, 50)};
    EXPECT_EQ(image.apply(frame).forecasts.size(), 2U);

    frame.forecasts = {forecast("1", 4, 30)};
    EXPECT_THAT(image.apply(frame).forecasts, IsEmpty());
    frame.forecasts = {{.bib = Bib::from("2").value(), .version = 6, .arrivals = {}}};
    EXPECT_EQ(image.apply(frame).forecasts.size(), 1U) << "that it is gone is told";

    EXPECT_THAT(image.forecasts(), ElementsAre(forecast("1", 5, 40)));
}

TEST(RaceImage, TakesTheForecastsOfADatabaseThatIsAsNew) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.to_version = 5;
    frame.forecasts = {forecast("1", 5, 40)};
    frame.grades = {{.horizon = 0, .forecasts = 4, .inside = 3}};
    image.apply(frame);
    RaceSnapshot database;
    database.forecasts = {forecast("2", 4, 50)};
    database.grades = {{.horizon = 1, .forecasts = 9, .inside = 7}};

    database.version.version = 4;
    image.apply(database);
    EXPECT_THAT(image.forecasts(), ElementsAre(forecast("1", 5, 40), forecast("2", 4, 50)))
        << "the newer one stays, and of the others the database knows";

    database.version.version = 5;
    EXPECT_TRUE(image.apply(database));
    EXPECT_THAT(image.forecasts(), ElementsAre(forecast("2", 4, 50)));
    EXPECT_THAT(image.grades(), ElementsAre(database.grades.front()));
    EXPECT_FALSE(image.apply(database)) << "nothing differs";
}

TEST(RaceImage, TakesAWholeRacesForecastsInPlaceOfItsOwn) {
    RaceImage image;
    wire::LiveFrame frame;
    frame.forecasts = {forecast("1", 5, 40), forecast("2", 5, 50)};
    image.apply(frame);

    wire::LiveFrame whole;
    whole.to_version = 5;
    whole.forecasts = {forecast("2", 5, 50)};

    EXPECT_TRUE(image.apply_whole(whole));
    EXPECT_THAT(image.forecasts(), ElementsAre(forecast("2", 5, 50)));
}

TEST(LiveJson, WritesForecastsAndGrades) {
    const RaceChanges none;
    const std::vector<wire::LiveForecast> forecasts{forecast("1", 5, 40)};
    const std::vector<wire::LiveGrade> grades{{.horizon = 2, .forecasts = 4, .inside = 3}};

    const std::string json = live_json({.type = MessageType::delta,
                                        .id = {7, 1},
                                        .race_time = UtcTime{},
                                        .state = RaceState::live,
                                        .entries = none.entries,
                                        .passages = none.passages,
                                        .forecasts = forecasts,
                                        .grades = grades,
                                        .events = {}});

    EXPECT_THAT(
        json,
        testing::EndsWith(
            R"("forecasts":[{"bib":"1","arrivals":[{"point":"finish","leg":0,"lap":1,)"
            R"("p10":"1970-01-01T00:39:00.000Z","p50":"1970-01-01T00:40:00.000Z",)"
            R"("p90":"1970-01-01T00:41:00.000Z","slopes_s":0,"field_s":0,"athletes":0,)"
            R"("standing_s":0}]}],"grades":[{"horizon":"far","forecasts":4,"inside":3}],"events":[]})"));
}

TEST(FrameRing, KeepsTwoMinutesWithoutAHole) {
    FrameRing ring;
    const auto text = [](const char* words) {
        ToldMessage message;
        message.tell_json({}, words);
        return message;
    };
    const auto told = [&](std::uint64_t number) {
        return ring.find(number)->in(Form::json, false)->substr(2);
    };
    const FrameRing::Time then{1h};
    ring.push(10, text("ten"), then);
    ring.push(11, text("eleven"), then + 60s);
    ring.push(12, text("twelve"), then + 121s);

    EXPECT_EQ(ring.find(10), nullptr);
    EXPECT_EQ(told(11), "eleven");
    EXPECT_EQ(told(12), "twelve");
    EXPECT_EQ(ring.find(13), nullptr);

    ring.push(14, text("fourteen"), then + 122s);
    EXPECT_EQ(ring.find(12), nullptr);
    EXPECT_EQ(told(14), "fourteen");
}

TEST(FrameRing, HoldsNoMoreBytesThanItsLimit) {
    FrameRing ring;
    std::mt19937 random{1};
    std::string noise(FrameRing::max_bytes / 3 - 100, ' ');
    std::ranges::generate(noise, [&] { return static_cast<char>(random()); });
    ToldMessage third; // cannot be deflated
    third.tell_binary(noise);
    for (std::uint64_t n = 1; n <= 4; ++n) {
        ring.push(n, third, FrameRing::Time{1h});
    }

    EXPECT_EQ(ring.size(), 3U);
    EXPECT_EQ(ring.find(1), nullptr);
}

TEST(FrameId, IsTwoNumbersWithADotBetweenAndNothingElse) {
    EXPECT_EQ(parse_frame_id("4294967295.18446744073709551615"),
              (FrameId{4294967295U, 18446744073709551615U}));
    EXPECT_EQ(id_text({7, 12}), "7.12");
    for (const char* wrong : {"", ".", "7", "7.", ".7", "7.1.2", "7.-1", "4294967296.1", " 7.1",
                              "7.1 ", "7.18446744073709551616"}) {
        EXPECT_FALSE(parse_frame_id(wrong)) << wrong;
    }
}

} // namespace

} // namespace lanterne::web
