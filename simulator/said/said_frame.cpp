#include "simulator/said/said_frame.hpp"

#include <limits>

#include <fmt/format.h>

#include "simulator/truth/json_fields.hpp"

namespace lanterne::simulator {

namespace {

namespace json = boost::json;

constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();

std::optional<std::uint32_t> small_count(const json::object& object, std::string_view key) {
    const auto count = count_in(object, key);
    return count && *count <= most ? std::optional{static_cast<std::uint32_t>(*count)}
                                   : std::nullopt;
}

std::optional<SaidEntry> entry_in(const json::object& object) {
    const auto bib = text_in(object, "bib");
    const auto status = text_in(object, "status");
    if (!bib || !status) {
        return std::nullopt;
    }
    return SaidEntry{.bib = *bib,
                     .status = *status,
                     .rank = small_count(object, "rank").value_or(0),
                     .along_m = number_in(object, "along_m"),
                     .fix_time = time_in(object, "fix_time"),
                     .is_linked = is_true_in(object, "linked")};
}

std::optional<SaidPassage> passage_in(const json::object& object) {
    const auto bib = text_in(object, "bib");
    const auto point = text_in(object, "point");
    const auto leg = small_count(object, "leg");
    const auto lap = small_count(object, "lap");
    const auto time = time_in(object, "time");
    if (!bib || !point || !leg || !lap || !time) {
        return std::nullopt;
    }
    return SaidPassage{.bib = *bib,
                       .point = *point,
                       .leg = *leg,
                       .lap = *lap,
                       .time = *time,
                       .standard_error_s =
                           number_in(object, "standard_error_ms").value_or(0) / 1000,
                       .source = text_in(object, "source").value_or("")};
}

std::optional<SaidArrival> arrival_in(const json::object& object) {
    const auto point = text_in(object, "point");
    const auto leg = small_count(object, "leg");
    const auto lap = small_count(object, "lap");
    const auto early = time_in(object, "p10");
    const auto likely = time_in(object, "p50");
    const auto late = time_in(object, "p90");
    if (!point || !leg || !lap || !early || !likely || !late) {
        return std::nullopt;
    }
    return SaidArrival{.point = *point,
                       .leg = *leg,
                       .lap = *lap,
                       .early = *early,
                       .likely = *likely,
                       .late = *late};
}

/// Each object of the array of that name; an error where one is not what it should be.
template<class Value>
Result<std::vector<Value>, std::string> all_in(const json::object& object, std::string_view key,
                                               std::optional<Value> (*read)(const json::object&)) {
    const json::array* array = array_in(object, key);
    if (array == nullptr) {
        return tl::unexpected{fmt::format("{} is missing", key)};
    }
    std::vector<Value> values;
    values.reserve(array->size());
    for (const json::value& one : *array) {
        auto value = one.is_object() ? read(one.get_object()) : std::nullopt;
        if (!value) {
            return tl::unexpected{
                fmt::format("{}: number {} is not what the API promises", key, values.size() + 1)};
        }
        values.push_back(std::move(*value));
    }
    return values;
}

std::optional<SaidForecast> forecast_in(const json::object& object) {
    const auto bib = text_in(object, "bib");
    auto arrivals = all_in<SaidArrival>(object, "arrivals", arrival_in);
    if (!bib || !arrivals) {
        return std::nullopt;
    }
    return SaidForecast{.bib = *bib, .arrivals = std::move(*arrivals)};
}

template<class Value>
Result<std::vector<Value>, std::string> body_of(std::string_view text, std::string_view key,
                                                std::optional<Value> (*read)(const json::object&)) {
    const auto object = parse_object(text);
    if (!object) {
        return tl::unexpected{std::string{"is no JSON object"}};
    }
    return all_in<Value>(*object, key, read);
}

} // namespace

Result<SaidFrame, std::string> read_said_frame(std::string_view text) {
    const auto object = parse_object(text);
    if (!object) {
        return tl::unexpected{std::string{"is no JSON object"}};
    }
    const auto type = text_in(*object, "type");
    const auto id = text_in(*object, "id");
    const auto race_time = time_in(*object, "race_time");
    if (!id || !race_time || (type != "keyframe" && type != "delta")) {
        return tl::unexpected{std::string{"type, id or race_time is not what the API promises"}};
    }
    auto entries = all_in<SaidEntry>(*object, "entries", entry_in);
    auto passages = all_in<SaidPassage>(*object, "passages", passage_in);
    auto forecasts = all_in<SaidForecast>(*object, "forecasts", forecast_in);
    for (const std::string* fault :
         {entries ? nullptr : &entries.error(), passages ? nullptr : &passages.error(),
          forecasts ? nullptr : &forecasts.error()}) {
        if (fault != nullptr) {
            return tl::unexpected{*fault};
        }
    }
    return SaidFrame{.id = *id,
                     .is_keyframe = type == "keyframe",
                     .race_time = *race_time,
                     .state = text_in(*object, "state").value_or(""),
                     .entries = std::move(*entries),
                     .passages = std::move(*passages),
                     .forecasts = std::move(*forecasts)};
}

Result<std::vector<SaidEntry>, std::string> read_said_standings(std::string_view text) {
    return body_of<SaidEntry>(text, "rows", entry_in);
}

Result<std::vector<SaidPassage>, std::string> read_said_passages(std::string_view text) {
    return body_of<SaidPassage>(text, "passages", passage_in);
}

} // namespace lanterne::simulator
