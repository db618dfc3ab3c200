#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/table_reader.hpp"
#include "core/plan/act.hpp"

namespace lanterne::exchange {

/// Reads what acts are made of. A value that is missing or wrong is a fault, and something harmless
/// takes its place: whoever reads looks at the faults in the end. Table and faults outlive it.
class ActFields {
public:
    ActFields(const TomlValue& table, std::string_view kind, Faults& faults);

    bool has(std::string_view key) const { return reader_.value(key) != nullptr; }

    std::string id(std::string_view key) { return reader_.id(key).value_or(""); }

    std::string text(std::string_view key) { return reader_.text(key).value_or(""); }

    std::optional<UtcTime> time(std::string_view key) { return reader_.time(key); }

    std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high) {
        return reader_.integer(key, low, high);
    }

    std::optional<Position> position(std::string_view key) { return reader_.position(key); }

    Bib bib();
    std::optional<Bib> optional_bib();
    std::optional<std::uint32_t> lap(std::string_view key = "lap");
    plan::PointLap point_lap(std::string_view point = "point", std::string_view lap = "lap");
    plan::Whom whom();
    /// To the millisecond.
    std::optional<Milliseconds> seconds(std::string_view key, double low, double high);
    std::uint32_t standard_error_ms();
    std::vector<plan::FinishOrder::Place> places();

    /// A fault of that key's value.
    void refuse(std::string_view key) { reader_.refuse(key); }

    /// A fault of the whole act.
    void say(std::string what, std::string right);

private:
    std::vector<Bib> bibs(std::string_view key);
    std::vector<std::string> waves(std::string_view key);

    const TomlValue& table_;
    Faults& faults_;
    TableReader reader_;
};

} // namespace lanterne::exchange
