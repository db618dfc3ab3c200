#pragma once

#include <filesystem>
#include <functional>
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

/// A file of the identity; nothing when it is not there. What it throws is the caller's.
using IdentityReader = std::function<std::optional<std::string>(const std::filesystem::path&)>;

/// Reads the unit's settings. `source` names the text in errors. The serial, and with TLS the
/// broker's host and port, may be left to the identity, if `identity` reads its files; what the
/// settings say themselves holds. Throws SettingsError with one line that says what is wrong,
/// where, and what would be right; an unknown key is wrong too.
UnitSettings read_settings(std::string_view text, const std::string& source,
                           const IdentityReader& identity = {});

/// The same with what the board says about all that was left to it.
UnitSettings on_board(UnitSettings settings, const Board& board);

} // namespace lanterne::firmware
