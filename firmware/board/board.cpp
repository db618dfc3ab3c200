#include "firmware/board/board.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/ids.hpp"
#include "firmware/board/toml_reader.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t max_name = 32; // the wire's limit for a status' board
constexpr std::int64_t kibibyte = 1024;
constexpr std::int64_t mebibyte = 1024 * kibibyte;

constexpr std::array<std::string_view, 4> architectures{"any", "amd64", "arm64", "armhf"};
constexpr std::array<std::string_view, 3> support_levels{"described", "rehearsed", "tested"};
constexpr std::array<std::string_view, 3> biases{"none", "pull_up", "pull_down"};
// What gpsd's -s and -f take.
constexpr std::array<std::int64_t, 8> speeds{4'800,  9'600,   19'200,  38'400,
                                             57'600, 115'200, 230'400, 460'800};
constexpr std::array<std::string_view, 6> framings{"8N1", "8O1", "8E1", "7O1", "7E1", "8N2"};

bool is_among(std::string_view text, std::string_view letters, std::size_t most) {
    return !text.empty() && text.size() <= most &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view name_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
constexpr std::string_view led_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:";

bool is_board_name(std::string_view text) {
    return text.size() <= max_name && SlugRule::allows(text);
}

bool is_device(std::string_view text) { return device_path.allows(text); }

bool is_feed(std::string_view text) {
    const bool scheme = text.starts_with("udp://") || text.starts_with("tcp://");
    const std::string_view address = text.substr(std::min<std::size_t>(text.size(), 6));
    const std::size_t colon = address.rfind(':');
    return scheme && colon != std::string_view::npos && colon > 0 &&
           is_among(address.substr(0, colon), name_letters, 64) &&
           is_among(address.substr(colon + 1), "0123456789", 5);
}

bool is_source(std::string_view text) { return is_device(text) || is_feed(text); }

// A folder of sysfs: one name, never a way out of its parent.
bool is_sysfs_name(std::string_view text) {
    return is_among(text, led_letters, 64) && !text.starts_with('.');
}

bool is_chip(std::string_view text) {
    return is_among(text, name_letters, 32) && !text.starts_with('.');
}

// The kernel's names of interfaces end at 15 letters.
bool is_interface(std::string_view text) {
    return is_among(text, name_letters, 15) && !text.starts_with('.');
}

bool is_device_or_none(std::string_view text) { return text == "none" || is_device(text); }

constexpr TextRule board_name{
    "the name of its folder: small letters, digits and single hyphens, at most 32", is_board_name};
constexpr TextRule source_rule{
    "a device such as \"/dev/ttyS0\", or \"udp://HOST:PORT\" or \"tcp://HOST:PORT\"", is_source};
constexpr TextRule led_rule{
    "the name of a folder under /sys/class/leds, of letters, digits and .:_-, at most 64",
    is_sysfs_name};
constexpr TextRule gauge_rule{
    "the name of a folder under /sys/class/power_supply, of letters, digits and .:_-, at most 64",
    is_sysfs_name};
constexpr TextRule chip_rule{
    "a GPIO chip's name or label such as \"gpiochip0\", of letters, digits and ._-, at most 32",
    is_chip};
constexpr TextRule interface_rule{
    "a network interface such as \"wlan0\", of letters, digits and ._-, at most 15", is_interface};
constexpr TextRule modem_rule{"\"none\" or the modem's AT port such as \"/dev/ttyUSB2\"",
                              is_device_or_none};

Gnss read_gnss(TomlReader& reader) {
    Gnss gnss{.source = NetworkFeed{reader.text({"gnss", "device"}, source_rule)}};
    const std::string device = std::get<NetworkFeed>(gnss.source).address;
    if (is_device(device)) {
        gnss.source = SerialPort{
            .device = device,
            .speed = static_cast<std::uint32_t>(reader.number_among({"gnss", "speed"}, speeds)),
            .framing = std::string{framings[reader.choice({"gnss", "framing"}, framings)]}};
    }
    gnss.rate_hz = static_cast<int>(reader.number({"gnss", "rate_hz"}, 1, 10));
    return gnss;
}

GpioLine read_line(TomlReader& reader, std::string_view section) {
    return {.chip = reader.text({section, "chip"}, chip_rule),
            .line = static_cast<unsigned>(reader.number({section, "line"}, 0, 511)),
            .active_low = reader.flag({section, "active_low"})};
}

BoardLamp read_lamp(TomlReader& reader) {
    constexpr std::array<std::string_view, 3> kinds{"none", "led", "line"};
    switch (reader.choice({"lamp", "kind"}, kinds)) {
    case 1: return KernelLed{reader.text({"lamp", "led"}, led_rule)};
    case 2: return read_line(reader, "lamp");
    default: return std::monostate{};
    }
}

std::optional<BoardButton> read_button(TomlReader& reader) {
    constexpr std::array<std::string_view, 2> kinds{"none", "line"};
    if (reader.choice({"button", "kind"}, kinds) == 0) {
        return std::nullopt;
    }
    return BoardButton{.line = read_line(reader, "button"),
                       .bias = static_cast<Bias>(reader.choice({"button", "bias"}, biases))};
}

double capacity_mwh(TomlReader& reader) {
    const auto mah = static_cast<double>(reader.number({"battery", "capacity_mah"}, 100, 100'000));
    const auto volts =
        static_cast<double>(reader.number({"battery", "nominal_mv"}, 1'000, 60'000)) / 1'000;
    const auto usable =
        static_cast<double>(reader.number({"battery", "usable_percent"}, 1, 100)) / 100;
    return mah * volts * usable;
}

void read_battery(TomlReader& reader, Board& board) {
    constexpr std::array<std::string_view, 3> kinds{"none", "model", "gauge"};
    const std::size_t kind = reader.choice({"battery", "kind"}, kinds);
    if (kind == 0) {
        return;
    }
    if (kind == 2) {
        board.gauge = reader.text({"battery", "gauge"}, gauge_rule);
    }
    const auto power = [&](std::string_view name, std::int64_t least) {
        return static_cast<double>(reader.number({"power", name}, least, 100'000));
    };
    board.power = {.capacity_mwh = capacity_mwh(reader),
                   .idle_mw = power("idle_mw", 1),
                   .gnss_mw = power("gnss_mw", 0),
                   .network_mw = power("network_mw", 0),
                   .message_mj = power("message_mj", 0)};
}

BoardStorage read_storage(TomlReader& reader) {
    const auto bytes = [&](std::string_view name, std::int64_t least, std::int64_t most,
                           std::int64_t unit) {
        return static_cast<std::uint64_t>(reader.number({"storage", name}, least, most) * unit);
    };
    return {.folder = reader.text({"storage", "folder"}, absolute_path),
            .segment_bytes = bytes("segment_kib", 64, 4'096, kibibyte),
            .capacity_bytes = bytes("capacity_mib", 16, 2'048, mebibyte)};
}

BoardNetwork read_network(TomlReader& reader) {
    BoardNetwork network{.interfaces = reader.texts({"network", "interfaces"}, interface_rule)};
    std::string modem = reader.text({"network", "modem"}, modem_rule);
    if (modem != "none") {
        network.modem = std::move(modem);
    }
    return network;
}

} // namespace

Board read_board(std::string_view text, const std::string& source) {
    TomlReader reader{text, source};
    Board board{.name = reader.text({"board", "name"}, board_name),
                .title = reader.text({"board", "title"}, printable_text),
                .architecture = static_cast<Architecture>(
                    reader.choice({"board", "architecture"}, architectures)),
                .support_level = static_cast<SupportLevel>(
                    reader.choice({"board", "support_level"}, support_levels)),
                .gnss = read_gnss(reader),
                .lamp = read_lamp(reader),
                .button = read_button(reader)};
    read_battery(reader, board);
    board.storage = read_storage(reader);
    board.watchdog = std::chrono::seconds{reader.number({"watchdog", "seconds"}, 5, 300)};
    board.network = read_network(reader);
    board.update = read_update(reader);
    reader.refuse_unknown();
    return board;
}

std::filesystem::path board_file(const std::string& name_or_file,
                                 const std::filesystem::path& boards) {
    if (name_or_file.find('/') != std::string::npos || name_or_file.ends_with(".toml")) {
        return name_or_file;
    }
    if (!is_board_name(name_or_file)) {
        throw SettingsError{fmt::format(
            "\"{}\" is no board: must be a name (small letters, digits and single hyphens, at "
            "most 32) or the path of a board.toml",
            name_or_file)};
    }
    return boards / name_or_file / "board.toml";
}

Architecture own_architecture() {
#if defined(__x86_64__)
    return Architecture::amd64;
#elif defined(__aarch64__)
    return Architecture::arm64;
#elif defined(__arm__)
    return Architecture::armhf;
#else
    return Architecture::any;
#endif
}

bool fits(const Board& board, Architecture program) {
    return board.architecture == Architecture::any || program == Architecture::any ||
           board.architecture == program;
}

std::string_view to_text(Architecture architecture) {
    return architectures[static_cast<std::size_t>(architecture)];
}

std::string_view to_text(SupportLevel level) {
    return support_levels[static_cast<std::size_t>(level)];
}

} // namespace lanterne::firmware
