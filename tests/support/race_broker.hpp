#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// A mosquitto of the test program's own that runs tools/broker/mosquitto.conf itself, with other
/// ports and folders: units over TLS, servers with passwords, all on 127.0.0.1. Gone with this
/// object.
class RaceBroker {
public:
    static constexpr const char* password = "of every server";

    /// Takes what `authority` bundles.
    explicit RaceBroker(const PrivateAuthority& authority);

    std::uint16_t units_port() const { return units_port_; }

    std::uint16_t servers_port() const { return servers_port_; }

    /// The servers' too, as a socket in the file system: for who counts what goes over 127.0.0.1.
    std::string servers_socket() const { return folder_.path() / "socket"; }

    /// After the authority revoked somebody: brings the new list and lets the broker reload.
    void bring_new_list();

    /// Other rules than tools/broker/units.acl for the units, and lets the broker reload.
    void rule_units_by(const std::string& access_list);

    void kill9() { server_.reset(); }

    void start();
    void freeze();
    void thaw();

    bool running() { return server_ && server_->running(); }

    std::string log() const;

private:
    void write_settings() const;
    void take_bundle() const;
    bool start_once();
    void reload();

    const PrivateAuthority& authority_;
    TempFolder folder_;
    std::uint16_t units_port_;
    std::uint16_t servers_port_;
    std::optional<ChildProcess> server_;
};

} // namespace lanterne::support
