#include "simulator/run/onlooker.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "simulator/run/json_onlooker.hpp"
#include "simulator/run/run_lines.hpp"
#include "simulator/run/screen_onlooker.hpp"
#include "simulator/screen/terminal.hpp"

namespace lanterne::simulator {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds line_interval{10};

/// A line now and then: for logs, and where the terminal is too old for a screen.
class PlainOnlooker final : public Onlooker {
public:
    explicit PlainOnlooker(const plan::RacePlan& plan)
        : gun_{std::ranges::min(plan.waves, {}, &plan::Wave::gun).gun} {}

    void look(RaceDay& day, Pacer& pacer, UtcTime wall) override {
        if (Steady::now() < next_) {
            return;
        }
        next_ = Steady::now() + line_interval;
        bar_.clear();
        fmt::print("{}\n", plain_line(state_of(day, pacer.target(wall)), gun_));
        static_cast<void>(std::fflush(stdout));
    }

private:
    UtcTime gun_;
    Steady::time_point next_{};
};

} // namespace

void Onlooker::note(const std::string& text) {
    bar_.clear();
    fmt::print(stderr, "note: {}\n", text);
}

void Onlooker::works_at(std::string_view what, std::size_t done, std::size_t of) {
    bar_.show(what, done, of);
}

void Onlooker::ends(const RaceDay& /*day*/, const RunEnd& end) {
    bar_.clear();
    fmt::print("{}\n", summary_line(end.sum));
}

std::unique_ptr<Onlooker> onlooker_of(const RunSettings& settings, const Prepared& prepared) {
    if (settings.headless) {
        return std::make_unique<JsonOnlooker>(prepared.plan);
    }
    if (!settings.plain && has_terminal() && !prepared.plan.entries.empty()) {
        return std::make_unique<ScreenOnlooker>(prepared);
    }
    return std::make_unique<PlainOnlooker>(prepared.plan);
}

} // namespace lanterne::simulator
