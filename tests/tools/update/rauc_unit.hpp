#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/child_process.hpp"
#include "tests/tools/update/desk.hpp"

namespace lanterne::tools {

/// A unit that RAUC updates: the real rauc and its service on a bus of their own, our handler and
/// our backend of the Raspberry Pi, and slots that are files. Who starts it again is the test. Its
/// tracker is a stand-in whose answers the test writes.
class RaucUnit {
public:
    /// Mounting a bundle needs root and a loop device: elsewhere a test is left out.
    [[nodiscard]] static bool possible();

    /// It takes bundles for a BeaglePlay that this desk signs.
    explicit RaucUnit(const Desk& desk);

    /// As the firmware would, into that slot: the service of rauc is a new one.
    void start_from(const std::string& slot);

    /// `status --idle` and `status --proven` answer that, and end with the code.
    void tracker_says(const std::string& reason, int code) const;

    [[nodiscard]] Answer rauc(std::vector<std::string> words) const;
    [[nodiscard]] Answer mark_good() const;

    [[nodiscard]] std::string slot(const std::string& name) const; ///< all bytes of it
    [[nodiscard]] std::filesystem::path path(const std::string& name) const;

private:
    void write_system() const;
    void start_bus();

    const Desk& desk_;
    support::TempFolder home_;
    std::unique_ptr<support::ChildProcess> bus_;
    std::unique_ptr<support::ChildProcess> service_;
};

} // namespace lanterne::tools
