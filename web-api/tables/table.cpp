#include "web-api/tables/table.hpp"

#include <array>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace lanterne::web {

namespace {

using boost::json::object;
using boost::json::value;

const value* find(const object& from, std::string_view key) {
    return from.if_contains(boost::json::string_view{key.data(), key.size()});
}

std::optional<std::int64_t> number(const object& from, std::string_view key) {
    const value* found = find(from, key);
    if (found == nullptr) {
        return std::nullopt;
    }
    const std::int64_t* number = found->if_int64();
    return number == nullptr ? std::nullopt : std::optional{*number};
}

std::optional<Milliseconds> time(const object& from, std::string_view key) {
    const auto ms = number(from, key);
    return ms ? std::optional{Milliseconds{*ms}} : std::nullopt;
}

std::string text(const object& from, std::string_view key) {
    const value* found = find(from, key);
    const boost::json::string* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

bool truth(const object& from, std::string_view key) {
    const value* found = find(from, key);
    const bool* truth = found == nullptr ? nullptr : found->if_bool();
    return truth != nullptr && *truth;
}

/// Of each object in that list what `read` makes of it.
template<class Item, class Read>
std::vector<Item> list(const object& from, std::string_view key, Read read) {
    std::vector<Item> items;
    const value* found = find(from, key);
    const boost::json::array* array = found == nullptr ? nullptr : found->if_array();
    if (array != nullptr) {
        for (const value& each : *array) {
            if (const object* one = each.if_object()) {
                items.push_back(read(*one));
            }
        }
    }
    return items;
}

TableSplit split_in(const object& json) {
    return {.point = text(json, "point"),
            .lap = number(json, "lap").value_or(1),
            .time = time(json, "time_ms").value_or(Milliseconds{0}),
            .gap = time(json, "gap_ms"),
            .rank = number(json, "rank").value_or(0),
            .is_bridged = truth(json, "bridged")};
}

TableSegment segment_in(const object& json) {
    return {.segment = text(json, "segment"),
            .time = time(json, "time_ms").value_or(Milliseconds{0}),
            .rank = number(json, "rank").value_or(0)};
}

TableRow row_in(const object& json) {
    return {.bib = text(json, "bib"),
            .outcome = text(json, "outcome"),
            .article = text(json, "article"),
            .rank = number(json, "rank"),
            .is_linked = truth(json, "linked"),
            .laps = number(json, "laps").value_or(0),
            .laps_behind = number(json, "laps_behind").value_or(0),
            .time = time(json, "time_ms"),
            .gap = time(json, "gap_ms"),
            .penalty = time(json, "penalty_ms").value_or(Milliseconds{0}),
            .splits = list<TableSplit>(json, "splits", split_in),
            .segments = list<TableSegment>(json, "segments", segment_in)};
}

TeamTableRow team_in(const object& json) {
    TeamTableRow row{.team = text(json, "team"),
                     .rank = number(json, "rank"),
                     .time = time(json, "time_ms"),
                     .places = number(json, "places").value_or(0),
                     .counted = {}};
    const value* counted = find(json, "counted");
    if (counted != nullptr && counted->is_array()) {
        for (const value& bib : counted->get_array()) {
            if (const boost::json::string* one = bib.if_string()) {
                row.counted.emplace_back(one->data(), one->size());
            }
        }
    }
    return row;
}

PointsTableRow points_in(const object& json) {
    return {.bib = text(json, "bib"),
            .rank = number(json, "rank"),
            .hundredths = number(json, "points_hundredths").value_or(0),
            .is_linked = truth(json, "linked")};
}

std::optional<ResultTable> table_in(const value& json) {
    const object* from = json.if_object();
    if (from == nullptr) {
        return std::nullopt;
    }
    ResultTable table{.kind = text(*from, "kind"),
                      .id = text(*from, "id"),
                      .name = text(*from, "name"),
                      .unit = time(*from, "unit_ms").value_or(Milliseconds{1'000}),
                      .is_whole = truth(*from, "whole"),
                      .rows = {},
                      .teams = {},
                      .points = {}};
    if (table.kind == "ranking") {
        table.rows = list<TableRow>(*from, "rows", row_in);
    } else if (table.kind == "teams") {
        table.teams = list<TeamTableRow>(*from, "rows", team_in);
    } else if (table.kind == "points") {
        table.points = list<PointsTableRow>(*from, "rows", points_in);
    } else {
        return std::nullopt;
    }
    return table;
}

value parsed(std::string_view json) {
    boost::json::error_code error;
    value document = boost::json::parse({json.data(), json.size()}, error);
    return error ? value{} : document;
}

} // namespace

std::optional<ResultTable> read_table(std::string_view json) { return table_in(parsed(json)); }

std::vector<ResultTable> read_tables(std::string_view json) {
    const value document = parsed(json);
    std::vector<ResultTable> tables;
    if (document.is_array()) {
        for (const value& each : document.get_array()) {
            if (auto table = table_in(each)) {
                tables.push_back(std::move(*table));
            }
        }
    }
    return tables;
}

std::string shown(Milliseconds time, Milliseconds unit) {
    const std::int64_t ms = time.count() < 0 ? -time.count() : time.count();
    const std::int64_t seconds = ms / 1'000;
    std::string text = time.count() < 0 ? "−" : "";
    text += seconds >= 3'600
                ? fmt::format("{}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60)
                : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    if (unit == Milliseconds{100}) {
        text += fmt::format(".{}", ms % 1'000 / 100);
    } else if (unit == Milliseconds{10}) {
        text += fmt::format(".{:02}", ms % 1'000 / 10);
    }
    return text;
}

std::string_view short_outcome(std::string_view outcome) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names{
        {{"lapped", "LAP"},
         {"over_time_limit", "OTL"},
         {"not_classified", "NC"},
         {"did_not_finish", "DNF"},
         {"disqualified", "DSQ"},
         {"did_not_start", "DNS"}}};
    for (const auto& [name, said] : names) {
        if (name == outcome) {
            return said;
        }
    }
    return {};
}

} // namespace lanterne::web
