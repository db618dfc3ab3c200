#include "core/course/way/kept_state.hpp"

#include <algorithm>

namespace lanterne::course {

KeptState::KeptState(const WayState& state) : x_{state.x} {
    std::transform(state.p.values().begin(), state.p.values().end(), p_.begin(),
                   [](double value) { return static_cast<float>(value); });
}

WayState KeptState::state() const {
    WayState state{.x = x_, .p = {}};
    std::copy(p_.begin(), p_.end(), state.p.values().begin());
    return state;
}

} // namespace lanterne::course
