#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/uplink/mqtt_uplink.hpp"
#include "hal/linux/clock.hpp"
#include "service/mqtt_client.hpp"
#include "tests/support/race_broker.hpp"
#include "tests/support/waiting.hpp"

/// The unit's uplink at the broker of a race, and at brokers that are not it.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using support::Credentials;
using support::PrivateAuthority;
using support::RaceBroker;
using testing::HasSubstr;

const std::string serial = "demo000001";

std::vector<std::byte> bytes(std::string_view text) {
    const auto all = std::as_bytes(std::span{text});
    return {all.begin(), all.end()};
}

class TlsUplinkTest : public testing::Test {
protected:
    MqttUplinkSettings settings(std::uint16_t port) const {
        return {.host = "127.0.0.1",
                .port = port,
                .tls = true,
                .ca_file = authority.certificate(),
                .certificate_file = unit.certificate,
                .key_file = unit.key};
    }

    static bool tend_until(MqttUplink& uplink, const std::function<bool()>& condition) {
        return support::wait_until([&] {
            uplink.tend();
            return condition();
        });
    }

    static bool connects(MqttUplink& uplink) {
        uplink.start(bytes("down"));
        return tend_until(uplink, [&] { return uplink.connected(); });
    }

    /// The trouble that the first try ends with; it must not connect.
    std::string trouble(const MqttUplinkSettings& with, const std::string& unit_serial = serial) {
        MqttUplink uplink{with, UnitSerial::from(unit_serial).value(), clock, 1};
        uplink.start(bytes("down"));
        std::optional<std::string> said;
        EXPECT_TRUE(tend_until(uplink, [&] {
            said = uplink.next_trouble();
            return said || uplink.connected();
        }));
        EXPECT_EQ(uplink.connections(), 0U);
        return said.value_or("");
    }

    PrivateAuthority authority;
    Credentials unit = authority.enrol(serial);
    hal::linux_system::Clock clock;
};

TEST_F(TlsUplinkTest, BringsMessagesAndReceipts) {
    RaceBroker broker{authority};
    service::MqttClient ingest{{.port = broker.servers_port(),
                                .client_id = "ingest",
                                .user = "ingest",
                                .password = RaceBroker::password}};
    ingest.subscribe("ln/1/+/+/f", service::Qos::at_least_once);
    MqttUplink uplink{settings(broker.units_port()), UnitSerial::from(serial).value(), clock, 1};
    ASSERT_TRUE(connects(uplink)) << broker.log();

    std::vector<service::MqttMessage> heard;
    EXPECT_TRUE(tend_until(uplink, [&] {
        // Again and again: the other's subscription may come later.
        uplink.publish(wire::UnitChannel::fixes, bytes("some fixes"));
        heard = ingest.receive(50ms, 10);
        ingest.acknowledge();
        return !heard.empty();
    })) << broker.log();
    ASSERT_TRUE(ingest.publish("ln/1/demo000001/a", bytes("receipt"), service::Qos::at_most_once,
                               service::Retain::no));
    ingest.receive(0ms, 10);

    ASSERT_FALSE(heard.empty());
    EXPECT_EQ(heard.front().topic, "ln/1/s00/demo000001/f");
    EXPECT_TRUE(tend_until(uplink, [&] { return uplink.next_receipt() == bytes("receipt"); }));
    EXPECT_EQ(uplink.next_trouble(), std::nullopt);
}

TEST_F(TlsUplinkTest, ComesBackToABrokerThatWasKilled) {
    RaceBroker broker{authority};
    MqttUplink uplink{settings(broker.units_port()), UnitSerial::from(serial).value(), clock, 1};
    ASSERT_TRUE(connects(uplink)) << broker.log();

    broker.kill9();
    ASSERT_TRUE(tend_until(uplink, [&] { return !uplink.connected(); }));
    broker.start();

    EXPECT_TRUE(tend_until(uplink, [&] { return uplink.connections() >= 2; })) << broker.log();
    EXPECT_THAT(uplink.next_trouble().value_or(""), HasSubstr("connect"));
}

