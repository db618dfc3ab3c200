#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/wire/status.hpp"
#include "database/connection.hpp"
#include "firmware/uplink/mqtt_uplink.hpp"
#include "hal/linux/clock.hpp"
#include "tests/ingest-server/journal.hpp"
#include "tests/support/private_postgres.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/waiting.hpp"

/// The real ingest behind the broker of a race, which has units by TLS alone.
namespace lanterne::ingest {
namespace {

using support::Credentials;
using support::PrivateAuthority;

const std::string serial = "expected01";

class AStrangersCertificate : public testing::Test {
protected:
    AStrangersCertificate() {
        const auto settings = folder_.path() / "ingest.toml";
        std::ofstream{settings} << fmt::format(
            "[broker]\nport = {}\nuser = \"ingest\"\npassword = \"{}\"\n"
            "[database]\nconninfo = \"{}\"\n",
            broker_.servers_port(), support::RaceBroker::password,
            support::as_role(conninfo_, "lanterne-ingest"));
        ingest_.emplace(support::Command{
            .words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest", "--config", settings.string()},
            .output = folder_.path() / "log"});
    }

    firmware::MqttUplinkSettings settings(const Credentials& credentials) const {
        return {.host = "127.0.0.1",
                .port = broker_.units_port(),
                .tls = true,
                .ca_file = authority_.certificate(),
                .certificate_file = credentials.certificate,
                .key_file = credentials.key};
    }

    std::string log() const { return support::read_text(folder_.path() / "log") + broker_.log(); }

    std::int64_t number(const std::string& sql) {
        return connection_.execute(sql).get<std::int64_t>(0, 0);
    }

    PrivateAuthority authority_;
    Credentials unit_ = authority_.enrol(serial);
    support::RaceBroker broker_{authority_};
    const std::string conninfo_ = support::shared_postgres().fresh_database();
    database::Connection connection_{conninfo_};
    support::TempFolder folder_;
    std::optional<support::ChildProcess> ingest_;
    hal::linux_system::Clock clock_;
};

TEST_F(AStrangersCertificate, ReachesNobodyWhileTheOthersAreStored) {
    PrivateAuthority foreign;
    const auto bytes = bytes_of(batch_of(walk(10), 0, 10));
    const UnitSerial name = UnitSerial::from(serial).value();
    firmware::MqttUplink stranger{settings(foreign.enrol(serial)), name, clock_, 1};
    firmware::MqttUplink unit{settings(unit_), name, clock_, 2};
    const wire::Status gone{
        .link = wire::Link::down, .firmware = "1.0", .board = "generic-linux", .epoch = 1};
    stranger.start(wire::encode(gone).value());
    unit.start(wire::encode(gone).value());

    std::optional<std::string> refused;
    EXPECT_TRUE(support::wait_until([&] {
        stranger.tend();
        unit.tend();
        refused = refused ? refused : stranger.next_trouble();
        if (unit.connected()) {
            unit.publish(wire::UnitChannel::fixes, bytes); // again: the session may come later
        }
        return refused && number("SELECT count(*) FROM race.track_chunk") > 0;
    })) << log();

    EXPECT_EQ(stranger.connections(), 0U);
    EXPECT_EQ(number("SELECT count(*) FROM race.unit"), 1);
    EXPECT_EQ(number("SELECT coalesce(sum(n), 0)::int8 FROM race.track_chunk"), 10);
    EXPECT_THAT(broker_.log(), testing::HasSubstr("SSL"))
        << "nobody but the broker's log knows of a stranger";
}

} // namespace
} // namespace lanterne::ingest
