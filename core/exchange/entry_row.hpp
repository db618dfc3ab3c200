#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/csv.hpp"
#include "core/exchange/entries_csv.hpp"
#include "core/exchange/fault.hpp"
#include "core/plan/race_plan.hpp"

namespace lanterne::exchange {

/// Which field of a row is which column, by its name.
using EntryColumns = std::map<std::string, std::size_t, std::less<>>;

/// One row of entries.csv: each field read, or a fault that says what would be right. Looks at no
/// other row. All that it is made from outlives it.
class EntryRow {
public:
    EntryRow(const CsvRow& row, const EntryColumns& columns, const EntryRules& rules,
             Faults& faults)
        : row_{row}, columns_{columns}, rules_{rules}, faults_{faults} {}

    std::size_t line() const { return row_.line; }

    std::optional<Bib> bib() const;
    std::string name() const;
    std::optional<plan::Sex> sex() const;
    std::optional<int> birth_year() const;
    std::string category() const;
    std::string wave() const; ///< of one alone: that one
    std::string team() const;
    std::optional<UnitSerial> unit() const;
    std::optional<UtcTime> slot() const;
    std::vector<plan::Member> members() const; ///< in the order of the legs

    /// Says that what the field has is wrong.
    void refuse(std::string_view column, std::string right) const;

private:
    std::string_view field(std::string_view column) const;

    const CsvRow& row_;
    const EntryColumns& columns_;
    const EntryRules& rules_;
    Faults& faults_;
};

} // namespace lanterne::exchange
