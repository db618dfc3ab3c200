#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange/fault.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/exchange/toml_value.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

inline constexpr std::size_t max_legs = 100;
inline constexpr std::size_t max_variants = 10;
inline constexpr std::size_t max_tables = 1'000; ///< of one kind: locations, points, waves, ...

/// The tables of race.toml as they were written, each value checked alone. What is absent or wrong
/// is empty; nothing yet says that the tables fit each other.
struct LegText {
    Lines lines;
    std::string id;
    std::string name;
    course::Sport sport = course::Sport::other;
    std::string gpx;
    std::uint32_t laps = 1;
    std::optional<Metres> certified;
    std::vector<std::string> only_in; ///< ids of variants; empty: in the race's own course
};

/// A measured place on a leg.
struct MarkText {
    Lines lines;
    std::optional<std::string> leg;
    std::optional<std::uint32_t> lap; ///< absent: on each lap, and `certified` is from its begin
    std::optional<Position> position;
    std::optional<double> metres;
    std::optional<double> bearing_deg;
    std::optional<double> certified;
};

struct LocationText {
    Lines lines;
    std::string id;
    std::optional<Position> position;
    std::optional<std::string> leg;
    std::optional<double> metres;
    std::optional<double> bearing_deg;
    double width_m = 30;
};

/// On which laps of its leg a point is, said in a word.
enum class OnLaps : std::uint8_t {
    as_kind, ///< nothing said: a start the first, a finish the last, else all
    all,
    first,
    last,
    not_last,
};

struct PointText {
    Lines lines;
    std::string id;
    std::string name;
    course::PointKind kind = course::PointKind::split;
    std::optional<std::string> location;
    std::optional<std::string> leg;
    std::optional<std::vector<std::int64_t>> laps; ///< listed
    OnLaps on_laps = OnLaps::as_kind;              ///< when none are listed
    std::optional<double> metres;
    std::optional<Position> position;
    std::optional<double> bearing_deg;
    std::optional<double> width_m;
    std::vector<std::string> only_in; ///< ids of variants; empty: wherever its leg is
};

/// Another course of the race: which of its legs, laps and points it has.
struct VariantText {
    Lines lines;
    std::string id;
    std::string name;
    std::vector<std::pair<std::string, std::uint32_t>> laps; ///< of legs
    std::vector<std::string> without_legs;
    std::vector<std::string> without_points;
};

struct RaceText {
    std::string name;
    std::optional<Slug> slug;
    std::string time_zone;
    std::optional<UtcTime> start;
    std::vector<LegText> legs;
    std::vector<MarkText> marks;
    std::vector<LocationText> locations;
    std::vector<PointText> points;
    std::vector<VariantText> variants;
    std::vector<plan::Wave> waves; ///< at least one
    std::vector<plan::Category> categories;
    std::optional<plan::RehearsalClock> rehearsal;
};

/// Reads the document table by table; ids are unique within their kind. Adds what is wrong to
/// `faults`.
RaceText read_race_toml(const TomlValue& document, Faults& faults);

} // namespace lanterne::exchange
