#include "simulator/scenario/scenario_reader.hpp"

#include <cmath>

#include <fmt/format.h>

#include "simulator/scenario/read_scenario.hpp"
#include "simulator/scenario/scenario_keys.hpp"

namespace lanterne::simulator {
namespace {

using exchange::Faults;
using exchange::TableReader;
using exchange::TomlValue;

const TomlValue no_table{};

void take(TableReader& reader, std::string_view key, double low, double high, double& into) {
    into = reader.number(key, low, high).value_or(into);
}

void take_s(TableReader& reader, std::string_view key, double most_s, Milliseconds& into) {
    if (const auto seconds = reader.number(key, 0, most_s)) {
        into = Milliseconds{std::llround(*seconds * 1000)};
    }
}

void take_ms(TableReader& reader, std::string_view key, Milliseconds& into) {
    constexpr std::int64_t most_ms = 60'000;
    into = Milliseconds{reader.integer(key, 0, most_ms).value_or(into.count())};
}

void take_flag(TableReader& reader, std::string_view key, bool& into) {
    const TomlValue* found = reader.value(key);
    if (found == nullptr) {
        return;
    }
    if (found->kind != TomlValue::Kind::truth) {
        return reader.refuse(key);
    }
    into = found->integer != 0;
}

void take_between(TableReader& reader, std::string_view key, Between& into) {
    const TomlValue* found = reader.value(key);
    if (found == nullptr) {
        return;
    }
    const auto is_percent = [](const TomlValue& value) {
        return (value.kind == TomlValue::Kind::number || value.kind == TomlValue::Kind::integer) &&
               value.number >= 0 && value.number <= 100;
    };
    if (found->list.size() != 2 || !is_percent(found->list[0]) || !is_percent(found->list[1]) ||
        found->list[0].number > found->list[1].number) {
        return reader.refuse(key);
    }
    into = {.low = found->list[0].number, .high = found->list[1].number};
}

constexpr double longest_lap_m = 1e6;

} // namespace

Scenario ScenarioReader::read() {
    Scenario scenario;
    read_document(scenario);
    read_athletes(scenario.field);
    TableReader receivers = table("receivers");
    if (const auto interval = receivers.integer("interval_s", 1, 60)) {
        scenario.interval_s = static_cast<double>(*interval);
    }
    read_stretches(scenario);
    read_network(scenario.air);
    read_holes(scenario);
    read_units(scenario.units);
    for (const TomlValue* mishap : exchange::tables_of(document_, "mishap", max_mishaps, faults_)) {
        scenario.mishaps.push_back(read_mishap(*mishap, faults_));
    }
    return scenario;
}

void ScenarioReader::read_document(Scenario& scenario) {
    TableReader reader{document_,
                       "",
                       faults_,
                       {"receivers", "surroundings", "network", "hole", "units", "mishap", "field"},
                       scenario_keys()};
    scenario.title = reader.text("title").value_or("");
    scenario.says = reader.text("says").value_or("");
    scenario.race_folder = reader.text("race").value_or("");
    if (const auto athletes = reader.integer("athletes", 1, plan::max_entries)) {
        scenario.athletes = static_cast<std::size_t>(*athletes);
    }
    if (const auto seed = reader.integer("seed", 0, std::numeric_limits<std::int64_t>::max())) {
        scenario.seed = static_cast<std::uint64_t>(*seed);
    }
    scenario.speed = reader.number("speed", 0.1, 1000);
}

TableReader ScenarioReader::table(std::string_view name) const {
    const TomlValue* found = document_.member(name);
    if (found != nullptr && found->kind != TomlValue::Kind::table) {
        faults_.add(found->line, fmt::format("{} is {}", name, exchange::shown(*found)),
                    fmt::format("a table [{}]", name));
        found = nullptr;
    }
    return TableReader{found != nullptr ? *found : no_table, name, faults_, {}, scenario_keys()};
}

void ScenarioReader::read_athletes(FieldSettings& field) const {
    TableReader reader = table("field");
    take(reader, "level", -3, 3, field.level);
    take(reader, "spread", 0, 3, field.spread);
    take_flag(reader, "drafting", field.drafting);
    take(reader, "stops_per_hour", 0, 60, field.stops_per_hour);
    take(reader, "lost_share", 0, 1, field.lost_share);
    take(reader, "gives_up_share", 0, 1, field.gives_up_share);
    take(reader, "taken_in_share", 0, 1, field.taken_in_share);
    take(reader, "transition_stay_s", 0, 900, field.transition_stay_s);
    take(reader, "warm_up_s", 0, 3600, field.warm_up_s);
}

void ScenarioReader::read_network(Air& air) const {
    TableReader reader = table("network");
    take_ms(reader, "latency_ms", air.latency);
    take_ms(reader, "jitter_ms", air.jitter);
    take(reader, "cuts_per_hour", 0, 3600, air.cuts_per_hour);
    take_s(reader, "cut_s", 3600, air.cut_lasts);
    take_s(reader, "notices_after_s", 600, air.notices_after);
    take_s(reader, "reconnects_within_s", 3600, air.reconnects_within);
}

void ScenarioReader::read_units(UnitsSettings& units) const {
    TableReader reader = table("units");
    units.board = reader.id("board").value_or(units.board);
    take_between(reader, "charge_pct", units.charge_pct);
    take(reader, "clock_off_s", 0, 1e9, units.clock_off_s);
    take(reader, "clock_ppm", 0, 1000, units.clock_ppm);
    units.card_mib = reader.number("card_mib", 0.5, 65536);
    take(reader, "power_cuts_per_hour", 0, 3600, units.power_cuts_per_hour);
    take(reader, "power_cut_s", 0, 86'400, units.power_cut_s);
    take(reader, "old_firmware_share", 0, 1, units.old_firmware_share);
    take(reader, "flawed_share", 0, 1, units.flawed_share);
    units.report_s = reader.number("report_s", 0.2, 3600);
}

void ScenarioReader::read_stretches(Scenario& scenario) {
    for (const TomlValue* found :
         exchange::tables_of(document_, "surroundings", max_stretches, faults_)) {
        TableReader reader{*found, "surroundings", faults_, {}, scenario_keys()};
        Stretch stretch{.leg = reader.id("leg").value_or(""),
                        .from = Metres{reader.number("from_m", 0, longest_lap_m).value_or(0)},
                        .to = Metres{reader.number("to_m", 0, longest_lap_m).value_or(0)}};
        const TomlValue* what = reader.value("what");
        if (what != nullptr) {
            const auto parsed = parse_surroundings(what->text);
            if (parsed) {
                stretch.what = *parsed;
            } else {
                reader.refuse("what");
            }
        }
        scenario.surroundings.push_back(stretch);
    }
}

void ScenarioReader::read_holes(Scenario& scenario) {
    for (const TomlValue* found : exchange::tables_of(document_, "hole", max_stretches, faults_)) {
        TableReader reader{*found, "hole", faults_, {}, scenario_keys()};
        scenario.holes.push_back({.leg = reader.id("leg").value_or(""),
                                  .from_m = reader.number("from_m", 0, longest_lap_m).value_or(0),
                                  .to_m = reader.number("to_m", 0, longest_lap_m).value_or(0)});
    }
}

} // namespace lanterne::simulator
