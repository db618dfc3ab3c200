#pragma once

namespace lanterne::bench {

/// What a run is to do.
struct HttpOptions {
    bool quick = false; ///< seconds in all: does each measurement still work?
};

} // namespace lanterne::bench
