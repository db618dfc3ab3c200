#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/fix.hpp"
#include "core/base/ids.hpp"
#include "core/wire/receipt.hpp"
#include "core/wire/status.hpp"
#include "firmware/uplink/mqtt_uplink.hpp"

namespace lanterne::simulator::doctor {

/// How the doctor waits: by the unit's clock, a turn at a time, not longer than anybody wants to.
struct Patience {
    hal::Clock& clock;
    std::function<bool()> stop; ///< true: give up at once

    /// Asks again and again, resting in between. Whether it became true in time.
    bool wait(std::chrono::milliseconds limit, const std::function<bool()>& condition) const;
};

/// A unit without a receiver and a journal, with the uplink of the real one. It numbers what it
/// sends as one life of a unit does.
class VirtualUnit {
public:
    struct Who {
        firmware::MqttUplinkSettings broker;
        UnitSerial unit;
        Epoch epoch;
    };

    /// The clock in it outlives this.
    VirtualUnit(Who who, Patience patience);

    /// Nothing once it is connected and listens for its receipts; else why not, in the uplink's
    /// words.
    std::optional<std::string> connect(std::chrono::milliseconds limit);

    /// False when the connection is gone.
    bool send_status(wire::Link link);
    bool send_boot(UtcTime time);
    bool send_fix(const Fix& fix); ///< alone in its batch, and wishes for a receipt

    /// The newest receipt of this life; it may cover less than all that was sent.
    struct Answer {
        std::optional<wire::Receipt> newest;
        bool covers_fixes = false;
        bool covers_events = false;
    };

    /// Waits until a receipt covers everything that was sent.
    Answer answer(std::chrono::milliseconds limit);

    /// Waits until the broker has all that was sent. Whether it has.
    bool hand_over(std::chrono::milliseconds limit);

    /// The orderly end: its retained status says that it is down, not its will.
    void leave(std::chrono::milliseconds limit);

private:
    wire::Status status(wire::Link link) const;
    void take_receipts();

    Who who_;
    Patience patience_;
    firmware::MqttUplink uplink_;
    Sequence fixes_ = 0;
    Sequence events_ = 0;
    std::optional<wire::Receipt> newest_;
};

} // namespace lanterne::simulator::doctor
