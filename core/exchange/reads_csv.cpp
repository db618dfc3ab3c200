#include "core/exchange/reads_csv.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/exchange/act_keys.hpp"
#include "core/exchange/act_words.hpp"
#include "core/exchange/csv.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// One row of the file: its fields by column, and what is wrong with them.
class ReadRow {
public:
    using Columns = std::map<std::string, std::size_t, std::less<>>;

    ReadRow(const CsvRow& row, const Columns& columns, Faults& faults)
        : row_{row}, columns_{columns}, faults_{faults} {}

    plan::Read read(std::string_view clock) {
        plan::Read read{.source = std::string{field("source", "chip")},
                        .clock = std::string{clock},
                        .point = std::string{field("point")},
                        .lap = number("lap", 1'000),
                        .bib = Bib::from(field("bib")),
                        .time = time(),
                        .standard_error_ms = standard_error_ms(),
                        .order = number("order", plan::max_acts)};
        if (!is_read_source(read.source)) {
            refuse("source", right_of("source"));
        }
        if (!is_id(read.point)) {
            refuse("point", right_of("point"));
        }
        if (!read.bib && !field("bib").empty()) {
            refuse("bib", right_of("bib"));
        }
        if (field("time").empty() && field("order").empty()) {
            faults_.add(row_.line, "a read without time and order", "one of them, or both,");
        }
        return read;
    }

private:
    static std::string right_of(std::string_view column) {
        return std::string{key_among(act_keys(), "read", column).right};
    }

    std::string_view field(std::string_view column, std::string_view absent = "") const {
        const auto found = columns_.find(column);
        const auto text =
            found == columns_.end() ? std::string_view{} : trimmed(row_.fields[found->second]);
        return text.empty() ? absent : text;
    }

    void refuse(std::string_view column, std::string right) {
        faults_.add(row_.line, fmt::format("{} is {}", column, shown(field(column))),
                    std::move(right));
    }

    std::optional<std::uint32_t> number(std::string_view column, std::int64_t high) {
        if (field(column).empty()) {
            return std::nullopt;
        }
        const auto number = parse_integer(field(column));
        if (!number || *number < 1 || *number > high) {
            refuse(column, right_of(column));
            return std::nullopt;
        }
        return static_cast<std::uint32_t>(*number);
    }

    std::optional<UtcTime> time() {
        if (field("time").empty()) {
            return std::nullopt;
        }
        const auto time = parse_time(field("time"));
        if (!time || *time < earliest_time || *time > latest_time) {
            refuse("time", right_of("time"));
            return std::nullopt;
        }
        return time;
    }

    std::uint32_t standard_error_ms() {
        const auto seconds = parse_number(field("standard_error_s", "0"));
        if (!seconds || !(*seconds >= 0 && *seconds <= 3'600)) {
            refuse("standard_error_s", right_of("standard_error_s"));
            return 0;
        }
        return static_cast<std::uint32_t>(std::llround(*seconds * 1'000));
    }

    const CsvRow& row_;
    const Columns& columns_;
    Faults& faults_;
};

/// The header's columns; those that are wrong are faults.
ReadRow::Columns columns_of(const CsvRow& header, Faults& faults) {
    const std::vector<std::string> known{read_columns().begin(), read_columns().end()};
    ReadRow::Columns columns;
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        const std::string name{trimmed(header.fields[i])};
        if (std::ranges::find(known, name) == known.end()) {
            faults.add(
                header.line, fmt::format("the column {} is not known", shown(name)),
                most_alike(name, known).value_or(fmt::format("one of {}", fmt::join(known, ", "))));
        } else if (!columns.emplace(name, i).second) {
            faults.add(header.line, fmt::format("the column {} is there twice", shown(name)),
                       "each column once");
        }
    }
    if (!columns.contains(known.front())) {
        faults.add(header.line, fmt::format("the column {} is missing", shown(known.front())),
                   "a first line that names the columns");
    }
    return columns;
}

} // namespace

Result<std::vector<GivenAct>, std::vector<Fault>>
read_reads_csv(std::string_view file, std::string_view bytes, std::string_view clock) {
    const CsvTable table = read_csv(file, bytes);
    Faults faults{file};
    faults.add(table.faults);
    std::vector<GivenAct> acts;
    if (faults.empty()) {
        const ReadRow::Columns columns = columns_of(table.header, faults);
        if (!faults.empty()) {
            return tl::unexpected{faults.take()};
        }
        for (const CsvRow& row : table.rows) {
            plan::Read read = ReadRow{row, columns, faults}.read(clock);
            const std::optional<UtcTime> effective = read.time;
            acts.push_back({effective, std::move(read), row.line});
        }
        if (acts.empty()) {
            faults.add(0, "has no read", "a line for each read");
        }
    }
    if (!faults.empty()) {
        return tl::unexpected{faults.take()};
    }
    return acts;
}

} // namespace lanterne::exchange
