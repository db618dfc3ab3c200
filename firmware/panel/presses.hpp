#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "hal/button.hpp"

namespace lanterne::firmware {

struct Press {
    enum class Kind : std::uint8_t {
        brief,
        sustained, ///< calls for help
    };

    Kind kind = Kind::brief;
    std::chrono::steady_clock::time_point at; ///< when the button went down

    bool operator==(const Press&) const = default;
};

/// What a person meant by the edges of a button. A level counts once it has stood for `debounce`,
/// so that neither bouncing contacts nor a gap in the middle of a hold are a press of their own. A
/// sustained press is recognised while the button is still down, and once: a button that is stuck
/// calls for help a single time. A hold that began before the first edge is not known and says
/// nothing.
///
/// The same edges give the same presses, however often or seldom it is asked.
class Presses {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds debounce{30};
    static constexpr std::chrono::milliseconds sustained_after{3'000};
    /// poll() takes at most so many edges, so that a contact gone mad costs nobody else; the rest
    /// wait for the next call.
    static constexpr int max_edges_a_poll = 64;

    /// The next edge, and the press that is certain by its instant. One that is older than an edge
    /// before it counts as of that one's instant.
    std::optional<Press> take(const hal::ButtonEdge& edge);

    /// The press that is certain by now, when no further edge has come.
    std::optional<Press> pass(Instant now);

    /// Both, for all that a button has to say by now.
    std::vector<Press> poll(hal::Button& button, Instant now);

    /// True while the button is down, as far as is certain.
    bool held() const { return down_; }

private:
    bool contact_ = false; ///< as the last edge said
    Instant contact_since_{};
    bool down_ = false; ///< as it has settled
    Instant down_since_{};
    bool sustained_said_ = false;
};

} // namespace lanterne::firmware
