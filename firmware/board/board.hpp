#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "firmware/board/board_update.hpp"
#include "firmware/power/power_model.hpp"

namespace lanterne::firmware {

enum class Architecture : std::uint8_t { any, amd64, arm64, armhf };

/// How far a board's description is proven.
enum class SupportLevel : std::uint8_t {
    described, ///< written from documents; the firmware boots on it in simulation, no more
    rehearsed, ///< the programs have run with it on a PC, with a real gpsd, broker and file system
    tested,    ///< a unit of it has gone through a race day
};

/// The port of a receiver that is wired to a serial line.
struct SerialPort {
    std::string device;  ///< absolute
    std::uint32_t speed; ///< baud, one that gpsd knows
    std::string framing; ///< as gpsd writes it: 8N1
};

/// A receiver whose sentences come over the network, as gpsd writes it: udp://127.0.0.1:5060.
struct NetworkFeed {
    std::string address;
};

struct Gnss {
    std::variant<SerialPort, NetworkFeed> source;
    int rate_hz = 1; ///< epochs a second, 1 to 10
};

enum class Bias : std::uint8_t { none, pull_up, pull_down };

/// A line of a GPIO chip, both as gpiodetect and gpioinfo show them.
struct GpioLine {
    std::string chip; ///< name, or label: that of a chip whose number differs by kernel
    unsigned line = 0;
    bool active_low = false;
};

/// A lamp that the kernel knows: a folder under /sys/class/leds.
struct KernelLed {
    std::string name;
};

/// std::monostate: the board has none.
using BoardLamp = std::variant<std::monostate, KernelLed, GpioLine>;

struct BoardButton {
    GpioLine line;
    Bias bias = Bias::none;
};

struct BoardStorage {
    std::filesystem::path folder;     ///< of the journal, absolute
    std::uint64_t segment_bytes = 0;  ///< of one file of the journal
    std::uint64_t capacity_bytes = 0; ///< that the journal may take of the card
};

struct BoardNetwork {
    std::vector<std::string> interfaces; ///< the unit's ways out, the preferred first; at least one
    std::optional<std::string> modem;    ///< the modem's AT port, absolute
};

/// What the firmware must know of the computer that it runs on. Values are within the ranges of
/// boards/README.md.
struct Board {
    std::string name;  ///< that of its folder under boards/
    std::string title; ///< for people
    Architecture architecture = Architecture::any;
    SupportLevel support_level = SupportLevel::described;
    Gnss gnss;
    BoardLamp lamp;
    std::optional<BoardButton> button;
    std::optional<std::string> gauge; ///< a folder under /sys/class/power_supply
    PowerModel power;                 ///< its capacity is 0 when the board has no battery
    BoardStorage storage;
    std::chrono::seconds watchdog{0}; ///< systemd restarts a firmware that was silent for so long
    BoardNetwork network;
    std::optional<BoardUpdate> update; ///< none: its system is updated by apt, in place
};

/// Reads a board.toml. `source` names the text in errors. Throws SettingsError with one line that
/// says what is wrong, where, and what would be right; an unknown key is wrong too.
Board read_board(std::string_view text, const std::string& source);

/// Where a board's description lies: `name_or_file` itself when it has a slash or ends in .toml,
/// else the folder of that name among `boards`. A name that cannot be a board's throws
/// SettingsError.
std::filesystem::path board_file(const std::string& name_or_file,
                                 const std::filesystem::path& boards);

/// Of the program that asks.
Architecture own_architecture();

/// Whether a program of that architecture is for the board.
bool fits(const Board& board, Architecture program);

std::string_view to_text(Architecture architecture);
std::string_view to_text(SupportLevel level);

} // namespace lanterne::firmware
