#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// An nginx of the test's own on 127.0.0.1 with the site of tools/nginx for `host`, in front of a
/// lanterne-web at that port. Gone with this object.
class PrivateNginx {
public:
    static constexpr const char* host = "race.example.org";

    explicit PrivateNginx(std::uint16_t upstream);

    /// The same site without TLS, which is what most tests are not about.
    std::uint16_t port() const { return port_; }

    std::uint16_t https_port() const { return https_port_; }

    /// Where the site sends people on to https.
    std::uint16_t http_port() const { return http_port_; }

    /// Of the site, which it signs itself; PEM.
    std::filesystem::path certificate() const { return folder_.path() / "certificate"; }

    /// What it wrote so far, for messages of failing tests.
    std::string log() const;

private:
    void make_certificate() const;
    std::string site(std::uint16_t upstream) const;
    void write_settings(std::uint16_t upstream) const;
    bool serves() const;
    bool start_once();

    TempFolder folder_;
    std::uint16_t port_ = 0;
    std::uint16_t https_port_ = 0;
    std::uint16_t http_port_ = 0;
    std::optional<ChildProcess> server_;
};

} // namespace lanterne::support
