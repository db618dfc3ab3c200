#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/base/result.hpp"
#include "simulator/judge/fixes.hpp"
#include "simulator/judge/forecasts.hpp"
#include "simulator/judge/order.hpp"
#include "simulator/judge/outcomes.hpp"
#include "simulator/judge/passages.hpp"
#include "simulator/judge/positions.hpp"
#include "simulator/said/frame_log.hpp"
#include "simulator/truth/truth.hpp"

namespace lanterne::simulator::judge {

/// How long, of wall time, the system took to show something.
struct LagVerdict {
    Spread fix_s;     ///< from the time of a fix to the frame that shows it first
    Spread passage_s; ///< from a true passage to the frame that says it first
};

/// What the system said of a run, judged by its truth.
struct Verdict {
    std::uint64_t frames = 0;
    std::optional<UtcTime> until; ///< race time of the last frame
    PositionVerdict positions;
    OrderVerdict order;
    LagVerdict lag;
    ForecastVerdict forecasts;
    PassageVerdict passages;
    FinalVerdict final_order;
    OutcomeVerdict outcomes;
    std::optional<FixesVerdict> fixes; ///< nothing: what the server has stored is not known
    std::string fixes_unknown;         ///< then: why
};

/// Hears all that was said, frame by frame, and judges it. One thread.
class Judging {
public:
    /// The truth outlives it.
    explicit Judging(Truth& truth, Milliseconds false_beyond = default_false_beyond);
    ~Judging();

    /// In the order of their arrival. The first one says what was before somebody listened: it
    /// counts for no lag. An error says what of the truth cannot be read.
    Status<std::string> hear(const HeardFrame& heard);

    /// What is said when all is over, in place of what the frames say.
    void hear_end(std::vector<SaidEntry> standings, std::vector<SaidPassage> passages);

    /// The verdict, but of the fixes.
    Result<Verdict, std::string> verdict();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lanterne::simulator::judge
