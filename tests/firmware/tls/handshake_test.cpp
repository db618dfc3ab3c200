#include <filesystem>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "firmware/identity/handshake.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/race_broker.hpp"

namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using support::Credentials;
using support::PrivateAuthority;
using support::RaceBroker;
using testing::HasSubstr;

const std::string serial = "demo000001";

/// A unit's handshake with the broker of a race, told as a person is told it.
class Handshake : public testing::Test {
protected:
    HandshakeSettings settings() const {
        return {.host = "127.0.0.1",
                .ca_file = authority.certificate(),
                .certificate_file = unit.certificate,
                .key_file = unit.key};
    }

    static std::optional<std::string> fault(std::uint16_t port, const HandshakeSettings& with,
                                            std::chrono::milliseconds timeout = 20s) {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        auto said = handshake_fault(socket, with, timeout);
        close(socket);
        return said;
    }

    PrivateAuthority authority;
    Credentials unit = authority.enrol(serial);
};

TEST_F(Handshake, HasNoFaultAtItsOwnBroker) {
    RaceBroker broker{authority};

    EXPECT_EQ(fault(broker.units_port(), settings(), 500ms), std::nullopt);
}

TEST_F(Handshake, SaysWhoseFaultItIs) {
    RaceBroker broker{authority};
    PrivateAuthority foreign;
    auto wrong_authority = settings();
    wrong_authority.ca_file = foreign.certificate();
    auto wrong_name = settings();
    wrong_name.host = "race.example.org";
    auto stranger = settings();
    const Credentials other = foreign.enrol(serial);
    stranger.certificate_file = other.certificate;
    stranger.key_file = other.key;

    EXPECT_THAT(fault(broker.units_port(), wrong_authority).value_or(""),
                HasSubstr("is not signed by the authority in " + foreign.certificate().string()));
    EXPECT_THAT(fault(broker.units_port(), wrong_name).value_or(""),
                HasSubstr("does not name race.example.org"));
    EXPECT_THAT(fault(broker.units_port(), stranger).value_or(""),
                HasSubstr("of an authority that the broker does not know"));
}

TEST_F(Handshake, SaysThatTheUnitIsRevoked) {
    authority.run("revoke", {serial});
    RaceBroker broker{authority};

    EXPECT_THAT(fault(broker.units_port(), settings()).value_or(""),
                HasSubstr("its certificate is revoked"));
}

TEST_F(Handshake, SaysThatNoTlsIsSpoken) {
    support::PrivateBroker plain;

    EXPECT_THAT(fault(plain.port(), settings(), 1s).value_or(""),
                HasSubstr("is it the port of the servers?"));
}

TEST_F(Handshake, SaysWhichFileIsNone) {
    support::PrivateBroker plain;
    auto without = settings();
    without.ca_file = "/nonexistent";

    EXPECT_THAT(fault(plain.port(), without).value_or(""),
                HasSubstr("/nonexistent: no certificate of an authority in it"));
}

} // namespace
} // namespace lanterne::firmware
