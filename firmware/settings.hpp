#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "firmware/board/board.hpp"
#include "firmware/tracker.hpp"
#include "firmware/uplink/mqtt_uplink.hpp"

namespace lanterne::firmware {

/// Where packages put the boards.
inline constexpr std::string_view installed_boards = "/usr/share/lanterne/boards";

/// A unit's settings, before its board is known. What a technician may leave to the board is
/// optional.
struct UnitSettings {
    UnitSerial serial;
    std::string board = "generic-linux"; ///< name, or path of a board.toml
    std::filesystem::path boards = installed_boards;
    std::string gpsd_host = "127.0.0.1";
    std::uint16_t gpsd_port = 2947;
    std::optional<std::filesystem::path> journal_folder;
    MqttUplinkSettings broker;
    /// PEM; of who signs configurations. None: none is taken.
    std::optional<std::filesystem::path> configuration_key_file;
    TrackerSettings tracker;
};

/// Reads the unit's settings. `source` names the text in errors. Throws SettingsError with one line
/// that says what is wrong, where, and what would be right; an unknown key is wrong too.
UnitSettings read_settings(std::string_view text, const std::string& source);

/// The same with what the board says about all that was left to it.
UnitSettings on_board(UnitSettings settings, const Board& board);

} // namespace lanterne::firmware
