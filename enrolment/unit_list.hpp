#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/exchange/fault.hpp"

namespace lanterne::enrolment {

/// A unit to be made ready; all but the serial stands on its label alone, and may be empty.
struct ListedUnit {
    UnitSerial unit;
    std::string name;
    std::string bib;
    std::string board;

    bool operator==(const ListedUnit&) const = default;
};

struct UnitList {
    std::vector<ListedUnit> units;         ///< in the file's order
    std::vector<exchange::Fault> faults;   ///< if there is any, nothing of it is to be used
    std::vector<std::string> left_columns; ///< those that it does not know, as a message shows them
};

/// Reads a CSV (core/exchange/csv.hpp) with the column serial, and name, bib and board if they are
/// there: 1 to max_units units, none twice. `file` names it in the faults.
UnitList read_unit_list(std::string_view file, std::string_view bytes);

} // namespace lanterne::enrolment
