#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "simulator/truth/told_moment.hpp"

namespace lanterne::simulator {

/// One athlete's moments of one block as bytes, moment by moment; FORMAT.md states them.
class MomentEncoder {
public:
    /// Within max_told_dm and max_told_rank.
    void add(const ToldMoment& moment);

    /// The stream so far, of at least one moment; the next moment begins another.
    std::string take();

private:
    void begin(const ToldMoment& moment);
    void go_on(const ToldMoment& moment);
    void end_run();

    std::string bytes_;
    std::size_t moments_ = 0;
    ToldMoment last_;
    std::int64_t step_dm_ = 0;
    std::uint64_t run_ = 0; ///< moments as foretold that are not written yet
};

} // namespace lanterne::simulator
