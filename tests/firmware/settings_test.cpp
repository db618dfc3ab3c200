#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/settings.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view least = R"([unit]
serial = "demo000001"
)";

std::string refusal(const std::string& text, const IdentityReader& identity = {}) {
    try {
        read_settings(text, "t.toml", identity);
    } catch (const std::runtime_error& reason) {
        return reason.what();
    }
    return "no refusal";
}

TEST(UnitSettings, NeedsNoMoreThanASerial) {
    const UnitSettings settings = read_settings(least, "t.toml");

    EXPECT_EQ(settings.serial.text(), "demo000001");
    EXPECT_EQ(settings.tracker.conduct.unit, UnitSerial::from("demo000001"));
    EXPECT_EQ(settings.board, "generic-linux");
    EXPECT_EQ(settings.boards, "/usr/share/lanterne/boards");
    EXPECT_FALSE(settings.journal_folder);
    EXPECT_EQ(settings.gpsd_port, 2947);
    EXPECT_EQ(settings.tracker.pace, Pace::real);
    EXPECT_EQ(settings.broker.port, 1883);
    EXPECT_EQ(settings.tracker.conduct.report_interval, std::nullopt);
    EXPECT_FALSE(settings.tracker.conduct.next_report_s);
}

TEST(UnitSettings, ReadsEachOfThem) {
    const UnitSettings settings = read_settings(R"([unit]
serial = "demo000001"
board = "some-board"
boards = "boards"
shard = 63
[gpsd]
host = "gps.example.org"
port = 2948
pace = "free"
[journal]
folder = "journal"
[broker]
host = "broker.example.org"
port = 1884
[sending]
report_interval_ms = 1000
sync_interval_ms = 2000
sync_fixes = 3
next_report_s = 10
)",
                                                "t.toml");

    EXPECT_EQ(settings.board, "some-board");
    EXPECT_EQ(settings.tracker.pace, Pace::free);
    EXPECT_EQ(settings.boards, "boards");
    EXPECT_EQ(settings.journal_folder, "journal");
    EXPECT_EQ(settings.broker.shard, 63);
    EXPECT_EQ(settings.gpsd_host, "gps.example.org");
    EXPECT_EQ(settings.gpsd_port, 2948);
    EXPECT_EQ(settings.broker.host, "broker.example.org");
    EXPECT_EQ(settings.broker.port, 1884);
    EXPECT_EQ(settings.tracker.conduct.report_interval, 1s);
    EXPECT_EQ(settings.tracker.sync.interval, 2s);
    EXPECT_EQ(settings.tracker.sync.fixes, 3U);
    EXPECT_EQ(settings.tracker.conduct.next_report_s, 10U);
}

TEST(UnitSettings, ReadsHowTheUnitShowsWhoItIs) {
    const UnitSettings settings = read_settings(std::string{least} + R"([broker]
qos = 0
tls = true
ca_file = "/etc/lanterne/identity/authority.crt"
certificate_file = "/etc/lanterne/identity/unit.crt"
key_file = "/etc/lanterne/identity/unit.key"
)",
                                                "t.toml");

    EXPECT_EQ(settings.broker.qos, Qos::at_most_once);
    EXPECT_TRUE(settings.broker.tls);
    EXPECT_EQ(settings.broker.ca_file, "/etc/lanterne/identity/authority.crt");
    EXPECT_EQ(settings.broker.certificate_file, "/etc/lanterne/identity/unit.crt");
    EXPECT_EQ(settings.broker.key_file, "/etc/lanterne/identity/unit.key");
}

TEST(UnitSettings, TlsNeedsItsFilesAndNothingElseTakesThem) {
    EXPECT_EQ(refusal(std::string{least} + "[broker]\ntls = true\n")
                  .find("t.toml:3: [broker] ca_file is missing: must be"),
              0U);
    EXPECT_EQ(refusal(std::string{least} + "[broker]\nkey_file = \"/unit.key\"\n"),
              "t.toml:4: [broker] key_file is not known here: [broker] takes host, port, qos, tls");
}

