#include "ingest-server/after/archive_text.hpp"

#include <bit>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/exchange/act_text.hpp"
#include "core/exchange/csv.hpp"
#include "core/wire/batch.hpp"
#include "ingest-server/text_of.hpp"

namespace lanterne::ingest::after {

namespace {

using exchange::CsvRow;
using exchange::write_csv_line;
using Fields = std::vector<std::string>;

const Fields clock_columns{"wall_start", "race_start", "rate"};
const Fields assignment_columns{"bib", "unit", "from", "to", "role"};
const Fields act_columns{"number", "effective", "recorded", "who", "why"};

constexpr std::size_t chunk_head_bytes = 4 + 8;

std::string time_or_nothing(const std::optional<UtcTime>& time) {
    return time && *time != UtcTime::min() && *time != UtcTime::max() ? to_text(*time) : "";
}

tl::unexpected<std::string> unreadable(std::string_view what) {
    return tl::unexpected{fmt::format("{} cannot be read", what)};
}

/// The rows of a file with just those columns.
Result<std::vector<CsvRow>, std::string> rows_of(std::string_view name, std::string_view text,
                                                 const Fields& columns) {
    exchange::CsvTable table = exchange::read_csv(name, text);
    if (!table.faults.empty() || table.header.fields != columns) {
        return unreadable(name);
    }
    return std::move(table.rows);
}

template<class T>
std::optional<T> number_in(const std::string& text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

std::optional<Assignment> assignment_in(const Fields& fields, const EntryOfBib& entries) {
    const auto bib = Bib::from(fields[0]);
    const auto unit = UnitSerial::from(fields[1]);
    const auto from = parse_time(fields[2]);
    const auto to = parse_time(fields[3]);
    const bool is_spare = fields[4] == "spare";
    if (!bib || !entries.contains(*bib) || !unit || (!from && !fields[2].empty()) ||
        (!to && !fields[3].empty()) || (!is_spare && fields[4] != "primary")) {
        return std::nullopt;
    }
    return Assignment{
        .entry = entries.at(*bib), .unit = *unit, .from = from, .to = to, .spare = is_spare};
}

template<class T>
void append_number(std::string& file, T value) {
    for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) {
        file += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
    }
}

template<class T>
T number_at(std::string_view bytes) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        value = static_cast<T>((value << 8) | static_cast<std::uint8_t>(bytes[i]));
    }
    return value;
}

} // namespace

std::vector<plan::Entry> without_names(std::vector<plan::Entry> entries) {
    for (plan::Entry& entry : entries) {
        entry.name = "bib " + entry.bib.text();
        for (plan::Member& member : entry.members) {
            member.name = "member";
        }
    }
    return entries;
}

std::string clock_text(const RehearsalClock& clock) {
    std::string text = write_csv_line(clock_columns);
    if (clock) {
        text += write_csv_line({to_text(clock->wall_start), to_text(clock->race_start),
                                fmt::format("{}", clock->rate)});
    }
    return text;
}

Result<RehearsalClock, std::string> read_clock(std::string_view text) {
    const auto rows = rows_of("clock.csv", text, clock_columns);
    if (!rows) {
        return tl::unexpected{rows.error()};
    }
    if (rows->empty()) {
        return RehearsalClock{};
    }
    const Fields& fields = rows->front().fields;
    const auto wall = parse_time(fields[0]);
    const auto race = parse_time(fields[1]);
    const auto rate = number_in<double>(fields[2]);
    if (rows->size() != 1 || !wall || !race || !rate || !(*rate >= 0.1 && *rate <= 1'000)) {
        return unreadable("clock.csv");
    }
    return RehearsalClock{plan::RehearsalClock{*wall, *race, *rate}};
}

std::string assignments_text(std::span<const Assignment> assignments, const BibOfEntry& bibs) {
    std::string text = write_csv_line(assignment_columns);
    for (const Assignment& one : assignments) {
        text +=
            write_csv_line({bibs.at(one.entry).text(), one.unit.text(), time_or_nothing(one.from),
                            time_or_nothing(one.to), one.spare ? "spare" : "primary"});
    }
    return text;
}

Result<std::vector<Assignment>, std::string> read_assignments(std::string_view text,
                                                              const EntryOfBib& entries) {
    const auto rows = rows_of("assignments.csv", text, assignment_columns);
    if (!rows) {
        return tl::unexpected{rows.error()};
    }
    std::vector<Assignment> read;
    for (const CsvRow& row : *rows) {
        auto assignment = assignment_in(row.fields, entries);
        if (!assignment) {
            return unreadable(fmt::format("line {} of assignments.csv", row.line));
        }
        read.push_back(std::move(*assignment));
    }
    return read;
}

std::string acts_text(std::span<const plan::Act> acts) {
    std::string text = write_csv_line(act_columns);
    for (const plan::Act& act : acts) {
        text += write_csv_line({fmt::format("{}", act.number), to_text(act.effective),
                                to_text(act.recorded), act.who, act.why});
    }
    return text;
}

std::string act_file(std::int64_t number) { return fmt::format("acts/{:06}.toml", number); }

Result<std::vector<plan::Act>, std::string>
read_acts(std::string_view text, const std::function<std::string(const std::string&)>& body) {
    const auto rows = rows_of("acts.csv", text, act_columns);
    if (!rows) {
        return tl::unexpected{rows.error()};
    }
    std::vector<plan::Act> acts;
    for (const CsvRow& row : *rows) {
        const auto number = number_in<std::int64_t>(row.fields[0]);
        const auto effective = parse_time(row.fields[1]);
        const auto recorded = parse_time(row.fields[2]);
        if (!number || !effective || !recorded) {
            return unreadable(fmt::format("line {} of acts.csv", row.line));
        }
        const std::string file = act_file(*number);
        auto read = exchange::read_act_body(file, body(file));
        if (!read) {
            return tl::unexpected{exchange::to_text(read.error().front())};
        }
        acts.push_back({.number = *number,
                        .effective = *effective,
                        .recorded = *recorded,
                        .who = row.fields[3],
                        .why = row.fields[4],
                        .body = std::move(*read)});
    }
    return acts;
}

void append_chunk(std::string& file, std::span<const std::byte> payload, UtcTime received) {
    append_number(file, static_cast<std::uint32_t>(payload.size()));
    append_number(file, std::bit_cast<std::uint64_t>(to_ms(received)));
    file += text_of(payload);
}

bool read_chunks(std::string_view file, const LookAtChunk& look) {
    while (file.size() >= chunk_head_bytes) {
        const std::size_t length = number_at<std::uint32_t>(file);
        const auto received = std::bit_cast<std::int64_t>(number_at<std::uint64_t>(file.substr(4)));
        file.remove_prefix(chunk_head_bytes);
        if (length > file.size() || length > wire::max_batch_bytes) {
            return false;
        }
        look(std::as_bytes(std::span{file.data(), length}), from_ms(received));
        file.remove_prefix(length);
    }
    return file.empty();
}

} // namespace lanterne::ingest::after
