#include "core/exchange/race_schedule.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/exchange/race_toml.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

using Kind = TomlValue::Kind;

std::optional<UtcTime> read_gun(TableReader& reader, std::optional<UtcTime> start, Faults& faults) {
    const TomlValue* gun = reader.value("gun");
    if (gun == nullptr) {
        return std::nullopt;
    }
    std::optional<UtcTime> when;
    if (gun->kind == Kind::text && gun->text.starts_with('+')) {
        const auto delay = parse_delay(gun->text);
        if (!delay) {
            reader.refuse("gun");
        } else if (start) {
            when = *start + *delay;
        }
    } else {
        when = reader.time("gun");
    }
    if (when && start && (*when < *start || *when > *start + max_gun_delay)) {
        faults.add(gun->line, fmt::format("gun is {}", shown(*gun)),
                   fmt::format("a time from the race's start, {}, to {} hours after it",
                               lanterne::to_text(*start), max_gun_delay.count()));
        return std::nullopt;
    }
    return when;
}

plan::StartBy read_start_by(TableReader& reader) {
    const auto text = reader.text("start_by");
    if (text && *text != "gun" && *text != "gate") {
        reader.refuse("start_by");
    }
    return text == "gate" ? plan::StartBy::gate : plan::StartBy::gun;
}

} // namespace

std::optional<Milliseconds> parse_delay(std::string_view text) {
    const bool has_seconds = text.size() == 9;
    if ((!has_seconds && text.size() != 6) || text[0] != '+' || text[3] != ':' ||
        (has_seconds && text[6] != ':')) {
        return std::nullopt;
    }
    std::array<std::int64_t, 3> parts{};
    for (std::size_t i = 0; i < (has_seconds ? 3U : 2U); ++i) {
        const auto digits = text.substr(1 + 3 * i, 2);
        const auto part = digits.front() == '-' ? std::nullopt : parse_integer(digits);
        if (!part || (i > 0 && *part > 59)) {
            return std::nullopt;
        }
        parts.at(i) = *part;
    }
    return std::chrono::hours{parts[0]} + std::chrono::minutes{parts[1]} +
           std::chrono::seconds{parts[2]};
}

std::vector<plan::Wave> read_waves(const TomlValue& document, std::optional<UtcTime> start,
                                   Faults& faults) {
    std::vector<plan::Wave> waves;
    Ids ids;
    for (const TomlValue* table : tables_of(document, "wave", max_tables, faults)) {
        TableReader reader{*table, "wave", faults};
        const std::string id = ids.take(reader, faults);
        const std::string name = reader.text("name").value_or(id);
        const auto gun = read_gun(reader, start, faults);
        waves.push_back({.id = id,
                         .name = name,
                         .gun = gun.value_or(UtcTime{}),
                         .start_by = read_start_by(reader),
                         .variant = reader.id("variant").value_or("")});
    }
    if (waves.empty()) {
        waves.push_back({.id = "all", .name = "All", .gun = start.value_or(UtcTime{})});
    }
    const auto first = std::ranges::min(waves, {}, &plan::Wave::gun).gun;
    if (start && first > *start) {
        faults.add(document.member("start")->line,
                   fmt::format("start is {}", lanterne::to_text(*start)),
                   fmt::format("the first gun, {},", lanterne::to_text(first)));
    }
    return waves;
}

std::optional<plan::RehearsalClock> read_rehearsal(const TomlValue& document,
                                                   std::optional<UtcTime> start, Faults& faults) {
    const TomlValue* table = document.member("rehearsal");
    if (table == nullptr) {
        return std::nullopt;
    }
    if (table->kind != Kind::table) {
        faults.add(table->line, fmt::format("rehearsal is {}", shown(*table)),
                   "one [rehearsal] table");
        return std::nullopt;
    }
    TableReader reader{*table, "rehearsal", faults};
    const UtcTime race_start = reader.time("race_start").value_or(start.value_or(UtcTime{}));
    return plan::RehearsalClock{.wall_start = reader.time("wall_start").value_or(race_start),
                                .race_start = race_start,
                                .rate = reader.number("rate", 0.1, 1'000).value_or(1)};
}

} // namespace lanterne::exchange
