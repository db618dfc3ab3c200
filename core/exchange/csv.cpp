#include "core/exchange/csv.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "core/exchange/text.hpp"

namespace lanterne::exchange {

namespace {

/// The separator that stands most often in the first line, outside quotes.
char separator_of(std::string_view text) {
    constexpr std::array<char, 3> known{',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r')) {
            break;
        } else if (!quoted) {
            for (std::size_t i = 0; i < known.size(); ++i) {
                counts.at(i) += known.at(i) == c ? 1U : 0U;
            }
        }
    }
    return known.at(static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin()));
}

class Reader {
public:
    Reader(std::string_view file, std::string_view text)
        : rest_{text}, separator_{separator_of(text)}, faults_{file} {}

    CsvTable read();

private:
    enum class After { field, line, end };

    bool take_row(CsvRow& row);
    std::optional<After> take_field(std::string& field);
    bool take_quoted(std::string& field);
    std::optional<After> take_delimiter();

    char next() const { return rest_.front(); }

    void take(std::size_t n = 1) { rest_.remove_prefix(n); }

    bool is_within_limit(const std::string& field);

    std::string_view rest_;
    char separator_;
    Faults faults_;
    std::size_t line_ = 1;
};

CsvTable Reader::read() {
    CsvTable table;
    while (!rest_.empty()) {
        CsvRow row{.line = line_, .fields = {}};
        if (!take_row(row)) {
            break; // Where the next row begins cannot be known.
        }
        if (row.fields.size() == 1 && row.fields.front().empty()) {
            continue;
        }
        if (table.header.fields.empty()) {
            table.header = std::move(row);
        } else if (row.fields.size() != table.header.fields.size()) {
            faults_.add(row.line, fmt::format("has {} fields", row.fields.size()),
                        fmt::format("{}, as in the header,", table.header.fields.size()));
        } else if (table.rows.size() == max_csv_rows) {
            faults_.add(row.line, "has too many rows", fmt::format("at most {}", max_csv_rows));
            break;
        } else {
            table.rows.push_back(std::move(row));
        }
    }
    if (table.header.fields.empty() && faults_.empty()) {
        faults_.add(0, "is empty", "a first line that names the columns");
    }
    table.faults = faults_.take();
    return table;
}

bool Reader::take_row(CsvRow& row) {
    while (true) {
        std::string field;
        const auto after = take_field(field);
        if (!after) {
            return false;
        }
        if (row.fields.size() == max_csv_columns) {
            faults_.add(row.line, "has too many fields",
                        fmt::format("at most {}", max_csv_columns));
            return false;
        }
        row.fields.push_back(std::move(field));
        if (*after != After::field) {
            return true;
        }
    }
}

std::optional<Reader::After> Reader::take_field(std::string& field) {
    if (!rest_.empty() && next() == '"') {
        return take_quoted(field) ? take_delimiter() : std::nullopt;
    }
    const std::array<char, 4> stops{separator_, '\r', '\n', '"'};
    const auto end = std::min(rest_.find_first_of({stops.data(), stops.size()}), rest_.size());
    field = rest_.substr(0, end);
    take(end);
    if (!is_within_limit(field)) {
        return std::nullopt;
    }
    if (!rest_.empty() && next() == '"') {
        faults_.add(line_, fmt::format("a quote stands inside the field {}", shown(field)),
                    "the whole field in quotes, and quotes within it doubled");
        return std::nullopt;
    }
    return take_delimiter();
}

bool Reader::take_quoted(std::string& field) {
    const std::size_t begin = line_;
    take();
    while (true) {
        const auto end = rest_.find('"');
        if (end == std::string_view::npos) {
            faults_.add(begin, "a quote opens and never closes", "a second quote");
            return false;
        }
        field += rest_.substr(0, end);
        if (!is_within_limit(field)) {
            return false;
        }
        line_ += static_cast<std::size_t>(std::ranges::count(rest_.substr(0, end), '\n'));
        take(end + 1);
        if (rest_.empty() || next() != '"') {
            return true;
        }
        field += '"';
        take();
    }
}

std::optional<Reader::After> Reader::take_delimiter() {
    if (rest_.empty()) {
        return After::end;
    }
    const char c = next();
    if (c == separator_) {
        take();
        return After::field;
    }
    if (c == '\n' || c == '\r') {
        take(rest_.starts_with("\r\n") ? 2 : 1);
        ++line_;
        return After::line;
    }
    faults_.add(line_, "text follows a closing quote", "a separator or the line's end");
    return std::nullopt;
}

bool Reader::is_within_limit(const std::string& field) {
    if (field.size() <= max_csv_field_bytes) {
        return true;
    }
    faults_.add(line_, fmt::format("a field has {} bytes", field.size()),
                fmt::format("at most {}", max_csv_field_bytes));
    return false;
}

} // namespace

CsvTable read_csv(std::string_view file, std::string_view bytes) {
    Faults faults{file};
    if (bytes.size() > max_csv_bytes) {
        faults.add(0, fmt::format("has {} bytes", bytes.size()),
                   fmt::format("at most {}", max_csv_bytes));
    } else if (const auto offset = first_not_text(bytes)) {
        faults.add(LineIndex{bytes}.line_at(*offset), "is not UTF-8 text", "CSV saved as UTF-8");
    } else {
        return Reader{file, without_byte_order_mark(bytes)}.read();
    }
    return {.header = {}, .rows = {}, .faults = faults.take()};
}

std::string write_csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) {
        line += &field == fields.data() ? "" : ",";
        if (field.find_first_of("\",;\t\r\n") == std::string::npos) {
            line += field;
            continue;
        }
        line += '"';
        for (const char c : field) {
            line += c == '"' ? "\"\"" : std::string(1, c);
        }
        line += '"';
    }
    return line + "\n";
}

std::string guarded(const std::string& text) {
    // Excel and LibreOffice take what begins so for a formula, or for white space before one.
    return text.find_first_of("=+-@\t\r\n") == 0 ? "'" + text : text;
}

} // namespace lanterne::exchange
