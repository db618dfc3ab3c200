#include "bench/report/table.hpp"

#include <fmt/format.h>

namespace lanterne::bench {
namespace {

std::string number(double value) {
    if (value == static_cast<double>(static_cast<long long>(value))) {
        return fmt::format("{:.0f}", value);
    }
    return fmt::format("{:.3g}", value);
}

std::string goal(const Row& row) {
    if (row.least && row.most) {
        return *row.least == *row.most ? number(*row.most)
                                       : number(*row.least) + "-" + number(*row.most);
    }
    if (row.most) {
        return "<= " + number(*row.most);
    }
    return row.least ? ">= " + number(*row.least) : "";
}

std::string_view verdict(const Row& row) {
    if (!row.measured) {
        return "nothing measured";
    }
    if (!row.least && !row.most) {
        return "";
    }
    return is_missed(row) ? "NOT MET" : "met";
}

} // namespace

bool is_missed(const Row& row) {
    return row.measured &&
           ((row.least && *row.measured < *row.least) || (row.most && *row.measured > *row.most));
}

std::string table_head() {
    return fmt::format("{:<66} | {:>9} {:>9} {:<6} |\n", "what", "measured", "goal", "");
}

std::string table_line(const Row& row) {
    std::string line =
        fmt::format("{:<66} | {:>9} {:>9} {:<6} | {}\n", row.what,
                    row.measured ? number(*row.measured) : "-", goal(row), row.unit, verdict(row));
    if (!row.note.empty()) {
        line += "    " + row.note + '\n';
    }
    return line;
}

std::string key_line(const Row& row) {
    return row.measured ? fmt::format("{}={:.6g}\n", row.key, *row.measured) : std::string{};
}

} // namespace lanterne::bench
