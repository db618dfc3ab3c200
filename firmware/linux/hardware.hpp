#pragma once

#include <memory>

#include "firmware/board/board.hpp"
#include "firmware/devices.hpp"
#include "firmware/log.hpp"
#include "firmware/settings.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/file_storage.hpp"
#include "hal/linux/gpsd_receiver.hpp"
#include "hal/linux/link.hpp"
#include "hal/linux/watchdog.hpp"

namespace lanterne::firmware {

/// The parts of a board as Linux shows them. A part that the board does not have is there in its
/// absent form; so is one that cannot be opened, and the log says why: a unit that lost its lamp
/// still tracks.
class LinuxHardware {
public:
    /// Settings of which the board has filled in the rest. Throws std::runtime_error when the
    /// journal's folder cannot be used. The log must outlive it.
    LinuxHardware(const UnitSettings& settings, const Board& board, Log& log);
    LinuxHardware(const LinuxHardware&) = delete;
    LinuxHardware& operator=(const LinuxHardware&) = delete;

    Devices devices();

    hal::Clock& clock() { return clock_; }

    /// True while gpsd answers.
    bool hears_gpsd() const { return receiver_.connected(); }

private:
    hal::linux_system::Clock clock_;
    hal::linux_system::GpsdReceiver receiver_;
    hal::linux_system::FileStorage storage_;
    std::unique_ptr<hal::Battery> battery_;
    std::unique_ptr<hal::Button> button_;
    std::unique_ptr<hal::Lamp> lamp_;
    hal::linux_system::Link link_;
    hal::linux_system::Watchdog watchdog_{clock_};
};

} // namespace lanterne::firmware
