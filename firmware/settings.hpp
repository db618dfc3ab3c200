#pragma once

#include <filesystem>
#include <string>

#include "firmware/mqtt_uplink.hpp"
#include "firmware/tracker.hpp"

namespace lanterne::firmware {

struct UnitSettings {
    UnitSerial serial;
    std::string gpsd_host = "127.0.0.1";
    std::uint16_t gpsd_port = 2947;
    std::filesystem::path journal_folder;
    MqttUplinkSettings broker;
    TrackerSettings tracker;
};

/// Reads the unit's settings. `source` names the text in errors. Throws std::runtime_error with one
/// line that says what is wrong, where, and what would be right; an unknown key is wrong too.
UnitSettings read_settings(std::string_view text, std::string_view source);

} // namespace lanterne::firmware
