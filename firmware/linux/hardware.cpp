#include "firmware/linux/hardware.hpp"

#include "hal/absent.hpp"
#include "hal/linux/battery.hpp"
#include "hal/linux/gpio.hpp"
#include "hal/linux/lamps.hpp"
#include "hal/linux/line_button.hpp"

namespace lanterne::firmware {
namespace {

namespace linux_system = hal::linux_system;

void say_absent(Log& log, const std::string& reason) {
    log.warning("a part of the board is not there", {{"reason", reason}});
}

linux_system::Bias bias_of(Bias bias) {
    switch (bias) {
    case Bias::none: return linux_system::Bias::none;
    case Bias::pull_up: return linux_system::Bias::pull_up;
    case Bias::pull_down: return linux_system::Bias::pull_down;
    }
    return linux_system::Bias::none;
}

linux_system::LineAddress address_of(const GpioLine& line, Bias bias = Bias::none) {
    return {
        .chip = line.chip, .line = line.line, .active_low = line.active_low, .bias = bias_of(bias)};
}

std::unique_ptr<hal::Battery> battery_of(const Board& board) {
    if (board.gauge) {
        return std::make_unique<linux_system::Battery>(*board.gauge);
    }
    return std::make_unique<hal::absent::Battery>();
}

std::unique_ptr<hal::Button> button_of(const Board& board, const hal::Clock& clock, Log& log) {
    if (!board.button) {
        return std::make_unique<hal::absent::Button>();
    }
    const auto line_of = [address = address_of(board.button->line, board.button->bias)] {
        return open_input(address, "lanterne button");
    };
    const auto tell = [&log](bool there) {
        if (there) {
            log.info("the button's line is there again");
        } else {
            log.warning("the button's line has gone: nobody can call for help by it");
        }
    };
    auto line = line_of();
    if (!line) {
        say_absent(log, line.error());
        return std::make_unique<hal::absent::Button>();
    }
    return std::make_unique<linux_system::LineButton>(std::move(*line), line_of, tell, clock);
}

std::unique_ptr<hal::Lamp> led_lamp(const KernelLed& led, Log& log) {
    auto lamp = linux_system::open_led(led.name);
    if (!lamp) {
        say_absent(log, lamp.error());
        return std::make_unique<hal::absent::Lamp>();
    }
    return std::move(*lamp);
}

std::unique_ptr<hal::Lamp> line_lamp(const GpioLine& address, Log& log) {
    auto line = open_output(address_of(address), "lanterne lamp");
    if (!line) {
        say_absent(log, line.error());
        return std::make_unique<hal::absent::Lamp>();
    }
    return std::make_unique<linux_system::LineLamp>(std::move(*line));
}

std::unique_ptr<hal::Lamp> lamp_of(const Board& board, Log& log) {
    if (const auto* led = std::get_if<KernelLed>(&board.lamp)) {
        return led_lamp(*led, log);
    }
    if (const auto* line = std::get_if<GpioLine>(&board.lamp)) {
        return line_lamp(*line, log);
    }
    return std::make_unique<hal::absent::Lamp>();
}

} // namespace

LinuxHardware::LinuxHardware(const UnitSettings& settings, const Board& board, Log& log)
    : receiver_{{settings.gpsd_host, settings.gpsd_port}},
      storage_{settings.journal_folder.value_or(board.storage.folder)}, battery_{battery_of(board)},
      button_{button_of(board, clock_, log)}, lamp_{lamp_of(board, log)},
      link_{{.interfaces = board.network.interfaces, .modem = board.network.modem}, clock_} {}

Devices LinuxHardware::devices() {
    return {receiver_, clock_, storage_, *battery_, *button_, *lamp_, link_, watchdog_};
}

} // namespace lanterne::firmware