TEST_F(TlsUplinkTest, ABrokerOfAnotherAuthorityIsNotBelieved) {
    const PrivateAuthority foreign;
    RaceBroker broker{foreign};

    EXPECT_THAT(trouble(settings(broker.units_port())), HasSubstr("certificate verify failed"));
}

TEST_F(TlsUplinkTest, ABrokerOfAnotherNameIsNotBelieved) {
    authority.run("server", {"broker.example.org"});
    RaceBroker broker{authority};

    EXPECT_THAT(trouble(settings(broker.units_port())),
                HasSubstr("its certificate has another name"));
}

TEST_F(TlsUplinkTest, AUnitsCertificateIsNoBrokers) {
    std::filesystem::copy_file(unit.certificate, authority.folder() / "server.crt",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(unit.key, authority.folder() / "server.key",
                               std::filesystem::copy_options::overwrite_existing);
    RaceBroker broker{authority};

    EXPECT_THAT(trouble(settings(broker.units_port())), HasSubstr("certificate verify failed"));
}

TEST_F(TlsUplinkTest, ABrokerThatRefusesTheUnitIsSaidSo) {
    RaceBroker broker{authority};
    auto stranger = settings(broker.units_port());
    PrivateAuthority foreign;
    const Credentials other = foreign.enrol(serial);
    stranger.certificate_file = other.certificate;
    stranger.key_file = other.key;

    const std::string said = trouble(stranger);
    EXPECT_THAT(said, HasSubstr("cannot connect to ssl://127.0.0.1:"));
    EXPECT_THAT(said, HasSubstr("or it refuses ours"));
}

/// A server that speaks TLS of one version and not MQTT.
class TlsServer {
public:
    TlsServer(const PrivateAuthority& authority, const char* version)
        : server_{{.words = {support::find_program("openssl"), "s_server", version, "-accept",
                             "127.0.0.1:" + std::to_string(port_), "-cert",
                             authority.folder() / "server.crt", "-key",
                             authority.folder() / "server.key", "-CAfile", authority.certificate(),
                             "-Verify", "1", "-quiet"}}} {
        EXPECT_TRUE(support::wait_until([&] { return support::listens(port_); }));
    }

    std::uint16_t port() const { return port_; }

private:
    std::uint16_t port_ = support::free_port();
    support::ChildProcess server_;
};

TEST_F(TlsUplinkTest, ABrokerThatSpeaksOnlyTls12IsRefused) {
    const TlsServer old{authority, "-tls1_2"};

    EXPECT_THAT(trouble(settings(old.port())), HasSubstr("protocol version"));
}

TEST_F(TlsUplinkTest, AServerThatSpeaksTls13ButNotMqttIsGivenUp) {
    const TlsServer modern{authority, "-tls1_3"};

    const std::string said = trouble(settings(modern.port()));

    EXPECT_THAT(said, HasSubstr("cannot connect to ssl://127.0.0.1:"));
    EXPECT_THAT(said, testing::Not(HasSubstr("protocol version")));
}

TEST_F(TlsUplinkTest, TheSameTroubleIsNotSaidAgainSoon) {
    const TlsServer old{authority, "-tls1_2"};
    MqttUplink uplink{settings(old.port()), UnitSerial::from(serial).value(), clock, 1};
    uplink.start(bytes("down"));
    ASSERT_TRUE(tend_until(uplink, [&] { return uplink.next_trouble().has_value(); }));
    const auto until = clock.steady() + 6s;

    // It tries again at about 1 s and 3 s.
    while (clock.steady() < until) {
        uplink.tend();
        EXPECT_EQ(uplink.next_trouble(), std::nullopt);
    }
}

} // namespace
} // namespace lanterne::firmware
