#include "simulator/truth/table_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lanterne::simulator {

std::optional<std::vector<std::string>> fields_of(std::string_view line) {
    std::vector<std::string> fields(1);
    bool is_quoted = false;
    bool was_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (is_quoted) {
            if (c != '"') {
                fields.back() += c;
            } else if (i + 1 < line.size() && line[i + 1] == '"') {
                fields.back() += line[++i];
            } else {
                is_quoted = false;
                was_quoted = true;
            }
        } else if (c == ',') {
            fields.emplace_back();
            was_quoted = false;
        } else if (c == '"' && fields.back().empty() && !was_quoted) {
            is_quoted = true;
        } else if (c == '"' || was_quoted) {
            return std::nullopt;
        } else {
            fields.back() += c;
        }
    }
    return is_quoted ? std::nullopt : std::optional{fields};
}

Result<TableFile, std::string> TableFile::open(const std::string& path, const Fields& columns) {
    TableFile table{path, columns.size()};
    if (!table.file_) {
        return tl::unexpected{fmt::format("{}: cannot be opened", path)};
    }
    const auto header = table.next_line();
    if (!header) {
        return tl::unexpected{header.error()};
    }
    const std::optional<Fields>& said = *header;
    if (!said || *said != columns) {
        table.line_ = 1;
        return tl::unexpected{
            table.fault(fmt::format("other columns; {} would be right", fmt::join(columns, ",")))};
    }
    return table;
}

std::string TableFile::fault(std::string_view what) const {
    return fmt::format("{}:{}: {}", path_, line_, what);
}

Result<std::optional<TableFile::Fields>, std::string> TableFile::next() {
    auto fields = next_line();
    const std::size_t count = fields ? fields->value_or(Fields(columns_)).size() : columns_;
    if (count != columns_) {
        return tl::unexpected{fault(fmt::format("{} fields; {} would be right", count, columns_))};
    }
    return fields;
}

Result<std::optional<TableFile::Fields>, std::string> TableFile::next_line() {
    std::string line;
    ++line_;
    for (int c = file_.get(); c != '\n'; c = file_.get()) {
        if (c == std::ifstream::traits_type::eof()) {
            if (file_.bad()) {
                return tl::unexpected{fault("cannot be read")};
            }
            // A run that was killed leaves half a line at most.
            return std::optional<Fields>{};
        }
        if (line.size() == max_table_line_bytes) {
            return tl::unexpected{fault("the line is too long")};
        }
        line += static_cast<char>(c);
    }
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    auto fields = fields_of(line);
    if (!fields) {
        return tl::unexpected{fault("a quote has no end, or stands where none may")};
    }
    return fields;
}

} // namespace lanterne::simulator
