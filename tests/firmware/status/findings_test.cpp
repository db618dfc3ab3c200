#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/status/findings.hpp"
#include "firmware/status/in_words.hpp"
#include "tests/firmware/status/a_status.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Milliseconds just_now = 100ms;

Finding about(std::string_view part, const UnitStatus& status, Milliseconds ago = just_now) {
    const auto all = findings(status, ago);
    return *std::ranges::find(all, part, &Finding::part);
}

TEST(Findings, OfAUnitThatLacksNothingAreAllWell) {
    EXPECT_THAT(findings(a_status(), just_now),
                testing::Each(testing::Field(&Finding::urgency, Urgency::well)));
}

TEST(Findings, TellPeopleALineAPart) {
    EXPECT_EQ(to_text(a_status(), findings(a_status(), just_now)),
              "demo000001: well\n"
              "    call          nobody calls for help\n"
              "    fix           0.4 s old, 45.400000 N 7.000013 W within 2.1 m, 11 satellites\n"
              "    gpsd          heard\n"
              "    card          3600 fixes journalled, room for 130 MB\n"
              "    receipts      the newest 20 s ago; waiting: 30 fixes\n"
              "    battery       81 %, lasts until 2027-05-17 21:00 UTC\n"
              "    configuration version 7, profile ready\n"
              "    broker        connected for 59 min\n"
              "    network       cellular, -91 dBm\n"
              "    unit          1.2.3, on beagleplay, running for 1 h\n");
}

TEST(Findings, BeginWithACallForHelpAndThenWhatNeedsALook) {
    UnitStatus status = a_status();
    status.call.open = true;
    status.broker = {.connected = false, .since = 4min, .trouble = "certificate has expired"};
    status.card.failing = true;

    const std::string text = to_text(status, findings(status, just_now));

    EXPECT_THAT(text,
                testing::StartsWith(
                    "demo000001: needs a look\n"
                    "SOS call          HELP IS CALLED FOR, AND THE SERVER DOES NOT HAVE IT YET\n"
                    "!   card          FAILS: of 3600 fixes 4 in memory alone, room for 130 MB\n"
                    "!   broker        OUT OF REACH for 4 min: certificate has expired\n"
                    "    fix "));
}

TEST(Findings, SayThatTheServerHasACall) {
    UnitStatus status = a_status();
    status.call = {.open = true, .heard = true};

    EXPECT_EQ(about("call", status).urgency, Urgency::call);
    EXPECT_THAT(about("call", status).text, HasSubstr("the server has it"));
}

struct Trouble {
    std::string part;
    std::string says;
    std::function<void(UnitStatus&)> happens;
};

class NeedsALook : public testing::TestWithParam<Trouble> {};

TEST_P(NeedsALook, AndSaysWhy) {
    UnitStatus status = a_status();
    GetParam().happens(status);

    EXPECT_EQ(about(GetParam().part, status).urgency, Urgency::look);
    EXPECT_THAT(about(GetParam().part, status).text, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Unit, NeedsALook,
    testing::Values(
        Trouble{"fix", "none since the start, 1 h ago", [](auto& s) { s.fix = {}; }},
        Trouble{"fix", "60 s old", [](auto& s) { s.fix.age = 60s; }},
        Trouble{"gpsd", "NOT HEARD (does it run?), lost 1 time",
                [](auto& s) { s.receiver = {.gpsd = false, .losses = 1}; }},
        Trouble{"card", "2 fixes could not be kept", [](auto& s) { s.card.refused = 2; }},
        Trouble{"card", "1 fix lost", [](auto& s) { s.card.lost = 1; }},
        Trouble{"receipts", "the newest 6 min ago",
                [](auto& s) { s.receipts.newest_age = 2 * 30s + 5min + 1ms; }},
        Trouble{"receipts", "none since the start", [](auto& s) { s.receipts.newest_age.reset(); }},
        Trouble{"receipts", "1 fix NOT ACCEPTED", [](auto& s) { s.receipts.unaccepted = 1; }},
        Trouble{"battery", "19 %", [](auto& s) { s.battery.percent = 19; }},
        Trouble{"battery", "spares it", [](auto& s) { s.battery.sparing = true; }},
        Trouble{"battery", "WILL NOT LAST", [](auto& s) { s.battery.falls_short = true; }},
        Trouble{"configuration", "REFUSED the last: wrong signature",
                [](auto& s) { s.configuration.refused_reason = "wrong signature"; }},
        Trouble{"broker", "OUT OF REACH for 59 min", [](auto& s) { s.broker.connected = false; }}));

TEST(Findings, FindWellWhatIsAtTheEdge) {
    UnitStatus status = a_status();
    status.fix.age = 60s - just_now;
    status.receipts.newest_age = 2 * 30s + 5min;
    status.battery.percent = 20;

    EXPECT_EQ(findings(status, just_now).front().urgency, Urgency::well);
}

TEST(Findings, FindALowBatteryWellThatIsBeingCharged) {
    UnitStatus status = a_status();
    status.battery.percent = 3;
    status.battery.charging = true;

    EXPECT_EQ(
        about("battery", status),
        (Finding{Urgency::well, "battery", "3 %, charging, lasts until 2027-05-17 21:00 UTC"}));
}

TEST(Findings, AddWhatHasPassedSinceTheStatusWasWritten) {
    EXPECT_EQ(about("fix", a_status(), 70s).urgency, Urgency::look);
    EXPECT_THAT(about("fix", a_status(), 70s).text, HasSubstr("70 s old"));
}

TEST(InWords, SaysDurationsAsPeopleDo) {
    EXPECT_EQ(in_words(-5ms), "0.0 s");
    EXPECT_EQ(in_words(9'999ms), "9.9 s");
    EXPECT_EQ(in_words(10s), "10 s");
    EXPECT_EQ(in_words(119s), "119 s");
    EXPECT_EQ(in_words(2min), "2 min");
    EXPECT_EQ(in_words(3h), "3 h");
    EXPECT_EQ(in_words(47h + 59min), "47 h 59 min");
    EXPECT_EQ(in_words(52h), "2 d 4 h");
}

TEST(InWords, SaysTimesToTheMinute) {
    EXPECT_EQ(in_words(noon - 1ms), "2027-05-17 11:59 UTC");
    EXPECT_EQ(in_words(noon), "2027-05-17 12:00 UTC");
}

} // namespace
} // namespace lanterne::firmware
