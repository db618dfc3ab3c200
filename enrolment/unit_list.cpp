#include "enrolment/unit_list.hpp"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/text.hpp"
#include "enrolment/codes.hpp"

namespace lanterne::enrolment {
namespace {

constexpr std::size_t max_text_bytes = 64;

class ListReader {
public:
    explicit ListReader(std::string_view file) : faults_{file} {}

    UnitList read(const exchange::CsvTable& table);

private:
    void take_columns(const exchange::CsvRow& header);
    void take_row(const exchange::CsvRow& row);
    std::string text(const exchange::CsvRow& row, const std::string& column);

    exchange::Faults faults_;
    UnitList list_;
    std::map<std::string, std::size_t> columns_;
    std::map<UnitSerial, std::size_t> lines_;
};

void ListReader::take_columns(const exchange::CsvRow& header) {
    for (std::size_t at = 0; at < header.fields.size(); ++at) {
        const std::string name = exchange::lower(exchange::trimmed(header.fields[at]));
        const bool known = name == "serial" || name == "name" || name == "bib" || name == "board";
        if (!known) {
            list_.left_columns.push_back(exchange::shown(header.fields[at]));
        } else if (!columns_.emplace(name, at).second) {
            faults_.add(header.line, fmt::format("the column {} stands here twice", name), "once");
        }
    }
    if (!columns_.contains("serial")) {
        faults_.add(header.line, "there is no column serial", "a first line that names it");
    }
}

std::string ListReader::text(const exchange::CsvRow& row, const std::string& column) {
    const auto at = columns_.find(column);
    if (at == columns_.end()) {
        return {};
    }
    const std::string_view text = exchange::trimmed(row.fields[at->second]);
    if (text.size() > max_text_bytes || exchange::has_control_characters(text)) {
        faults_.add(row.line, fmt::format("{} is {}", column, exchange::shown(text)),
                    fmt::format("one line of at most {} bytes", max_text_bytes));
        return {};
    }
    return std::string{text};
}

void ListReader::take_row(const exchange::CsvRow& row) {
    const std::string_view serial = exchange::trimmed(row.fields[columns_.at("serial")]);
    const auto unit = UnitSerial::from(serial);
    if (!unit) {
        faults_.add(row.line, fmt::format("serial is {}", exchange::shown(serial)),
                    "6 to 16 small letters or digits");
        return;
    }
    if (const auto [first, is_new] = lines_.emplace(*unit, row.line); !is_new) {
        faults_.add(row.line,
                    fmt::format("serial {} stands in line {} already", unit->text(), first->second),
                    "each serial once");
        return;
    }
    if (list_.units.size() == max_units) {
        faults_.add(row.line, "this is one unit too many", fmt::format("at most {}", max_units));
        return;
    }
    list_.units.push_back({.unit = *unit,
                           .name = text(row, "name"),
                           .bib = text(row, "bib"),
                           .board = text(row, "board")});
}

UnitList ListReader::read(const exchange::CsvTable& table) {
    faults_.add(table.faults);
    if (!table.header.fields.empty()) {
        take_columns(table.header);
    }
    if (columns_.contains("serial")) {
        for (const exchange::CsvRow& row : table.rows) {
            take_row(row);
        }
        if (table.rows.empty()) {
            faults_.add(0, "names no unit", "a serial a line");
        }
    }
    list_.faults = faults_.take();
    return std::move(list_);
}

} // namespace

UnitList read_unit_list(std::string_view file, std::string_view bytes) {
    return ListReader{file}.read(exchange::read_csv(file, bytes));
}

} // namespace lanterne::enrolment
