#pragma once

#include <functional>

#include "core/base/time.hpp"

namespace lanterne::web {

/// The wall clock, as main hands it in. Any thread.
using WallClock = std::function<UtcTime()>;

} // namespace lanterne::web
