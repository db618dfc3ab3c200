#include "web-api/basemap/basemap.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/ids.hpp"
#include "service/http_files.hpp"
#include "service/json_writer.hpp"
#include "web-api/basemap/address.hpp"

namespace lanterne::web {

using service::SettingsFile;

namespace {

constexpr std::size_t max_attribution_bytes = 200;
constexpr std::size_t max_origins = 8;
constexpr std::int64_t greatest_zoom = 24;
constexpr int degree_decimals = 6;
constexpr std::string_view corners_right =
    "four corners \"LATITUDE LONGITUDE, ...\" in degrees, top left, top right, bottom right, "
    "bottom left, would be right";

/// Keys of one section.
class Section {
public:
    Section(SettingsFile& file, const std::string& name) : file_{file}, prefix_{name + "."} {}

    std::string text(std::string_view key, std::optional<std::string> fallback = std::nullopt) {
        return file_.text(full(key), std::move(fallback));
    }

    std::optional<std::string> optional_text(std::string_view key) {
        return file_.optional_text(full(key));
    }

    std::int64_t number(std::string_view key, service::NumberRange range, std::int64_t fallback) {
        return file_.number(full(key), range, fallback);
    }

    [[noreturn]] void refuse(std::string_view key, std::string_view problem) const {
        file_.refuse(full(key), problem);
    }

private:
    std::string full(std::string_view key) const { return prefix_ + std::string{key}; }

