#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// An nginx of the test's own on 127.0.0.1, configured as tools/nginx says, in front of a
/// lanterne-web at that port. Gone with this object.
class PrivateNginx {
public:
    explicit PrivateNginx(std::uint16_t upstream);

    std::uint16_t port() const { return port_; }

    /// What it wrote so far, for messages of failing tests.
    std::string log() const;

private:
    void write_settings(std::uint16_t upstream) const;
    bool start_once();

    TempFolder folder_;
    std::uint16_t port_;
    std::optional<ChildProcess> server_;
};

} // namespace lanterne::support
