#include "simulator/day/unit_watch.hpp"

#include <array>
#include <utility>

namespace lanterne::simulator {

std::string_view to_text(UnitChange::Kind kind) {
    constexpr std::array<std::string_view, 4> words{"boots", "ends", "connects",
                                                    "loses-connection"};
    return words.at(static_cast<std::size_t>(kind));
}

std::vector<UnitChange> UnitWatch::look(const Fleet& fleet) {
    using Kind = UnitChange::Kind;
    std::vector<UnitChange> changes;
    seen_.resize(fleet.size());
    for (std::size_t index = 0; index < fleet.size(); ++index) {
        const SimulatedUnit& unit = fleet.unit(index);
        const Seen now{.boots = unit.boots(),
                       .is_on = unit.is_on(),
                       .is_connected = unit.is_on() && unit.is_connected()};
        const Seen was = std::exchange(seen_[index], now);
        const auto tell = [&](Kind kind) {
            changes.push_back({.unit = index, .kind = kind, .boots = now.boots});
        };
        if (was.is_on && (!now.is_on || now.boots > was.boots)) {
            tell(Kind::ends);
        }
        if (now.is_on && (!was.is_on || now.boots > was.boots)) {
            tell(Kind::boots);
        }
        if (now.is_connected && !was.is_connected) {
            tell(Kind::connects);
        } else if (was.is_connected && !now.is_connected && now.is_on) {
            tell(Kind::loses_connection);
        }
    }
    return changes;
}

} // namespace lanterne::simulator
