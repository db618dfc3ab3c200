#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne {

/// lanterne-web as a technician has it: commands, and the API. In a private PostgreSQL, as its own
/// role.
class WebProgram {
public:
    WebProgram(std::uint16_t broker_port, const std::string& conninfo);

    struct Ended {
        int code = -1;
        std::string said;
    };

    Ended run(std::vector<std::string> words) const;

    /// Returns when it answers.
    void serve();

    /// What the API says of a unit; nothing when it is not on the list.
    std::optional<boost::json::object> unit(const std::string& serial) const;

private:
    support::TempFolder folder_;
    std::string settings_;
    std::string url_;
    std::optional<support::ChildProcess> server_;
};

} // namespace lanterne
