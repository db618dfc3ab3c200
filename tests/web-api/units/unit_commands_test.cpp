#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/identity/signature.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/temp_folder.hpp"
#include "web-api/units/configuration_store.hpp"
#include "web-api/units/unit_commands.hpp"
#include "web-api/units/unit_store.hpp"

namespace lanterne::web {
namespace {

using database::Connection;
using testing::EndsWith;
using testing::HasSubstr;

/// The key is made as a person would make it.
class UnitCommands : public testing::Test {
protected:
    UnitCommands() {
        const auto openssl = support::find_program("openssl");
        support::run_to_end(
            {.words = {openssl, "genpkey", "-algorithm", "ed25519", "-out", key()}});
        support::run_to_end(
            {.words = {openssl, "pkey", "-in", key(), "-pubout", "-out", key() + ".pub"}});
        import_race_folder(conninfo_, LANTERNE_SOURCE_FOLDER "/races/harbour-sprint");
    }

    std::string key() const { return folder_.path() / "fleet.pem"; }

    ConfigOrder order_for(const std::string& serial) const {
        return {.units = {.serial = serial}, .key = key()};
    }

    Outcome configure(const ConfigOrder& order) { return configure_units(conninfo_, order, wall_); }

    std::string refusal(const ConfigOrder& order) {
        const Outcome outcome = configure(order);
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(std::ranges::count(outcome.says, '\n'), 1) << outcome.says;
        return outcome.says;
    }

    /// The newest message for a unit as it lies in the database.
    wire::SignedConfig newest(const std::string& serial) {
        const auto rows = connection_.execute("SELECT message FROM plan.unit_configuration "
                                              "WHERE unit = $1 ORDER BY version DESC LIMIT 1",
                                              database::Parameters{}.add(serial));
        return wire::decode_signed_config(rows.get<wire::Bytes>(0, 0)).value();
    }

    UnitRow shown(const std::string& serial) {
        const auto units = read_units(connection_);
        return *std::ranges::find(units, serial, &UnitRow::serial);
    }

