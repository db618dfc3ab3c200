#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/toml_reader.hpp"
#include "firmware/status/status_text.hpp"
#include "tests/firmware/status/a_status.hpp"

namespace lanterne::firmware {
namespace {

using testing::HasSubstr;

constexpr Milliseconds no_time{0};

/// All of it, as one text that can be compared.
std::string all_of(const UnitStatus& status) { return to_json(status, no_time); }

UnitStatus with_everything() {
    UnitStatus status = a_status();
    status.receiver.losses = 2;
    status.card.failing = true;
    status.card.refused = 1;
    status.card.lost = 9'000'000'000;
    status.card.failed_syncs = 3;
    status.receipts.backlog = true;
    status.receipts.waiting_events = 2;
    status.receipts.unaccepted = 5;
    status.call = {.open = true, .heard = true};
    status.battery.sparing = true;
    status.battery.falls_short = true;
    status.configuration = {.version = 4'000'000'000,
                            .wished = Profile::race,
                            .profile = Profile::economy,
                            .time_limit = noon,
                            .next_begins = noon,
                            .next_ends = latest_time,
                            .next_wished = Profile::sleep,
                            .refused_reason = "wrong signature"};
    status.broker.trouble = "nobody there";
    return status;
}

std::string refusal_of(const std::string& text) {
    try {
        read_status(text, "status.toml");
    } catch (const SettingsError& error) {
        return error.what();
    }
    return "none";
}

TEST(StatusText, IsReadAsItWasWritten) {
    EXPECT_EQ(all_of(read_status(to_toml(with_everything()), "x")), all_of(with_everything()));
    EXPECT_EQ(all_of(read_status(to_toml(a_status()), "x")), all_of(a_status()));
}

TEST(StatusText, LeavesOutWhatIsNotKnown) {
    UnitStatus status = a_status();
    status.unit.utc.reset();
    status.fix = {};
    status.receipts.newest_age.reset();
    status.battery = {};
    status.network = {};

    const UnitStatus read = read_status(to_toml(status), "x");

    EXPECT_EQ(read.fix.latitude, std::nullopt);
    EXPECT_EQ(read.battery.charging, std::nullopt);
    EXPECT_EQ(all_of(read), all_of(status));
}

TEST(StatusText, HasASectionForEachPart) {
    const std::string text = to_toml(a_status());

    EXPECT_THAT(text, HasSubstr("[unit]\nserial = \"demo000001\"\nboard = \"beagleplay\"\n"));
    EXPECT_THAT(text, HasSubstr("[fix]\nage_ms = 300\n"));
    EXPECT_THAT(text, HasSubstr("longitude_e6 = -7000013\n"));
    EXPECT_THAT(text, HasSubstr("wished = \"ready\"\n"));
    EXPECT_LT(text.size(), max_status_text_bytes / 2);
}

TEST(StatusText, SaysToProgramsWhatProgramsRead) {
    const std::string json = to_json(a_status(), Milliseconds{120});

    EXPECT_THAT(json, testing::StartsWith("{\"unit\":{\"serial\":\"demo000001\","));
    EXPECT_THAT(json, HasSubstr("\"utc\":\"2027-05-17T12:00:00.000Z\"}"));
    EXPECT_THAT(json, HasSubstr("\"latitude_deg\":45.400000,\"longitude_deg\":-7.000013,"));
    EXPECT_THAT(json, HasSubstr("\"trouble\":null}"));
    EXPECT_THAT(json, HasSubstr("},\"since_written_ms\":120,\"findings\":[{\"urgency\":\"well\","));
    EXPECT_THAT(json, testing::EndsWith("\"}]}\n"));
}

TEST(StatusText, TextsFromOutsideCannotBreakIt) {
    UnitStatus status = a_status();
    status.broker.trouble = "\"]\n[unit]\nserial = \"x\" \\ \x80\x01" + std::string(300, '.');

    const UnitStatus read = read_status(to_toml(status), "x");

    EXPECT_EQ(read.unit.serial, "demo000001");
    EXPECT_THAT(read.broker.trouble.value(),
                testing::StartsWith("\"]?[unit]?serial = \"x\" \\ ??................?"));
    EXPECT_LE(read.broker.trouble->size(), 255U);
    const auto json = boost::json::parse(to_json(status, no_time));
    EXPECT_EQ(json.at("broker").at("trouble").as_string(), *read.broker.trouble);
    EXPECT_EQ(json.at("unit").at("serial").as_string(), "demo000001");
}

TEST(StatusText, IsJsonAlsoWhenNothingOrEverythingIsKnown) {
    const auto least = boost::json::parse(to_json(UnitStatus{}, no_time));
    const auto most = boost::json::parse(to_json(with_everything(), no_time));

    EXPECT_TRUE(least.at("fix").at("latitude_deg").is_null());
    EXPECT_EQ(most.at("fix").at("longitude_deg").as_double(), -7.000013);
    EXPECT_EQ(most.at("findings").as_array().size(), least.at("findings").as_array().size());
}

TEST(StatusText, OfAnotherVersionMayHaveMoreToSay) {
    const std::string text = to_toml(a_status()) + "altitude_m = 5\n[weather]\nsunny = true\n";

    EXPECT_EQ(refusal_of(text), "none");
}

TEST(StatusText, ThatIsNoneIsRefusedInOneLine) {
    EXPECT_EQ(refusal_of(""), "status.toml: [unit] serial is missing");
    EXPECT_THAT(refusal_of("no toml"), HasSubstr("status.toml:1: "));
    EXPECT_THAT(refusal_of(std::string(max_status_text_bytes + 1, '#')), HasSubstr("over 8192"));
    std::string text = to_toml(a_status());
    text.replace(text.find("= 300"), 5, "= -1");
    EXPECT_THAT(refusal_of(text), HasSubstr("[fix] age_ms must be a whole number from 0 to"));
}

TEST(StatusText, ThatIsCutOffAnywhereIsRefused) {
    const std::string text = to_toml(with_everything());
    const std::size_t last_must = text.find("[network]\nkind = \"cellular\"") + 27;

    for (std::size_t length = 0; length < last_must; ++length) {
        EXPECT_NE(refusal_of(text.substr(0, length)), "none") << length;
    }
}

} // namespace
} // namespace lanterne::firmware
