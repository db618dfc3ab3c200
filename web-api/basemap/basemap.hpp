#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "service/settings.hpp"

namespace lanterne::web {

/// What lies below the course besides what every map has built in.
enum class BasemapKind {
    none,
    raster,  ///< tiles as pictures, from a server
    style,   ///< a whole MapLibre style, from a server
    pmtiles, ///< vector tiles of Protomaps' basemap, in one file on this machine
    image,   ///< one picture whose corners are known, a file on this machine
};

/// Degrees, WGS 84.
struct MapCorner {
    double longitude = 0;
    double latitude = 0;

    bool operator==(const MapCorner&) const = default;
};

struct Basemap {
    BasemapKind kind = BasemapKind::none;
    std::string url;  ///< raster: with {z}, {x} and {y}; style: of its JSON
    std::string file; ///< pmtiles and image
    std::string file_address = "/basemap/file"; ///< where the server has that
    std::string attribution;                    ///< text: whose map it is
    std::string attribution_link;               ///< where that is said in full; empty: nowhere
    std::int64_t max_zoom = 19;                 ///< raster: the last zoom that its server has
    std::int64_t tile_size = 256;               ///< raster: pixels
    std::string flavor = "light";               ///< pmtiles: light, dark, white, grayscale or black
    std::array<MapCorner, 4> corners{}; ///< image: top left, top right, bottom right, bottom left
    std::vector<std::string> origins;   ///< whence besides the browser may fetch: "https://host"
};

/// The pictures among them are kept in memory.
inline constexpr std::size_t max_race_basemaps = 16;

/// What lies below the courses of a server's races.
struct Basemaps {
    Basemap usual;
    std::map<std::string, Basemap> of_races = {}; ///< by slug: in place of the usual

    const Basemap& of(const std::string& race) const {
        const auto own = of_races.find(race);
        return own == of_races.end() ? usual : own->second;
    }
};

/// The sections [basemap] and [race.SLUG.basemap] (docs/operations.md): what is there is checked,
/// and what its kind does not have stays for refuse_unknown(). Throws service::SettingsError.
Basemaps read_basemaps(service::SettingsFile& file);

/// As a page's JSON tells it to its script: addresses in place of files, nothing that the kind does
/// not need; `null` for none.
std::string basemap_json(const Basemap& basemap);

enum class Framing { by_ourselves, by_anybody };

/// The Content-Security-Policy of a page with that map: scripts, styles, workers and connections of
/// this server alone, and what the basemap needs besides (Content Security Policy Level 3). No
/// inline script or style runs.
std::string content_security_policy(const Basemap& basemap, Framing framing);

} // namespace lanterne::web
