#include "core/course/way/kept_state.hpp"

namespace lanterne::course {

KeptState::KeptState(const WayState& state) : x_{state.x} {
    std::size_t at = 0;
    for (std::size_t i = 0; i < WayState::size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            p_[at++] = static_cast<float>(state.p[i][j]);
        }
    }
}

WayState KeptState::state() const {
    WayState state{.x = x_};
    std::size_t at = 0;
    for (std::size_t i = 0; i < WayState::size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            state.p[i][j] = p_[at];
            state.p[j][i] = p_[at++];
        }
    }
    return state;
}

} // namespace lanterne::course