TEST(UnitSettings, FindInTheIdentitysFolderWhatIsNotNamed) {
    const UnitSettings settings = read_settings(std::string{least} + R"([broker]
tls = true
ca_file = "/etc/lanterne/other.crt"
[identity]
folder = "/var/lib/identity"
)",
                                                "t.toml");

    EXPECT_EQ(settings.broker.ca_file, "/etc/lanterne/other.crt");
    EXPECT_EQ(settings.broker.certificate_file, "/var/lib/identity/unit.crt");
    EXPECT_EQ(settings.broker.key_file, "/var/lib/identity/unit.key");
    EXPECT_EQ(settings.configuration_key_file, "/var/lib/identity/configuration.pub");
}

constexpr const char* of_all_boards = R"([broker]
tls = true
[identity]
folder = "/identity"
)";

/// An identity that has such files.
IdentityReader holding(std::map<std::filesystem::path, std::string> files) {
    return [files = std::move(files)](const std::filesystem::path& file) {
        const auto found = files.find(file);
        return found == files.end() ? std::nullopt : std::optional{found->second};
    };
}

TEST(UnitSettings, LeaveSerialAndBrokerToTheIdentity) {
    const UnitSettings settings = read_settings(
        of_all_boards, "t.toml",
        holding({{"/identity/serial", "a1b2c3"}, {"/identity/broker", "race.example.org 8884\n"}}));

    EXPECT_EQ(settings.serial, UnitSerial::from("a1b2c3"));
    EXPECT_EQ(settings.broker.host, "race.example.org");
    EXPECT_EQ(settings.broker.port, 8884);
}

TEST(UnitSettings, HoldAgainstTheIdentity) {
    const UnitSettings settings = read_settings(
        R"([unit]
serial = "demo000001"
[broker]
tls = true
host = "other.example.org"
[identity]
folder = "/identity"
)",
        "t.toml", holding({{"/identity/serial", "a1b2c3"}, {"/identity/broker", "race 8884"}}));

    EXPECT_EQ(settings.serial, UnitSerial::from("demo000001"));
    EXPECT_EQ(settings.broker.host, "other.example.org");
    EXPECT_EQ(settings.broker.port, 8884);
}

TEST(UnitSettings, TakeTheIdentitysBrokerForTlsAlone) {
    const UnitSettings settings =
        read_settings("[identity]\nfolder = \"/identity\"\n", "t.toml",
                      holding({{"/identity/serial", "a1b2c3"}, {"/identity/broker", "race 8884"}}));

    EXPECT_EQ(settings.broker.host, "127.0.0.1");
    EXPECT_EQ(settings.broker.port, 1883);
}

TEST(UnitSettings, SayThatTheUnitIsNotEnrolled) {
    EXPECT_EQ(refusal(of_all_boards, holding({})),
              "t.toml: [unit] serial is missing, here and in the identity's folder: enrol the "
              "unit (lanterne-tracker enrol)");
}

TEST(UnitSettings, BelieveNoIdentityThatIsWrong) {
    EXPECT_EQ(refusal(of_all_boards, holding({{"/identity/serial", "No Serial\n"}})),
              "/identity/serial: must hold a serial: 6 to 16 small letters or digits");
    for (const char* broker :
         {"", "race", "race 0", "race 65536", "race 1 2", "race -1", "race  8883", "ra\nce 8883",
          "r$ce 8883", " 8883", "race 8883\n\n"}) {
        EXPECT_EQ(refusal(of_all_boards,
                          holding({{"/identity/serial", "a1b2c3"}, {"/identity/broker", broker}})),
                  "/identity/broker: the broker's address must be one line, HOST PORT, such as "
                  "\"race.example.org 8883\"")
            << broker;
    }
}

