#pragma once

#include <vector>

#include "core/exchange/fault.hpp"
#include "core/exchange/race_toml.hpp"
#include "core/exchange/toml_value.hpp"

namespace lanterne::exchange {

/// The [[variant]] tables.
std::vector<VariantText> read_variants(const TomlValue& document, Faults& faults);

/// Whether the legs, points and variants that variants, legs, points, waves and categories name are
/// there; called when all tables have been read.
void check_variants(const TomlValue& document, const RaceText& race, Faults& faults);

/// The tables that make one course: the race's own, or a variant's.
struct CourseText {
    RaceText race;                 ///< with this course's legs and laps, marks and points
    std::vector<std::size_t> legs; ///< which of the folder's they are
};

/// Of `variant`, or of the race's own course when there is none. A point that lies on laps which
/// the variant does not have, all of it, is a fault.
CourseText course_text(const RaceText& race, const VariantText* variant, Faults& faults);

} // namespace lanterne::exchange
