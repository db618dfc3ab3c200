#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "service/mqtt_client.hpp"
#include "service/settings.hpp"

namespace lanterne::ingest {

/// What lanterne-ingest reads from its TOML file.
struct Settings {
    service::MqttSettings broker;
    std::string conninfo; ///< empty: from the PG* environment
    std::string http_address;
    std::uint16_t http_port = 0; ///< 0: any free one
    std::optional<std::filesystem::path> port_file;
    std::optional<std::string> trace_endpoint; ///< of OTLP/HTTP; none: spans go nowhere
    /// Fixes that came longer ago may be dropped (lanterne-ingest retention); nothing: all are
    /// kept.
    std::optional<std::chrono::days> fixes_kept;
};

/// A unit may bring what is on its card for so long.
inline constexpr int least_fixes_days = 30;

/// Throws service::SettingsError.
Settings read_settings(service::SettingsFile& file);

} // namespace lanterne::ingest
