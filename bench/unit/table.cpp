#include "bench/unit/table.hpp"

#include <fmt/format.h>

namespace lanterne::bench {
namespace {

/// Few digits where they mean nothing.
std::string number(double value) {
    if (value == static_cast<double>(static_cast<long long>(value))) {
        return fmt::format("{:.0f}", value);
    }
    return fmt::format("{:.{}f}", value, value < 100.0 ? 2 : 0);
}

std::string_view word(Verdict verdict) {
    switch (verdict) {
    case Verdict::met: return "met";
    case Verdict::missed: return "not met";
    case Verdict::unmeasured: return "not measurable here";
    }
    return "";
}

} // namespace

Verdict verdict(const Row& row) {
    if (!row.measured) {
        return Verdict::unmeasured;
    }
    return *row.measured <= row.goal ? Verdict::met : Verdict::missed;
}

std::string table_line(const Row& row) {
    std::string line = fmt::format("{:<58} | {:>9} {:>7} {:<7} | {}\n", row.what,
                                   row.measured ? number(*row.measured) : "-", number(row.goal),
                                   row.unit, word(verdict(row)));
    if (!row.note.empty()) {
        line += "    " + row.note + '\n';
    }
    return line;
}

std::string key_line(const Row& row) {
    return row.measured ? fmt::format("{}={:.3f}\n", row.key, *row.measured) : std::string{};
}

} // namespace lanterne::bench
