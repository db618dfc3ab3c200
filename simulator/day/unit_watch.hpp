#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/fleet/fleet.hpp"

namespace lanterne::simulator {

/// What a unit did that somebody may want to hear of.
struct UnitChange {
    enum class Kind : std::uint8_t { boots, ends, connects, loses_connection };

    std::size_t unit = 0;
    Kind kind = Kind::boots;
    std::uint64_t boots = 0; ///< so far
};

std::string_view to_text(UnitChange::Kind kind);

/// Sees what became of units between two looks. Cheap: it asks no journal.
class UnitWatch {
public:
    /// In the order of the units; all that are on have booted before the first look.
    std::vector<UnitChange> look(const Fleet& fleet);

private:
    struct Seen {
        std::uint64_t boots = 0;
        bool is_on = false;
        bool is_connected = false;
    };

    std::vector<Seen> seen_; ///< by unit
};

} // namespace lanterne::simulator
