#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "service/http.hpp"
#include "service/http_policy.hpp"
#include "service/settings.hpp"
#include "web-api/basemap/basemap.hpp"
#include "web-api/rest/request_limit.hpp"
#include "web-api/tiles/tile_settings.hpp"

namespace lanterne::web {

/// What lanterne-web is told by its settings file.
struct WebSettings {
    std::string broker_host = "127.0.0.1";
    std::uint16_t broker_port = 1883;
    std::string broker_user; ///< empty: none
    std::string broker_password;
    std::string conninfo; ///< empty: from the PG* environment
    std::string http_address = "127.0.0.1";
    std::uint16_t http_port = 8080; ///< 0: any free one
    std::string http_port_file;     ///< the port is written there; empty: nowhere
    /// When nothing is in the cache yet, some hundred things are asked for at once, one by one.
    service::HttpLimits http_limits{.waiting_requests = 1'024};
    service::HttpPolicy http_policy;
    RequestRates request_rates;
    std::string site_folder = "web-api/site/dist";
    Basemaps basemaps;
    TileSettings tiles;
};

/// Throws service::SettingsError.
WebSettings read_settings(service::SettingsFile file);

} // namespace lanterne::web
