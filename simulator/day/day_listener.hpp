#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "simulator/day/mishap_desk.hpp"

namespace lanterne::simulator {

/// Called again and again while long work goes on: `done` ascends to `of`.
using Progress = std::function<void(std::string_view what, std::size_t done, std::size_t of)>;

/// Who wants to know what happens in a race day; what is empty is not called.
struct DayListener {
    std::function<void(const MishapEvent&)> mishap; ///< begins or ends
    Progress progress;
};

} // namespace lanterne::simulator
