#include "core/exchange/race_toml.hpp"

#include <algorithm>
#include <array>

#include "core/exchange/race_schedule.hpp"
#include "core/exchange/race_variants.hpp"
#include "core/exchange/rules_toml.hpp"

namespace lanterne::exchange {

namespace {

constexpr double max_lap_metres = 1e9;
constexpr double max_certified_metres = 1e6;

using Kind = TomlValue::Kind;

/// A plain name that ends in .gpx: it names a file of the folder, never a way to elsewhere.
bool is_gpx_name(std::string_view name) {
    return name.size() > 4 && name.ends_with(".gpx") && !name.starts_with('.') &&
           name.find_first_of("/\\:") == std::string_view::npos;
}

/// Letters, digits and "_+-" in one to three words joined by slashes. Whether the zone exists is
/// PostgreSQL's and the browser's to know: they have the list.
bool is_zone_name(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto is_allowed = [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' ||
               c == '/';
    };
    const auto slashes = std::ranges::count(text, '/');
    return text == "UTC" || (text.size() <= 64 && slashes >= 1 && slashes <= 2 &&
                             std::ranges::all_of(text, is_allowed) && is_letter(text.front()) &&
                             text.back() != '/' && text.find("//") == std::string_view::npos);
}

LegText read_leg(const TomlValue& table, Ids& ids, Faults& faults) {
    TableReader reader{table, "leg", faults};
    LegText leg{.lines = Lines{table}};
    leg.id = ids.take(reader, faults);
    leg.name = reader.text("name").value_or(leg.id);
    if (const auto text = reader.text("sport")) {
        const auto sport = course::parse_sport(*text);
        if (!sport) {
            reader.refuse("sport");
        }
        leg.sport = sport.value_or(course::Sport::other);
    }
    if (const auto gpx = reader.text("gpx")) {
        if (is_gpx_name(*gpx)) {
            leg.gpx = *gpx;
        } else {
            reader.refuse("gpx");
        }
    }
    leg.laps = static_cast<std::uint32_t>(reader.integer("laps", 1, course::max_laps).value_or(1));
    if (const auto metres = reader.number("certified_m", 1, max_certified_metres)) {
        leg.certified = Metres{*metres};
    }
    leg.only_in = reader.ids("only_in");
    return leg;
}

LocationText read_location(const TomlValue& table, Ids& ids, Faults& faults) {
    TableReader reader{table, "location", faults};
    LocationText location{.lines = Lines{table}};
    location.id = ids.take(reader, faults);
    location.position = reader.position("position");
    location.leg = reader.id("leg");
    location.metres = reader.number("metres", 0, max_lap_metres);
    location.bearing_deg = reader.number("bearing_deg", 0, 360);
    location.width_m = reader.number("width_m", 1, 1'000).value_or(location.width_m);
    return location;
}

void read_laps(TableReader& reader, PointText& point) {
    const TomlValue* laps = reader.value("laps");
    if (laps == nullptr) {
        return;
    }
    constexpr std::array<std::pair<std::string_view, OnLaps>, 4> words{{
        {"all", OnLaps::all},
        {"first", OnLaps::first},
        {"last", OnLaps::last},
        {"not-last", OnLaps::not_last},
    }};
    for (const auto& [word, on_laps] : words) {
        if (laps->kind == Kind::text && laps->text == word) {
            point.on_laps = on_laps;
            return;
        }
    }
    std::vector<std::int64_t> numbers;
    for (const TomlValue& lap : laps->list) {
        if (lap.kind == Kind::integer) {
            numbers.push_back(lap.integer);
        }
    }
    if (numbers.empty() || numbers.size() != laps->list.size() ||
        numbers.size() > course::max_laps) {
        reader.refuse("laps");
        return;
    }
    point.laps = std::move(numbers);
}

PointText read_point(const TomlValue& table, Ids& ids, Faults& faults) {
    TableReader reader{table, "point", faults};
    PointText point{.lines = Lines{table}};
    point.id = ids.take(reader, faults);
    point.name = reader.text("name").value_or(point.id);
    if (const auto text = reader.text("kind")) {
        const auto kind = course::parse_point_kind(*text);
        if (!kind) {
            reader.refuse("kind");
        }
        point.kind = kind.value_or(course::PointKind::split);
    }
    point.location = reader.id("location");
    point.leg = reader.id("leg");
    read_laps(reader, point);
    point.metres = reader.number("metres", 0, max_lap_metres);
    point.position = reader.position("position");
    point.bearing_deg = reader.number("bearing_deg", 0, 360);
    point.width_m = reader.number("width_m", 1, 1'000);
    point.only_in = reader.ids("only_in");
    return point;
}

MarkText read_mark(const TomlValue& table, Faults& faults) {
    TableReader reader{table, "mark", faults};
    MarkText mark{.lines = Lines{table}};
    mark.leg = reader.id("leg");
    if (const auto lap = reader.integer("lap", 1, course::max_laps)) {
        mark.lap = static_cast<std::uint32_t>(*lap);
    }
    mark.position = reader.position("position");
    mark.metres = reader.number("metres", 0, max_lap_metres);
    mark.bearing_deg = reader.number("bearing_deg", 0, 360);
    mark.certified = reader.number("certified_m", 0.001, max_certified_metres);
    return mark;
}

std::vector<plan::Category> read_categories(const TomlValue& document, Faults& faults) {
    std::vector<plan::Category> categories;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "category", max_tables, faults)) {
        TableReader reader{*table, "category", faults};
        const std::string id = ids.take(reader, faults);
        categories.push_back({.id = id,
                              .name = reader.text("name").value_or(id),
                              .variant = reader.id("variant").value_or("")});
    }
    return categories;
}

} // namespace

RaceText read_race_toml(const TomlValue& document, Faults& faults) {
    std::vector<std::string> known{"leg",     "mark", "location", "point",
                                   "variant", "wave", "category", "rehearsal"};
    known.insert(known.end(), rules_tables().begin(), rules_tables().end());
    TableReader reader{document, "", faults, known};
    RaceText race;
    race.name = reader.text("name").value_or("");
    if (const auto text = reader.text("slug")) {
        race.slug = Slug::from(*text);
        if (!race.slug) {
            reader.refuse("slug");
        }
    }
    if (const auto zone = reader.text("time_zone")) {
        race.time_zone = *zone;
        if (!is_zone_name(*zone)) {
            reader.refuse("time_zone");
        }
    }
    race.start = reader.time("start");
    Ids leg_ids;
    for (const TomlValue* table : tables_of(document, "leg", max_legs, faults)) {
        race.legs.push_back(read_leg(*table, leg_ids, faults));
    }
    for (const TomlValue* table : tables_of(document, "mark", max_tables, faults)) {
        race.marks.push_back(read_mark(*table, faults));
    }
    Ids location_ids;
    for (const TomlValue* table : tables_of(document, "location", max_tables, faults)) {
        race.locations.push_back(read_location(*table, location_ids, faults));
    }
    Ids point_ids;
    for (const TomlValue* table : tables_of(document, "point", max_tables, faults)) {
        race.points.push_back(read_point(*table, point_ids, faults));
    }
    race.variants = read_variants(document, faults);
    race.waves = read_waves(document, race.start, faults);
    race.categories = read_categories(document, faults);
    race.rehearsal = read_rehearsal(document, race.start, faults);
    check_variants(document, race, faults);
    return race;
}

} // namespace lanterne::exchange
