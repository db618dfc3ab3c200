#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace lanterne::tools {

/// A file of tools/systemd as systemd itself judges it, in a folder of its own: with its drop-ins,
/// and with the programs of this build in the place of those under /usr/bin, so that they are
/// found.
class SystemdJudge {
public:
    /// False where systemd is not installed: then nobody can judge (a test is left out).
    [[nodiscard]] static bool present();

    /// unit: the file's name in tools/systemd ("lanterne-ingest.service").
    explicit SystemdJudge(std::string_view unit);

    /// As the repository has it, to the byte.
    [[nodiscard]] const std::string& shipped() const { return shipped_; }

    /// Another file that is only there once installed; every place where the unit names it changes.
    void instead_of(std::string_view installed, const std::filesystem::path& there);
    /// name: of the drop-in ("board.conf"), which replaces an earlier one of that name.
    void add_drop_in(std::string_view name, std::string_view text) const;

    /// What `systemd-analyze verify` complains of in this unit or its drop-ins; empty: of nothing.
    /// An exit code that is not 0 is a complaint too.
    [[nodiscard]] std::string complaints() const;
    /// How exposed it is by `systemd-analyze security`: 0 (nothing may be done) to 10; the best of
    /// what has a name there is below 2. Nothing when systemd did not say.
    [[nodiscard]] std::optional<double> exposure() const;

private:
    struct Said {
        int code = -1;
        std::string text;
    };

    [[nodiscard]] Said systemd_says(const std::vector<std::string>& words) const;
    void write() const;

    std::string name_;
    std::string shipped_;
    std::string judged_;
    support::TempFolder home_;
};

} // namespace lanterne::tools
