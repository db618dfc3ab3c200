#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace lanterne::firmware {

/// What the lamp says, the most urgent first. The fewer flashes, the better things are.
// clang-format off
///
///   lamp                                  | sign        | what to do
///   --------------------------------------|-------------|--------------------------------
///   on while the button is down           | held        | 3 s call for help
///   ... --- ...                           | sos_calling | nobody has it yet: keep the sky free
///   on, with a wink each 2 s              | sos_heard   | it is known: stay, help is told
///   fast blinking                         | card_fault  | give this unit back
///   slow blinking, 1 s on, 1 s off        | starting    | wait
///   four flashes, pause                   | no_gps      | go out under the sky
///   a long and a short flash, pause       | battery_low | charge it
///   three flashes, pause                  | offline     | nothing: all is kept for later
///   two flashes, pause                    | catching_up | nothing: what was kept goes out
///   one flash, pause                      | sending     | nothing: all is well
// clang-format on
enum class LampSign : std::uint8_t {
    held,
    sos_calling,
    sos_heard,
    card_fault,
    starting,
    no_gps,
    battery_low,
    offline,
    catching_up,
    sending,
};

inline constexpr int lamp_signs = 10;

/// What the firmware knows of itself, as far as a person should see it.
struct UnitState {
    bool button_held = false;
    bool sos_raised = false;    ///< and not cancelled
    bool sos_receipted = false; ///< of the SOS that is raised
    bool card_fault = false;    ///< fixes are not certain to survive a power cut
    bool started = false;       ///< journal open, receiver answers
    bool fix_is_fresh = false;
    bool battery_low = false;
    bool connected = false; ///< to the broker
    bool backlog = false;   ///< more waits than the next message takes

    bool operator==(const UnitState&) const = default;
};

/// The most urgent thing to say.
LampSign sign_of(const UnitState& state);

/// Patterns change in steps of this: a loop that turns ten times a second shows each of them.
inline constexpr std::chrono::milliseconds lamp_step{100};

/// After this time a pattern begins anew. At most 6 s.
std::chrono::milliseconds period_of(LampSign sign);

/// Whether the lamp is on so long after the pattern began (0 or more).
bool is_lit(LampSign sign, std::chrono::milliseconds since_begin);

/// Plays the signs one after the other. A sign that is not more urgent than the one being played
/// waits for the end of that one's pattern: states that flicker still give patterns one can read.
class LampPlayer {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// Whether the lamp is on now. Instants never go back.
    bool play(const UnitState& state, Instant now);

    std::optional<LampSign> sign() const { return sign_; } ///< none before the first play()

private:
    std::optional<LampSign> sign_;
    Instant began_{};
};

} // namespace lanterne::firmware
