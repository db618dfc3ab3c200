#pragma once

#include <chrono>
#include <cstddef>
#include <map>

#include "core/base/ids.hpp"
#include "ingest-server/clock.hpp"

namespace lanterne::ingest {

/// How many messages of one unit are taken, so that none takes the time of the others. A unit that
/// was alone for an hour, or whose messages the broker kept as long, comes with thousands at once:
/// that many pass. Nobody goes on so: a unit has a message a second, and a few more when it makes
/// up for a gap. What is not taken is lost to nobody, as no receipt covers it: it is sent again.
class RateLimit {
public:
    static constexpr double messages_a_second = 20;
    static constexpr double at_once = 5'000;
    /// Of what is refused one message so often is shown to the technician.
    static constexpr std::chrono::minutes shown_each{1};
    /// Units that are remembered; who has not sent much lately is forgotten first.
    static constexpr std::size_t max_units = 20'000;

    enum class Verdict { take, refuse, refuse_and_show };

    /// One more message of that unit; `now` never goes back.
    Verdict judge(const UnitSerial& unit, SteadyTime now);

    /// Messages of that unit that were refused since this was asked last.
    std::size_t take_refused(const UnitSerial& unit);

private:
    struct Allowance {
        double messages = at_once;
        SteadyTime at{};
        SteadyTime shown{};
        std::size_t refused = 0; ///< and not told
        bool is_shown = false;
    };

    void make_room(SteadyTime now);

    std::map<UnitSerial, Allowance> allowances_;
};

} // namespace lanterne::ingest
