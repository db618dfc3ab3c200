#include "core/exchange/act_fields.hpp"

#include <cmath>
#include <set>
#include <utility>

#include "core/exchange/act_keys.hpp"
#include "core/exchange/act_text.hpp"

namespace lanterne::exchange {

namespace {

using Kind = TomlValue::Kind;

constexpr std::int64_t most_laps = 1'000;
constexpr double longest_error_s = 3'600;

/// In place of a bib that is wrong.
Bib nobody() { return *Bib::from("0"); }

std::optional<Bib> to_bib(const TomlValue& value) {
    return value.kind == Kind::text ? Bib::from(value.text) : std::nullopt;
}

/// The bibs of one place of a finish order; empty when they are wrong.
std::vector<Bib> place_of(const TomlValue& value) {
    std::vector<Bib> bibs;
    const std::vector<TomlValue> alone{value};
    for (const TomlValue& name : value.kind == Kind::list ? value.list : alone) {
        const auto bib = to_bib(name);
        if (!bib) {
            return {};
        }
        bibs.push_back(*bib);
    }
    return bibs;
}

} // namespace

ActFields::ActFields(const TomlValue& table, std::string_view kind, Faults& faults)
    : table_{table}, faults_{faults},
      reader_{table, kind, faults, {"kind", "effective"}, act_keys()} {}

void ActFields::say(std::string what, std::string right) {
    faults_.add(table_.line, std::move(what), std::move(right));
}

Bib ActFields::bib() { return optional_bib().value_or(nobody()); }

std::optional<Bib> ActFields::optional_bib() {
    const TomlValue* found = reader_.value("bib");
    if (found == nullptr) {
        return std::nullopt;
    }
    auto bib = to_bib(*found);
    if (!bib) {
        refuse("bib");
    }
    return bib;
}

std::optional<std::uint32_t> ActFields::lap(std::string_view key) {
    const auto lap = reader_.integer(key, 1, most_laps);
    return lap ? std::optional{static_cast<std::uint32_t>(*lap)} : std::nullopt;
}

plan::PointLap ActFields::point_lap(std::string_view point, std::string_view lap_key) {
    return {.point = id(point), .lap = lap(lap_key).value_or(1)};
}

std::vector<Bib> ActFields::bibs(std::string_view key) {
    const TomlValue* found = reader_.value(key);
    if (found == nullptr) {
        return {};
    }
    std::vector<Bib> bibs;
    std::set<Bib> seen;
    for (const TomlValue& element : found->list) {
        const auto bib = to_bib(element);
        if (bib && seen.insert(*bib).second) {
            bibs.push_back(*bib);
        }
    }
    if (bibs.empty() || bibs.size() != found->list.size() || bibs.size() > plan::max_act_names) {
        refuse(key);
    }
    return bibs;
}

std::vector<std::string> ActFields::waves(std::string_view key) {
    const TomlValue* found = reader_.value(key);
    if (found == nullptr) {
        return {};
    }
    std::vector<std::string> waves;
    std::set<std::string_view> seen;
    for (const TomlValue& element : found->list) {
        if (element.kind == Kind::text && is_id(element.text) && seen.insert(element.text).second) {
            waves.push_back(element.text);
        }
    }
    if (waves.empty() || waves.size() != found->list.size() || waves.size() > max_act_waves) {
        refuse(key);
    }
    return waves;
}

plan::Whom ActFields::whom() { return {.bibs = bibs("bibs"), .waves = waves("waves")}; }

std::optional<Milliseconds> ActFields::seconds(std::string_view key, double low, double high) {
    const auto seconds = reader_.number(key, low, high);
    return seconds ? std::optional{Milliseconds{std::llround(*seconds * 1'000)}} : std::nullopt;
}

std::uint32_t ActFields::standard_error_ms() {
    const auto error = seconds("standard_error_s", 0, longest_error_s);
    return error ? static_cast<std::uint32_t>(error->count()) : 0;
}

std::vector<plan::FinishOrder::Place> ActFields::places() {
    const TomlValue* found = reader_.value("places");
    if (found == nullptr) {
        return {};
    }
    std::vector<plan::FinishOrder::Place> places;
    std::set<Bib> seen;
    bool is_right = !found->list.empty();
    for (const TomlValue& element : found->list) {
        plan::FinishOrder::Place place{place_of(element)};
        is_right = is_right && !place.bibs.empty();
        for (const Bib& bib : place.bibs) {
            is_right = seen.insert(bib).second && is_right;
        }
        places.push_back(std::move(place));
    }
    if (!is_right || seen.size() > plan::max_act_names) {
        refuse("places");
    }
    return places;
}

} // namespace lanterne::exchange
