#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

/// A lanterne-ingest of the test program's own, between a broker and a database. Gone with this
/// object.
class PrivateIngest {
public:
    /// `program`: the path of lanterne-ingest. `conninfo`: of a private PostgreSQL, where it works
    /// as the role lanterne-ingest. `client_id`: how its names at the broker begin.
    PrivateIngest(std::filesystem::path program, std::uint16_t broker_port, std::string conninfo,
                  std::string client_id = "ingest");

    /// Returns when it serves its metrics. Throws with what it said when it does not start.
    void start();

    /// SIGKILL: what it had not committed it never acknowledged. Throws with what it said when it
    /// had ended by itself: a test that starts it again would else heal a defect.
    void kill9();

    void stop(); ///< in order; throws as kill9()

    /// A command of the same program with the same settings, beside the one that runs; only after
    /// start().
    struct Ended {
        int code = -1;
        std::string said;
    };

    Ended run(const std::vector<std::string>& words) const;

    /// Of its metrics; only after start().
    std::uint16_t http_port() const;

    /// What it wrote so far, for messages of failing tests.
    std::string log() const;

private:
    void expect_alive();

    TempFolder folder_;
    std::filesystem::path program_;
    std::uint16_t broker_port_;
    std::string conninfo_;
    std::string client_id_;
    std::optional<ChildProcess> server_;
};

} // namespace lanterne::support
