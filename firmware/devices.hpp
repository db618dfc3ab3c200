#pragma once

#include "hal/absent.hpp"
#include "hal/battery.hpp"
#include "hal/button.hpp"
#include "hal/clock.hpp"
#include "hal/gnss_receiver.hpp"
#include "hal/lamp.hpp"
#include "hal/link.hpp"
#include "hal/storage.hpp"
#include "hal/watchdog.hpp"

namespace lanterne::firmware {

/// The parts of a board. They outlive who uses them, and all of them are used by one thread.
struct Devices {
    hal::GnssReceiver& receiver;
    hal::Clock& clock;
    hal::Storage& storage;
    hal::Battery& battery;
    hal::Button& button;
    hal::Lamp& lamp;
    hal::Link& link;
    hal::Watchdog& watchdog;
};

/// A board with a receiver, a clock and a card, and nothing else.
class BareBoard {
public:
    BareBoard(hal::GnssReceiver& receiver, hal::Clock& clock, hal::Storage& storage)
        : receiver_{receiver}, clock_{clock}, storage_{storage} {}

    Devices devices() {
        return {receiver_, clock_, storage_, battery_, button_, lamp_, link_, watchdog_};
    }

private:
    hal::GnssReceiver& receiver_;
    hal::Clock& clock_;
    hal::Storage& storage_;
    hal::absent::Battery battery_;
    hal::absent::Button button_;
    hal::absent::Lamp lamp_;
    hal::absent::Link link_;
    hal::absent::Watchdog watchdog_;
};

} // namespace lanterne::firmware
