#pragma once

#include "core/exchange/fault.hpp"
#include "core/exchange/rules_reader.hpp"
#include "core/exchange/toml_value.hpp"
#include "core/plan/rules.hpp"

namespace lanterne::exchange {

/// The tables of race.toml that read_rules() reads.
std::span<const std::string_view> rules_tables();

/// Reads the tables that say how results are made; what is wrong is added to `faults`. Whatever a
/// rule names must be there.
plan::Rules read_rules(const TomlValue& document, const RulesScope& scope, Faults& faults);

} // namespace lanterne::exchange
