#include "hal/simulated/watchdog.hpp"

namespace lanterne::hal::simulated {

bool Watchdog::too_late() const {
    return patience_ && is_ready() && !stopping_ && clock_.steady() - last_word_ > *patience_;
}

bool Watchdog::starved() const { return starved_ || too_late(); }

void Watchdog::ready() {
    ++readies_;
    last_word_ = clock_.steady();
}

void Watchdog::alive() {
    starved_ = starved();
    ++beats_;
    last_word_ = clock_.steady();
}

void Watchdog::stopping() {
    starved_ = starved();
    stopping_ = true;
}

} // namespace lanterne::hal::simulated