    const UtcTime wall_ = parse_time("2026-06-01T12:00:00Z").value();
    support::TempFolder folder_;
    std::string conninfo_ = support::shared_postgres().fresh_database();
    Connection connection_{conninfo_};
};

TEST_F(UnitCommands, ConfigureSignsForOneUnitWhatWasAsked) {
    ConfigOrder order = order_for("walker01");
    order.profile = "economy";
    order.shard = 7;
    order.qos = 0;
    order.intervals_s = {3600, 30, 5, 60.5};
    order.error_m = 25;
    order.at = "2026-06-14T06:00:00Z";
    order.expires = "2026-06-15T06:00:00Z";
    order.time_limit = "2026-06-14T20:00:00Z";

    const Outcome outcome = configure(order);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.says;
    EXPECT_THAT(outcome.says, HasSubstr("walker01: version 1, "));
    const wire::SignedConfig made = newest("walker01");
    EXPECT_EQ(made.not_before, parse_time(order.at));
    EXPECT_EQ(made.expires, parse_time(order.expires));
    EXPECT_EQ(wire::decode_config(made.body),
              (wire::Config{.shard = 7,
                            .profile = 3,
                            .qos = 0,
                            .interval_ms = {{3'600'000, 30'000, 5'000, 60'500}},
                            .error_m = 25,
                            .time_limit = parse_time(order.time_limit)}));
    const auto pinned = firmware::PinnedKey::from_pem(support::read_text(key() + ".pub"));
    ASSERT_TRUE(pinned);
    EXPECT_TRUE(pinned->signed_these(wire::signed_bytes(*UnitSerial::from("walker01"), made),
                                     made.signature));
}

TEST_F(UnitCommands, ConfigureHoldsAtOnceAndForSevenDaysWhenNothingElseIsSaid) {
    configure(order_for("walker01"));

    EXPECT_EQ(newest("walker01").not_before, UtcTime{});
    EXPECT_EQ(newest("walker01").expires, wall_ + usual_validity);
}

TEST_F(UnitCommands, ConfigureTellsAllUnitsOfARaceItsCourse) {
    ConfigOrder order{
        .units = {.race = "harbour-sprint"}, .course = "harbour-sprint", .key = key()};

    const Outcome outcome = configure(order);

    EXPECT_EQ(outcome.exit_code, 0) << outcome.says;
    EXPECT_EQ(std::ranges::count(outcome.says, '\n'), 12) << outcome.says;
    EXPECT_THAT(outcome.says, HasSubstr("places within 1 m"));
    const auto body = wire::decode_config(newest("demo000001").body);
    ASSERT_TRUE(body && body->course);
    EXPECT_EQ(body->course->version, 1U) << "the race's revision";
    EXPECT_EQ(newest("demo000012").body, newest("demo000001").body);
    EXPECT_NE(newest("demo000012").signature, newest("demo000001").signature);
}

TEST_F(UnitCommands, ConfigureTellsUnitsTheShardOfTheirRaceWhenNoneIsGiven) {
    database::Connection{conninfo_}.run_script("UPDATE plan.race SET shard = 9");
    const auto shard_told = [&](const std::string& unit) {
        return wire::decode_config(newest(unit).body)->shard;
    };

    configure({.units = {.race = "harbour-sprint"}, .key = key()});
    EXPECT_EQ(shard_told("demo000001"), 9);
    configure({.units = {.race = "harbour-sprint"}, .shard = std::uint8_t{4}, .key = key()});
    EXPECT_EQ(shard_told("demo000001"), 4);
    configure({.units = {.serial = "demo000001"}, .course = "harbour-sprint", .key = key()});
    EXPECT_EQ(shard_told("demo000001"), 9);
    configure(order_for("walker01"));
    EXPECT_EQ(shard_told("walker01"), 0) << "of no race";
}

TEST_F(UnitCommands, ConfigureTellsEachUnitTheCourseOfItsEntry) {
    import_race_folder(conninfo_, LANTERNE_SOURCE_FOLDER "/races/market-square");

    const Outcome outcome =
        configure({.units = {.race = "market-square"}, .course = "market-square", .key = key()});

    EXPECT_EQ(outcome.exit_code, 0) << outcome.says;
    const auto laps_told = [&](const std::string& unit) {
        const auto body = wire::decode_config(newest(unit).body);
        return body && body->course ? body->course->legs.front().laps : 0;
    };
    EXPECT_EQ(laps_told("crit000001"), 50U);
    EXPECT_EQ(laps_told("crit000051"), 25U);
}

TEST_F(UnitCommands, OfARehearsalTheTimesAreRaceTime) {
    connection_.run_script(
        R"(UPDATE plan.race SET rehearsal_wall_start = '2026-06-01T11:00:00Z',
                  rehearsal_race_start = '2026-06-14T06:00:00Z', rehearsal_rate = 2)");

    configure({.units = {.race = "harbour-sprint"}, .key = key()});

    EXPECT_EQ(newest("demo000001").expires,
              parse_time("2026-06-14T08:00:00Z").value() + usual_validity);
}

TEST_F(UnitCommands, VersionsGrowAUnitAndGoOnFromWhatAUnitHas) {
    configure(order_for("walker01"));
    configure(order_for("walker01"));
    configure(order_for("walker02"));
    connection_.run_script(
        "INSERT INTO race.unit (serial, applied_version) VALUES ('walker02', 9)");
    configure(order_for("walker02"));

    EXPECT_EQ(newest("walker01").version, 2U);
    EXPECT_EQ(newest("walker02").version, 10U);
}

TEST_F(UnitCommands, AUnitThatSaysAVersionNobodyMadeIsRefusedByNameAndTheOthersGetTheirs) {
    connection_.run_script(
        "INSERT INTO race.unit (serial, applied_version) VALUES ('demo000012', 4294967294)");

    const Outcome outcome = configure({.units = {.race = "harbour-sprint"}, .key = key()});

    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.says, HasSubstr("demo000001: version 1, "));
    EXPECT_THAT(outcome.says,
                EndsWith("demo000012: not configured: it says that it has applied version "
                         "4294967294, but 0 is the greatest made for it\n"));
    const auto rows = connection_.execute("SELECT count(*) FROM plan.unit_configuration");
    EXPECT_EQ(rows.get<std::int64_t>(0, 0), 11);
}

TEST_F(UnitCommands, AUnitThatTakesBackItsStrangeVersionIsConfiguredAsEver) {
    configure(order_for("walker01"));
    connection_.run_script(
        "INSERT INTO race.unit (serial, applied_version) VALUES ('walker01', 4294967295)");
    EXPECT_THAT(refusal(order_for("walker01")), HasSubstr("walker01: not configured"));

    connection_.run_script("UPDATE race.unit SET applied_version = 1");
    configure(order_for("walker01"));

    EXPECT_EQ(newest("walker01").version, 2U);
}

TEST_F(UnitCommands, AUnitIsBelievedUpToTheSlackAboveWhatWasMadeForIt) {
    configure(order_for("walker01"));
    connection_.execute("INSERT INTO race.unit (serial, applied_version) VALUES ('walker01', $1)",
                        database::Parameters{}.add(version_slack + 2));
    EXPECT_THAT(refusal(order_for("walker01")), HasSubstr("but 1 is the greatest made for it"));

    connection_.run_script("UPDATE race.unit SET applied_version = applied_version - 1");
    configure(order_for("walker01"));

    EXPECT_EQ(newest("walker01").version, version_slack + 2);
}

TEST_F(UnitCommands, UnconfigureEndsTheOfferAndTheNextVersionBeginsANewOne) {
    configure(order_for("demo000001"));
    configure(order_for("demo000001"));
    EXPECT_EQ(shown("demo000001").offered_version, 2);

    const Outcome outcome = unconfigure_units(conninfo_, {.serial = "demo000001"});

    EXPECT_THAT(outcome.says, HasSubstr("1 configurations are offered no longer"));
    EXPECT_FALSE(shown("demo000001").offered_version);
    configure(order_for("demo000001"));
    EXPECT_EQ(shown("demo000001").offered_version, 3);
}

TEST_F(UnitCommands, SayWhatIsWrongAndWhatWouldBeRight) {
    const auto with = [&](auto change) {
        ConfigOrder order = order_for("walker01");
        change(order);
        return refusal(order);
    };

    EXPECT_THAT(refusal(order_for("Walker")), HasSubstr("6 to 16 lower-case letters and digits"));
    EXPECT_THAT(refusal({.key = key()}), HasSubstr("a serial or --race"));
    EXPECT_THAT(with([](auto& o) { o.units.race = "harbour-sprint"; }), HasSubstr("one of them"));
    EXPECT_THAT(with([](auto& o) { o.units = {.race = "other"}; }), HasSubstr("other: no entry"));
    EXPECT_THAT(with([](auto& o) { o.units = {.race = "Other"}; }), HasSubstr("no slug"));
    EXPECT_THAT(with([](auto& o) { o.course = "other"; }), HasSubstr("there is no such race"));
    EXPECT_THAT(with([](auto& o) { o.profile = "fast"; }),
                HasSubstr("sleep, ready, race, economy"));
    EXPECT_THAT(with([](auto& o) { o.at = "noon"; }), HasSubstr("--at noon: no time"));
    EXPECT_THAT(with([](auto& o) { o.expires = "2026-06-01T12:00:00Z"; }),
                HasSubstr("something after 2026-06-01T12:00:00.000Z"));
    EXPECT_THAT(with([](auto& o) { o.intervals_s = {1, 2, 3}; }), HasSubstr("four numbers"));
    EXPECT_THAT(with([](auto& o) { o.intervals_s = {1, 2, 3, 0.01}; }), HasSubstr("0.05 to 86400"));
    EXPECT_THAT(with([](auto& o) { o.shard = 64; }), HasSubstr("out_of_range"));
    EXPECT_THAT(with([](auto& o) { o.key = "/nonexistent"; }), HasSubstr("cannot be read"));
}

TEST_F(UnitCommands, TakeNoOtherKeyThanAPrivateEd25519OneWithoutPassphrase) {
    const auto openssl = support::find_program("openssl");
    const std::string other = folder_.path() / "other.pem";
    ConfigOrder order = order_for("walker01");

    order.key = key() + ".pub";
    EXPECT_THAT(refusal(order), HasSubstr("no private Ed25519 key"));
    support::run_to_end({.words = {openssl, "genpkey", "-algorithm", "x25519", "-out", other}});
    order.key = other;
    EXPECT_THAT(refusal(order), HasSubstr("no private Ed25519 key"));
    support::run_to_end({.words = {openssl, "genpkey", "-algorithm", "ed25519", "-aes256", "-pass",
                                   "pass:open", "-out", other}});
    EXPECT_THAT(refusal(order), HasSubstr("no private Ed25519 key"));
}

TEST_F(UnitCommands, ATechnicianSeesWhatAUnitSaysOfIt) {
    connection_.run_script(
        R"(INSERT INTO race.unit (serial, applied_version, refused_reason, profile, lasts_until)
           VALUES ('walker01', 4, 'wrong signature', 3, '2026-06-14T20:00:00Z'))");
    configure(order_for("walker01"));

    const std::string json = units_json(read_units(connection_), wall_);

    EXPECT_THAT(json, HasSubstr(R"("offered_version":5,"applied_version":4,)"
                                R"("refused_reason":"wrong signature","profile":"economy",)"
                                R"("lasts_until":"2026-06-14T20:00:00.000Z")"));
}

} // namespace
} // namespace lanterne::web
