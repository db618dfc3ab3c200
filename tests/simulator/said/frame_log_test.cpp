#include <fstream>

#include <gmock/gmock.h>

#include "simulator/said/frame_log.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator {
namespace {

using testing::HasSubstr;

constexpr std::string_view keyframe = R"({"type":"keyframe","id":"7.1",
"race_time":"2026-06-14T08:00:10.000Z","state":"live",
"entries":[{"bib":"12","status":"racing","rank":1,"gap_ms":0,"along_m":312.4,
"fix_time":"2026-06-14T08:00:09.000Z","lat":47.1,"lon":8.2,"speed_mps":9.1,"battery_pct":80,
"next_report_s":null,"reason":0,"linked":false},
{"bib":"13","status":"not_started","rank":null,"along_m":null,"fix_time":null,"linked":true}],
"passages":[{"bib":"12","point":"start","leg":0,"lap":1,"time":"2026-06-14T08:00:00.250Z",
"standard_error_ms":400,"source":"gps","revision":0,"bridged":false,"settled":true}],
"forecasts":[{"bib":"12","arrivals":[{"point":"finish","leg":0,"lap":1,
"p10":"2026-06-14T09:00:00.000Z","p50":"2026-06-14T09:05:00.000Z","p90":"2026-06-14T09:10:00.000Z",
"slopes_s":0,"field_s":0,"athletes":0,"standing_s":0}]}],"grades":[]})";

const UtcTime wall = *parse_time("2026-11-01T12:00:00.125Z");

class FramesOnDisk : public testing::Test {
protected:
    std::string write(const std::string& text) const {
        const std::string path = (folder_.path() / "frames.ndjson").string();
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    support::TempFolder folder_;
};

TEST_F(FramesOnDisk, ComeBackAsTheyWereSaid) {
    auto log = FrameLog::open(write(frame_line(wall, keyframe) + frame_line(wall, keyframe)));

    const auto heard = log->next().value().value();
    const bool has_second = log->next().value().has_value();
    const bool has_third = log->next().value().has_value();

    EXPECT_EQ(heard.wall, wall);
    EXPECT_TRUE(heard.frame.is_keyframe);
    EXPECT_EQ(heard.frame.id, "7.1");
    EXPECT_EQ(heard.frame.entries.at(0).along_m, 312.4);
    EXPECT_EQ(heard.frame.entries.at(1).rank, 0U);
    EXPECT_TRUE(heard.frame.entries.at(1).is_linked);
    EXPECT_EQ(heard.frame.entries.at(1).fix_time, std::nullopt);
    EXPECT_EQ(heard.frame.passages.at(0).standard_error_s, 0.4);
    EXPECT_EQ(heard.frame.forecasts.at(0).arrivals.at(0).likely,
              parse_time("2026-06-14T09:05:00Z"));
    EXPECT_TRUE(has_second);
    EXPECT_FALSE(has_third);
}

TEST_F(FramesOnDisk, EndBeforeHalfALine) {
    const std::string line = frame_line(wall, keyframe);
    auto log = FrameLog::open(write(line + line.substr(0, 100)));

    EXPECT_TRUE(log->next().value().has_value());
    EXPECT_FALSE(log->next().value().has_value());
}

TEST_F(FramesOnDisk, ThatAreNoneAreRefusedWithTheirLine) {
    auto log = FrameLog::open(write(frame_line(wall, keyframe) + frame_line(wall, "{}")));
    ASSERT_TRUE(log->next());

    EXPECT_THAT(log->next().error(), HasSubstr("frames.ndjson:2: type, id or race_time"));
}

TEST(SaidFrame, IsRefusedWhereAFieldIsNotAsPromised) {
    const std::string no_bib = R"({"type":"delta","id":"1.2","race_time":"2026-06-14T08:00:10Z",
        "entries":[{"status":"racing"}],"passages":[],"forecasts":[]})";
    const std::string no_passages = R"({"type":"delta","id":"1.2",
        "race_time":"2026-06-14T08:00:10Z","entries":[],"forecasts":[]})";

    EXPECT_THAT(read_said_frame(no_bib).error(), HasSubstr("entries: number 1 is not"));
    EXPECT_EQ(read_said_frame(no_passages).error(), "passages is missing");
    EXPECT_EQ(read_said_frame("[1, 2").error(), "is no JSON object");
    EXPECT_EQ(read_said_frame(std::string(100'000, '[')).error(), "is no JSON object");
}

TEST(SaidEnd, IsReadFromTheBodiesOfRest) {
    const auto rows = read_said_standings(
        R"({"version":3,"rows":[{"bib":"12","ranking":"overall","rank":2,"status":"finished",
            "gap_ms":10,"linked":true,"along_m":1000.0,"eta":[]}]})");
    const auto passages = read_said_passages(
        R"({"passages":[{"bib":"12","point":"finish","leg":0,"lap":1,
            "time":"2026-06-14T09:00:00.000Z","standard_error_ms":120,"source":"gps"}],
            "missing":[]})");

    EXPECT_EQ(rows.value().at(0).rank, 2U);
    EXPECT_TRUE(rows.value().at(0).is_linked);
    EXPECT_EQ(passages.value().at(0).standard_error_s, 0.12);
}

} // namespace
} // namespace lanterne::simulator
