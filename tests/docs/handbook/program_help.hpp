#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/temp_folder.hpp"

namespace lanterne::docs {

/// What the programs of this repository say that they can do.
class ProgramHelp {
public:
    /// Where a command's program is; nothing when it is none of ours.
    static std::optional<std::filesystem::path> program(const std::string& name);

    /// What of a command its program does not know: a sub-command or an option; empty: all is
    /// known.
    std::string unknown_in(const std::vector<std::string>& words);

private:
    const std::string& help(const std::filesystem::path& program,
                            const std::vector<std::string>& commands);

    support::TempFolder home_;
    std::map<std::string, std::string> helps_;
};

} // namespace lanterne::docs
