#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// A mosquitto of the test program's own on 127.0.0.1, open to anybody there, with its sessions
/// kept on disk. Gone with this object.
class PrivateBroker {
public:
    /// `settings`: lines of mosquitto.conf besides or instead of ours.
    explicit PrivateBroker(std::string settings = "");

    std::uint16_t port() const { return port_; }

    /// SIGKILL. What it had not saved yet is gone; it saves after each change.
    void kill9();
    /// After kill9() or stop(): on the same port, with what was saved. Returns when it listens.
    void start();
    /// In order: saves everything.
    void stop();
    /// SIGSTOP and SIGCONT: a broker that takes connections and says nothing.
    void freeze();
    void thaw();

    /// What it wrote so far, for messages of failing tests.
    std::string log() const;

private:
    void write_settings() const;
    bool start_once();

    TempFolder folder_;
    std::string settings_;
    std::uint16_t port_;
    std::optional<ChildProcess> server_;
};

} // namespace lanterne::support