TEST(UnitSettings, NameTheKeyOfConfigurations) {
    const std::string key = "[configuration]\nkey_file = \"/etc/lanterne/race.pub\"\n";
    const std::string identity = "[identity]\nfolder = \"/var/lib/identity\"\n";

    EXPECT_FALSE(read_settings(least, "t.toml").configuration_key_file);
    EXPECT_EQ(read_settings(std::string{least} + key, "t.toml").configuration_key_file,
              "/etc/lanterne/race.pub");
    EXPECT_EQ(read_settings(std::string{least} + key + identity, "t.toml").configuration_key_file,
              "/etc/lanterne/race.pub");
}

Board some_board() {
    return {.name = "some-board",
            .storage = {
                .folder = "/var/lib/some", .segment_bytes = 131'072, .capacity_bytes = 16'777'216}};
}

TEST(UnitSettings, LeaveToTheBoardWhatTheyDoNotSay) {
    const UnitSettings settings = on_board(read_settings(least, "t.toml"), some_board());

    EXPECT_EQ(settings.tracker.board, "some-board");
    EXPECT_EQ(settings.tracker.segment_bytes, 131'072U);
    EXPECT_EQ(settings.tracker.journal_bytes, 16'777'216U);
    EXPECT_EQ(settings.journal_folder, "/var/lib/some");
}

TEST(UnitSettings, HaveTheLastWordOnTheJournalsFolder) {
    const std::string text = std::string{least} + "[journal]\nfolder = \"/somewhere\"\n";

    const UnitSettings settings = on_board(read_settings(text, "t.toml"), some_board());

    EXPECT_EQ(settings.journal_folder, "/somewhere");
}

TEST(UnitSettings, SaysWhatIsMissing) {
    EXPECT_EQ(refusal(""),
              "t.toml: [unit] serial is missing: must be 6 to 16 small letters or digits");
    EXPECT_EQ(refusal("\n[unit]\nboard = \"generic-linux\"\n"),
              "t.toml:2: [unit] serial is missing: must be 6 to 16 small letters or digits");
}

TEST(UnitSettings, SaysWhereAValueIsWrongAndWhatWouldBeRight) {
    EXPECT_EQ(refusal("[unit]\nserial = \"Demo000001\"\n"),
              "t.toml:2: [unit] serial must be 6 to 16 small letters or digits");
    EXPECT_EQ(refusal(std::string{least} + "[gpsd]\nport = 0\n"),
              "t.toml:4: [gpsd] port must be a whole number from 1 to 65535");
    EXPECT_EQ(refusal(std::string{least} + "[gpsd]\nport = \"2947\"\n"),
              "t.toml:4: [gpsd] port must be a whole number from 1 to 65535");
    EXPECT_EQ(refusal(std::string{least} + "[gpsd]\nhost = 7\n"),
              "t.toml:4: [gpsd] host must be text in quotes, 1 to 255 printable ASCII letters");
    EXPECT_EQ(refusal(std::string{least} + "[gpsd]\npace = \"quick\"\n"),
              "t.toml:4: [gpsd] pace must be real or free");
    EXPECT_EQ(refusal(std::string{least} + "shard = 64\n"),
              "t.toml:3: [unit] shard must be a whole number from 0 to 63");
}

TEST(UnitSettings, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(refusal(std::string{least} + "[gpsd]\nprot = 2947\n"),
              "t.toml:4: [gpsd] prot is not known here: [gpsd] takes host, pace, port");
    EXPECT_EQ(refusal(std::string{least} + "[gps]\nport = 2947\n"),
              "t.toml:3: [gps] is not known here: there are the sections broker, "
              "configuration, gpsd, identity, journal, sending, unit");
    EXPECT_EQ(refusal("gpsd = 7\n" + std::string{least}),
              "t.toml:1: gpsd is not known here: there are the sections broker, "
              "configuration, gpsd, identity, journal, sending, unit");
}

TEST(UnitSettings, SaysWhereTheFileIsNoToml) {
    EXPECT_THAT(refusal("[unit\n"), testing::StartsWith("t.toml:1: "));
}

} // namespace
} // namespace lanterne::firmware
