#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tracker/numbered_fixes.hpp"

namespace lanterne::support {

/// A lanterne-tracker of the test program's own, with its journal on disk: the built one, or what
/// LANTERNE_TRACKER names. Gone with this object.
class PrivateTracker {
public:
    /// Both on 127.0.0.1.
    PrivateTracker(std::uint16_t gpsd_port, std::uint16_t broker_port);

    /// At once; whether it reaches anybody is is_up()'s to say. `more`: lines of its settings
    /// besides.
    void start(const UnitSerial& serial, const std::string& more = "");
    /// It has reached gpsd and the broker since it was started last.
    bool is_up() const;

    bool running() { return process_ && process_->running(); }

    void kill9(); ///< SIGKILL
    void stop();  ///< in order

    struct Said {
        std::optional<int> code;
        std::string text;
    };

    /// What `lanterne-tracker status` says of it when it is asked in these words.
    Said status(std::vector<std::string> words = {}) const;

    /// What its journal holds; a copy is looked at, so it may run while its receiver is silent.
    NumberedFixes journalled() const;

    /// What it wrote in all its lives, for messages of failing tests.
    std::string log() const;

private:
    std::filesystem::path log_file() const;

    std::filesystem::path run_folder() const { return folder_.path() / "run"; }

    TempFolder folder_;
    std::uint16_t gpsd_port_;
    std::uint16_t broker_port_;
    std::optional<ChildProcess> process_;
    std::size_t log_begins_ = 0; ///< of this life, in the file
};

} // namespace lanterne::support
