#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace lanterne::firmware {

/// What the lamp says, the most urgent first. The fewer flashes, the better things are. For those
/// who carry a unit: docs/lamp-and-button.md.
enum class LampSign : std::uint8_t {
    sos_calling, ///< Morse's SOS: nobody has the call yet
    sos_heard,   ///< on, with a wink each 2 s: the server has it
    held,        ///< on, while the button is down
    card_fault,  ///< fast blinking
    starting,    ///< slow blinking
    no_gps,      ///< four flashes
    battery_low, ///< a long and a short one
    offline,     ///< three flashes
    catching_up, ///< two
    sending,     ///< one
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

/// The most urgent thing to say. A call that is heard or not is shown also while the button is
/// down.
LampSign sign_of(const UnitState& state);

/// Patterns change in steps of this: a loop that turns ten times a second shows each of them.
inline constexpr std::chrono::milliseconds lamp_step{100};

/// After this time a pattern begins anew. At most 6 s.
std::chrono::milliseconds period_of(LampSign sign);

/// Whether the lamp is on so long after the pattern began (0 or more).
bool is_lit(LampSign sign, std::chrono::milliseconds since_begin);

/// Plays the signs one after the other. A sign that is not more urgent than the one being played
/// waits for the end of that one's pattern: states that flicker still give patterns one can read.
/// What a person does with the button is answered at once: held until the lamp changes, it has
/// called, or taken the call back.
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
