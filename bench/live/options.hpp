#pragma once

#include "bench/report/row.hpp"

namespace lanterne::bench {

/// What a run is to do.
struct Options {
    bool quick = false; ///< seconds in all: does each measurement still work?
};

} // namespace lanterne::bench
