#include "simulator/truth/truth_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::simulator {

using lanterne::to_text; // of a time, beside ours

namespace {

tl::unexpected<std::string> wrong(std::string_view column, const std::string& text) {
    return tl::unexpected{fmt::format("{} is \"{}\"", column, text)};
}

std::string time_text(const std::optional<UtcTime>& time) { return time ? to_text(*time) : ""; }

/// A line break inside a field would be one of the table.
std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    std::ranges::replace(text, '\r', ' ');
    constexpr std::size_t most = 1'000;
    return text.substr(0, most);
}

template<class Number>
std::optional<Number> number_of(const std::string& text, int base = 10) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value, base);
    return error == std::errc{} && at == end ? std::optional{value} : std::nullopt;
}

std::optional<double> decimal_of(const std::string& text) {
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && at == end && std::isfinite(value) ? std::optional{value}
                                                                     : std::nullopt;
}

/// True when the text is empty, or what it says could be read.
template<class Value>
bool is_fine(const std::string& text, const std::optional<Value>& value) {
    return text.empty() || value.has_value();
}

} // namespace

const TruthFields& athlete_columns() {
    static const TruthFields columns{"bib",  "unit",    "course", "group",    "gun",
                                     "slot", "outcome", "finish", "left_at_m"};
    return columns;
}

const TruthFields& passage_columns() {
    static const TruthFields columns{"bib", "point", "leg", "lap", "time"};
    return columns;
}

const TruthFields& fault_columns() {
    static const TruthFields columns{"time", "kind", "whom", "lasts_s", "detail"};
    return columns;
}

const TruthFields& unit_columns() {
    static const TruthFields columns{"unit", "epoch", "fixes", "lost", "unreceipted", "crc32c"};
    return columns;
}

TruthFields athlete_row(const TruthEntry& entry, const TrueResult& result) {
    return {entry.bib.text(),
            entry.unit ? entry.unit->text() : "",
            std::to_string(entry.course),
            entry.group ? std::to_string(*entry.group) : "",
            to_text(entry.gun),
            time_text(entry.slot),
            std::string{to_text(result.outcome)},
            time_text(result.finish),
            result.left_at_m ? fmt::format("{:.1f}", *result.left_at_m) : ""};
}

Result<AthleteRow, std::string> read_athlete_row(const TruthFields& fields, const TruthRace& race) {
    const auto bib = Bib::from(fields[0]);
    const auto unit = UnitSerial::from(fields[1]);
    const auto course = number_of<std::size_t>(fields[2]);
    const auto group = number_of<std::size_t>(fields[3]);
    const auto gun = parse_time(fields[4]);
    const auto slot = parse_time(fields[5]);
    const auto outcome = parse_true_outcome(fields[6]);
    const auto finish = parse_time(fields[7]);
    const auto left = decimal_of(fields[8]);
    const bool are_right[] = {bib.has_value(),
                              is_fine(fields[1], unit),
                              course && *course < race.courses.size(),
                              is_fine(fields[3], group) && (!group || *group < race.groups.size()),
                              gun.has_value(),
                              is_fine(fields[5], slot),
                              outcome.has_value(),
                              is_fine(fields[7], finish),
                              is_fine(fields[8], left)};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!are_right[i]) {
            return wrong(athlete_columns()[i], fields[i]);
        }
    }
    if (!bib || !course || !gun || !outcome) {
        return wrong("bib", fields[0]); // not reached: each was looked at above
    }
    return AthleteRow{.entry = {.bib = *bib,
                                .unit = unit,
                                .course = *course,
                                .group = group,
                                .gun = *gun,
                                .slot = slot},
                      .result = {.outcome = *outcome, .finish = finish, .left_at_m = left}};
}

TruthFields passage_row(const TruthRace& race, const ToldPassage& passage) {
    const TruthEntry& entry = race.entries.at(passage.entry);
    const TruePoint& point = race.courses[entry.course].points.at(passage.point);
    return {entry.bib.text(), point.id, std::to_string(point.leg), std::to_string(point.lap),
            to_text(passage.time)};
}

TruthFields fault_row(const InjectedFault& fault) {
    return {to_text(fault.time), one_line(fault.kind), one_line(fault.whom),
            fault.lasts ? fmt::format("{:.3f}", static_cast<double>(fault.lasts->count()) / 1000)
                        : "",
            one_line(fault.detail)};
}

Result<InjectedFault, std::string> read_fault_row(const TruthFields& fields) {
    const auto time = parse_time(fields[0]);
    const auto lasts = decimal_of(fields[3]);
    if (!time) {
        return wrong("time", fields[0]);
    }
    if (!is_fine(fields[3], lasts) || std::abs(lasts.value_or(0)) > 1e9) {
        return wrong("lasts_s", fields[3]);
    }
    return InjectedFault{.time = *time,
                         .kind = fields[1],
                         .whom = fields[2],
                         .lasts = lasts ? std::optional{Milliseconds{std::llround(*lasts * 1000)}}
                                        : std::nullopt,
                         .detail = fields[4]};
}

TruthFields unit_row(const UnitTally& tally) {
    return {tally.unit.text(),
            std::to_string(tally.epoch),
            std::to_string(tally.fixes),
            std::to_string(tally.lost),
            std::to_string(tally.unreceipted),
            fmt::format("{:08x}", tally.crc32c)};
}

Result<UnitTally, std::string> read_unit_row(const TruthFields& fields) {
    const auto unit = UnitSerial::from(fields[0]);
    const auto epoch = number_of<Epoch>(fields[1]);
    const auto fixes = number_of<std::uint64_t>(fields[2]);
    const auto lost = number_of<std::uint64_t>(fields[3]);
    const auto unreceipted = number_of<std::uint64_t>(fields[4]);
    const auto sum = number_of<std::uint32_t>(fields[5], 16);
    const bool are_right[] = {unit.has_value(),
                              epoch.has_value(),
                              fixes && *fixes <= last_sequence,
                              lost && fixes && *lost <= *fixes,
                              unreceipted && fixes && *unreceipted <= *fixes,
                              sum.has_value()};
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!are_right[i]) {
            return wrong(unit_columns()[i], fields[i]);
        }
    }
    if (!unit || !epoch || !fixes || !lost || !unreceipted || !sum) {
        return wrong("unit", fields[0]); // not reached: each was looked at above
    }
    return UnitTally{.unit = *unit,
                     .epoch = *epoch,
                     .fixes = *fixes,
                     .lost = *lost,
                     .unreceipted = *unreceipted,
                     .crc32c = *sum};
}

} // namespace lanterne::simulator