    SettingsFile& file_;
    std::string prefix_;
};

std::string address(Section& section, std::string_view key, Basemap& basemap) {
    const std::string text = section.text(key);
    const auto origin = origin_of(text);
    if (!origin) {
        section.refuse(key, origin.error());
    }
    if (!origin->empty() && std::ranges::find(basemap.origins, *origin) == basemap.origins.end()) {
        basemap.origins.push_back(*origin);
    }
    return text;
}

/// Whose map it is must be said where it is shown: their licences ask for it.
void read_attribution(Section& section, Basemap& basemap) {
    basemap.attribution = section.text("attribution");
    if (basemap.attribution.size() > max_attribution_bytes) {
        section.refuse("attribution",
                       fmt::format("at most {} bytes would be right", max_attribution_bytes));
    }
    if (const auto link = section.optional_text("attribution_link")) {
        if (const auto origin = origin_of(*link); !origin || origin->empty()) {
            section.refuse("attribution_link", "https://HOST/PATH would be right");
        }
        basemap.attribution_link = *link;
    }
}

void read_raster(Section& section, Basemap& basemap) {
    basemap.url = address(section, "url", basemap);
    for (const char* part : {"{z}", "{x}", "{y}"}) {
        if (basemap.url.find(part) == std::string::npos) {
            section.refuse("url", fmt::format("an address with {} would be right", part));
        }
    }
    basemap.max_zoom =
        section.number("max_zoom", {.least = 0, .most = greatest_zoom}, basemap.max_zoom);
    basemap.tile_size =
        section.number("tile_size", {.least = 64, .most = 2'048}, basemap.tile_size);
}

/// A style names servers of its own, which its settings must repeat: the policy lets no others in.
void read_style(Section& section, Basemap& basemap) {
    basemap.url = address(section, "url", basemap);
    std::istringstream words{section.optional_text("origins").value_or("")};
    for (std::string word; words >> word;) {
        const auto origin = origin_of(word);
        if (!origin || *origin != word || basemap.origins.size() == max_origins) {
            section.refuse("origins",
                           fmt::format("at most {} of https://HOST, with spaces between, would be "
                                       "right",
                                       max_origins));
        }
        basemap.origins.push_back(word);
    }
}

std::string existing_file(Section& section) {
    std::string name = section.text("file");
    std::error_code error;
    if (!std::filesystem::is_regular_file(name, error)) {
        section.refuse("file", "a file on this machine would be right");
    }
    return name;
}

void read_pmtiles(Section& section, Basemap& basemap) {
    basemap.file = existing_file(section);
    basemap.flavor = section.text("flavor", basemap.flavor);
    constexpr std::array flavors{"light", "dark", "white", "grayscale", "black"};
    if (std::ranges::find(flavors, basemap.flavor) == flavors.end()) {
        section.refuse("flavor", fmt::format("{} would be right", fmt::join(flavors, ", ")));
    }
}

std::optional<double> degrees(std::string_view& text, double most) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || !(value >= -most && value <= most)) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

void read_image(Section& section, Basemap& basemap) {
    basemap.file = existing_file(section);
    if (!service::content_type_of(basemap.file).starts_with("image/")) {
        section.refuse("file", "a picture, .png, .jpg or .webp, would be right");
    }
    const std::string told = section.text("corners");
    std::string_view text = told;
    for (std::size_t corner = 0; corner < basemap.corners.size(); ++corner) {
        const auto latitude = degrees(text, 85);
        const auto longitude = latitude ? degrees(text, 180) : std::nullopt;
        const bool is_last = corner + 1 == basemap.corners.size();
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        if (!longitude || (is_last ? !text.empty() : !text.starts_with(','))) {
            section.refuse("corners", corners_right);
        }
        text.remove_prefix(is_last ? 0 : 1);
        basemap.corners[corner] = {.longitude = *longitude, .latitude = *latitude};
    }
}

Basemap read_section(Section section) {
    Basemap basemap;
    const std::string kind = section.text("kind", "none");
    if (kind == "none") {
        return basemap;
    }
    if (kind == "raster") {
        basemap.kind = BasemapKind::raster;
        read_raster(section, basemap);
    } else if (kind == "style") {
        basemap.kind = BasemapKind::style;
        read_style(section, basemap);
    } else if (kind == "pmtiles") {
        basemap.kind = BasemapKind::pmtiles;
        read_pmtiles(section, basemap);
    } else if (kind == "image") {
        basemap.kind = BasemapKind::image;
        read_image(section, basemap);
    } else {
        section.refuse("kind", "none, raster, style, pmtiles or image would be right");
    }
    read_attribution(section, basemap);
    return basemap;
}

} // namespace

Basemaps read_basemaps(SettingsFile& file) {
    Basemaps basemaps{.usual = read_section({file, "basemap"})};
    for (const std::string& race : file.sections("race", max_race_basemaps)) {
        const std::string section = "race." + race;
        if (!Slug::from(race)) {
            file.refuse(section, "the address of a race, like harbour-sprint, would be right");
        }
        if (std::ranges::count(file.sections(section, 1), "basemap") == 0) {
            continue; // refuse_unknown() says what is there instead
        }
        Basemap basemap = read_section({file, section + ".basemap"});
        basemap.file_address = fmt::format("{}/{}", basemap.file_address, race);
        basemaps.of_races.emplace(race, std::move(basemap));
    }
    return basemaps;
}

std::string basemap_json(const Basemap& basemap) {
    service::JsonWriter json;
    if (basemap.kind == BasemapKind::none) {
        return json.null().take();
    }
    json.begin_object();
    switch (basemap.kind) {
    case BasemapKind::none: break;
    case BasemapKind::raster:
        json.field("kind", "raster")
            .field("url", basemap.url)
            .field("max_zoom", basemap.max_zoom)
            .field("tile_size", basemap.tile_size);
        break;
    case BasemapKind::style: json.field("kind", "style").field("url", basemap.url); break;
    case BasemapKind::pmtiles:
        json.field("kind", "pmtiles")
            .field("url", basemap.file_address)
            .field("flavor", basemap.flavor);
        break;
    case BasemapKind::image:
        json.field("kind", "image").field("url", basemap.file_address);
        json.name("corners").begin_array();
        for (const MapCorner& corner : basemap.corners) {
            json.begin_array()
                .value(corner.longitude, degree_decimals)
                .value(corner.latitude, degree_decimals)
                .end_array();
        }
        json.end_array();
        break;
    }
    json.field("attribution", basemap.attribution);
    json.name("attribution_link");
    basemap.attribution_link.empty() ? json.null() : json.value(basemap.attribution_link);
    return json.end_object().take();
}

std::string content_security_policy(const Basemap& basemap, Framing framing) {
    const std::string besides =
        basemap.origins.empty() ? "" : fmt::format(" {}", fmt::join(basemap.origins, " "));
    // MapLibre fetches tiles and draws pictures of its own from blobs.
    std::string policy =
        fmt::format("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
                    "img-src 'self' data: blob:{0}; connect-src 'self'{0}; worker-src 'self'; "
                    "manifest-src 'self'; form-action 'self'; base-uri 'none'",
                    besides);
    if (framing == Framing::by_ourselves) {
        policy += "; frame-ancestors 'self'";
    }
    return policy;
}

} // namespace lanterne::web
