#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "core/base/ids.hpp"
#include "firmware/identity/code_enrolment.hpp"

namespace lanterne::firmware {

/// Runs the unit, or only says whether it would.
struct RunCommand {
    std::filesystem::path settings;
    bool only_check = false;
};

enum class BoardAnswer : std::uint8_t { summary, gpsd, service, rauc, fstab, check };

/// Says what follows from a board.
struct BoardCommand {
    std::string board;            ///< name or file
    std::filesystem::path boards; ///< where names are looked up
    BoardAnswer answer = BoardAnswer::summary;
};

/// Makes a key and a request, or takes the authority's answer to it.
struct EnrolCommand {
    std::filesystem::path folder;
    std::optional<UnitSerial> serial; ///< first step
    bool again = false;
    std::filesystem::path answer; ///< second step
};

/// Where the service tells its status.
inline constexpr std::string_view installed_status = "/run/lanterne-tracker/status.toml";

enum class StatusAnswer : std::uint8_t {
    people,
    json,
    proven, ///< whether a fix was journalled and receipted since it started
    idle,   ///< whether it may be updated now
};

/// Says how the running unit is.
struct StatusCommand {
    std::filesystem::path file;
    StatusAnswer answer = StatusAnswer::people;
};

/// Enrols the unit by a one-time code.
struct EnrolCodeCommand {
    std::filesystem::path folder;
    CodeEnrolment wish;
};

/// The same, with what a file says.
struct EnrolFileCommand {
    std::filesystem::path folder;
    std::filesystem::path file;
    bool again = false;
};

/// Nothing is left to do: help and version were asked for and given (0), or the words were wrong,
/// which stderr says (2).
struct NoCommand {
    int exit_code = 0;
};

using Command = std::variant<RunCommand, BoardCommand, EnrolCommand, EnrolCodeCommand,
                             EnrolFileCommand, StatusCommand, NoCommand>;

/// What the words of the command line ask lanterne-tracker for.
Command read_command_line(int count, const char* const* words, const std::string& version);

} // namespace lanterne::firmware
