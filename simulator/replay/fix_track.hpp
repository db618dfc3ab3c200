#pragma once

#include <deque>

#include "core/base/fix.hpp"
#include "simulator/replay/replay_source.hpp"

namespace lanterne::simulator {

/// A track that is read some fixes at a time.
class FixTrack : public ReplayTrack {
public:
    Result<std::optional<hal::GnssReading>, std::string> next() final;

    std::uint64_t left_out() const final { return left_out_; }

protected:
    /// The next fixes as they were recorded; nothing behind the last.
    virtual Result<std::vector<Fix>, std::string> more() = 0;

private:
    std::deque<Fix> fixes_;
    std::optional<UtcTime> last_;
    std::uint64_t left_out_ = 0;
};

} // namespace lanterne::simulator
