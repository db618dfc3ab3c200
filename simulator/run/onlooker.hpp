#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "simulator/day/race_day.hpp"
#include "simulator/run/pacer.hpp"
#include "simulator/run/prepare.hpp"
#include "simulator/run/progress_bar.hpp"

namespace lanterne::simulator {

/// How a run ended.
struct RunEnd {
    FleetSum sum;
    int status = 0;          ///< exit code
    bool is_stopped = false; ///< somebody ended it before it was over
};

/// Who watches a run, and may have wishes: a program, a person at a terminal, a log. One thread.
class Onlooker {
public:
    Onlooker() = default;
    virtual ~Onlooker() = default;
    Onlooker(const Onlooker&) = delete;
    Onlooker& operator=(const Onlooker&) = delete;

    virtual void befalls(const MishapEvent& /*event*/) {}

    /// Something that a person should read.
    virtual void note(const std::string& text);

    /// Each turn of the run.
    virtual void look(RaceDay& day, Pacer& pacer, UtcTime wall) = 0;

    /// The run does not go on before this is done; called again and again.
    virtual void works_at(std::string_view what, std::size_t done, std::size_t of);

    virtual bool wishes_end() const { return false; }

    /// The race is over, or ended: what follows is for plain lines.
    virtual void leave() {}

    virtual void ends(const RaceDay& day, const RunEnd& end);

protected:
    ProgressBar bar_;
};

/// Lines of JSON on stdout with --headless; a screen on a terminal; else a line each 10 s.
/// `prepared` outlives it.
std::unique_ptr<Onlooker> onlooker_of(const RunSettings& settings, const Prepared& prepared);

} // namespace lanterne::simulator
