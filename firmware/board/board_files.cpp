#include "firmware/board/board_files.hpp"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lanterne::firmware {
namespace {

// Where packages let the service write anyway (StateDirectory).
constexpr std::string_view state_folder = "/var/lib/lanterne-tracker/";

// Debian's udev gives it the ports of modems.
constexpr std::string_view group_of_modems = "dialout";

// A chip that is named by its label may be any: the kernel's order differs.
std::string device_of(const GpioLine& line) {
    return line.chip.starts_with("gpiochip") ? "/dev/" + line.chip : "char-gpiochip";
}

std::set<std::string> devices(const Board& board) {
    std::set<std::string> devices;
    if (const auto* line = std::get_if<GpioLine>(&board.lamp)) {
        devices.insert(device_of(*line));
    }
    if (board.button) {
        devices.insert(device_of(board.button->line));
    }
    if (board.network.modem) {
        devices.insert(*board.network.modem);
    }
    return devices;
}

// A leading hyphen: the service starts also when the path is not there.
std::string writable(const Board& board) {
    std::string lines;
    if (const auto* led = std::get_if<KernelLed>(&board.lamp)) {
        lines += fmt::format("ReadWritePaths=-/sys/class/leds/{}\n", led->name);
    }
    const std::string folder = board.storage.folder.string();
    if (!folder.starts_with(state_folder)) {
        lines += fmt::format("ReadWritePaths=-{}\n", folder);
    }
    return lines;
}

std::string lamp_text(const Board& board) {
    if (const auto* led = std::get_if<KernelLed>(&board.lamp)) {
        return "led " + led->name;
    }
    if (const auto* line = std::get_if<GpioLine>(&board.lamp)) {
        return fmt::format("{} line {}", line->chip, line->line);
    }
    return "none";
}

std::string button_text(const Board& board) {
    return board.button
               ? fmt::format("{} line {}", board.button->line.chip, board.button->line.line)
               : "none";
}

std::string battery_text(const Board& board) {
    const PowerModel& power = board.power;
    if (power.capacity_mwh == 0) {
        return "none";
    }
    const double hours = power.capacity_mwh / (power.idle_mw + power.gnss_mw + power.network_mw);
    return fmt::format("{:.1f} Wh, {}; without a message for about {:.0f} h (an estimate)",
                       power.capacity_mwh / 1'000,
                       board.gauge ? "gauge " + *board.gauge : "no gauge", hours);
}

std::string update_text(const Board& board) {
    if (!board.update) {
        return "by apt, in place";
    }
    return fmt::format("by RAUC: slots {} and {}, chosen by {}", board.update->root_a,
                       board.update->root_b, to_text(board.update->bootloader));
}

const BoardUpdate& slots_of(const Board& board) {
    if (!board.update) {
        throw SettingsError{board.name + " has no section [update]: its system is updated by apt, "
                                         "in place"};
    }
    return *board.update;
}

} // namespace

std::string gpsd_options(const Board& board) {
    const auto* port = std::get_if<SerialPort>(&board.gnss.source);
    return port != nullptr ? fmt::format("-n -b -s {} -f {}", port->speed, port->framing) : "-n -b";
}

std::string gpsd_device(const Board& board) {
    const auto* port = std::get_if<SerialPort>(&board.gnss.source);
    return port != nullptr ? port->device : std::get<NetworkFeed>(board.gnss.source).address;
}

std::string gpsd_defaults(const Board& board) {
    return fmt::format("# /etc/lanterne/gpsd, made by: lanterne-tracker board {} --gpsd\n"
                       "DEVICES=\"{}\"\n"
                       "GPSD_OPTIONS=\"{}\"\n"
                       "USBAUTO=\"false\"\n",
                       board.name, gpsd_device(board), gpsd_options(board));
}

std::string service_drop_in(const Board& board) {
    std::string text = fmt::format(
        "# lanterne-tracker.service.d/board.conf, made by: lanterne-tracker board {} --service\n"
        "[Unit]\n"
        "Wants=gpsd.service\n"
        "After=gpsd.service\n"
        "\n"
        "[Service]\n"
        "WatchdogSec={}\n"
        "DevicePolicy=closed\n",
        board.name, board.watchdog.count());
    for (const std::string& device : devices(board)) {
        text += fmt::format("DeviceAllow={} rw\n", device);
    }
    if (board.network.modem) {
        text += fmt::format("SupplementaryGroups={}\n", group_of_modems);
    }
    return text + writable(board);
}

std::string rauc_system(const Board& board) { return rauc_system(board.name, slots_of(board)); }

std::string slot_mounts(const Board& board) { return slot_mounts(board.name, slots_of(board)); }

std::string summary(const Board& board) {
    return fmt::format("{}: {} ({}), {}\n"
                       "  receiver  {} at {} Hz\n"
                       "  lamp      {}\n"
                       "  button    {}\n"
                       "  battery   {}\n"
                       "  journal   {}, {} MiB\n"
                       "  network   {}; modem {}\n"
                       "  update    {}\n",
                       board.name, board.title, to_text(board.architecture),
                       to_text(board.support_level), gpsd_device(board), board.gnss.rate_hz,
                       lamp_text(board), button_text(board), battery_text(board),
                       board.storage.folder.string(), board.storage.capacity_bytes >> 20,
                       fmt::join(board.network.interfaces, ", "),
                       board.network.modem.value_or("none"), update_text(board));
}

} // namespace lanterne::firmware
