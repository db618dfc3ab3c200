#pragma once

#include <string_view>

#include "core/exchange/table_reader.hpp"
#include "simulator/scenario/scenario.hpp"

namespace lanterne::simulator {

/// Reads the tables of a scenario's document one by one; what is not right is a fault. Both outlive
/// it.
class ScenarioReader {
public:
    ScenarioReader(const exchange::TomlValue& document, exchange::Faults& faults)
        : document_{document}, faults_{faults} {}

    /// Whatever could be read; only without faults all that is there.
    Scenario read();

private:
    /// The table of that name, or an empty one.
    exchange::TableReader table(std::string_view name) const;

    void read_document(Scenario& scenario);
    void read_athletes(FieldSettings& field) const;
    void read_network(Air& air) const;
    void read_units(UnitsSettings& units) const;
    void read_stretches(Scenario& scenario);
    void read_holes(Scenario& scenario);

    const exchange::TomlValue& document_;
    exchange::Faults& faults_;
};

/// One [[mishap]] table; what is not right is a fault.
Mishap read_mishap(const exchange::TomlValue& table, exchange::Faults& faults);

} // namespace lanterne::simulator
