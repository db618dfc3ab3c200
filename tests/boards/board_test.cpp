#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board.hpp"
#include "firmware/board/toml_reader.hpp"
#include "tests/boards/some_board.hpp"

namespace lanterne::firmware {
namespace {

using boards::some_board;

/// The board with one line replaced; an empty one takes it away.
std::string with(std::string_view line, std::string_view replacement) {
    std::string text{some_board};
    const std::size_t at = text.find('\n' + std::string{line} + '\n');
    EXPECT_NE(at, std::string::npos) << line;
    return text.replace(at + 1, line.size() + (replacement.empty() ? 1 : 0), replacement);
}

std::string refusal(const std::string& text) {
    try {
        read_board(text, "b.toml");
    } catch (const SettingsError& reason) {
        return reason.what();
    }
    return "no refusal";
}

TEST(Board, IsWhatItsFileSays) {
    const Board board = read_board(some_board, "b.toml");

    EXPECT_EQ(board.name, "some-board");
    EXPECT_EQ(board.title, "Some board");
    EXPECT_EQ(board.architecture, Architecture::arm64);
    EXPECT_EQ(board.support_level, SupportLevel::described);
    EXPECT_EQ(std::get<SerialPort>(board.gnss.source).device, "/dev/ttyS1");
    EXPECT_EQ(std::get<SerialPort>(board.gnss.source).speed, 115'200U);
    EXPECT_EQ(std::get<SerialPort>(board.gnss.source).framing, "8N1");
    EXPECT_EQ(board.gnss.rate_hz, 5);
    EXPECT_EQ(std::get<KernelLed>(board.lamp).name, "green:status");
    ASSERT_TRUE(board.button);
    EXPECT_EQ(board.button->line.chip, "gpiochip1");
    EXPECT_EQ(board.button->line.line, 70U);
    EXPECT_TRUE(board.button->line.active_low);
    EXPECT_EQ(board.button->bias, Bias::pull_up);
    EXPECT_EQ(board.gauge, "max17042");
    EXPECT_DOUBLE_EQ(board.power.capacity_mwh, 2'000 * 3.7 * 0.5);
    EXPECT_EQ(board.power.idle_mw, 600);
    EXPECT_EQ(board.power.gnss_mw, 40);
    EXPECT_EQ(board.power.network_mw, 42);
    EXPECT_EQ(board.power.message_mj, 830);
    EXPECT_EQ(board.storage.folder, "/var/lib/some");
    EXPECT_EQ(board.storage.segment_bytes, 262'144U);
    EXPECT_EQ(board.storage.capacity_bytes, 134'217'728U);
    EXPECT_EQ(board.watchdog, std::chrono::seconds{20});
    EXPECT_THAT(board.network.interfaces, testing::ElementsAre("wwan0", "wlan0"));
    EXPECT_EQ(board.network.modem, "/dev/ttyUSB2");
}

TEST(Board, MayHaveItsLampOnALine) {
    const Board board = read_board(with("kind = \"led\"\nled = \"green:status\"",
                                        "kind = \"line\"\nchip = \"gpiochip0\"\nline = 4\n"
                                        "active_low = false"),
                                   "b.toml");

    EXPECT_EQ(std::get<GpioLine>(board.lamp).chip, "gpiochip0");
    EXPECT_EQ(std::get<GpioLine>(board.lamp).line, 4U);
    EXPECT_FALSE(std::get<GpioLine>(board.lamp).active_low);
}

TEST(Board, MayHearItsReceiverOverTheNetwork) {
    const Board board =
        read_board(with("device = \"/dev/ttyS1\"\nspeed = 115200\nframing = \"8N1\"",
                        "device = \"udp://127.0.0.1:5060\""),
                   "b.toml");

    EXPECT_EQ(std::get<NetworkFeed>(board.gnss.source).address, "udp://127.0.0.1:5060");
}

TEST(Board, MayHaveNothingThatAUnitCanDoWithout) {
    const Board board = read_board(R"([board]
name = "bare"
title = "Bare"
architecture = "any"
support_level = "tested"
[gnss]
device = "tcp://gps.example.org:65535"
rate_hz = 10
[lamp]
kind = "none"
[button]
kind = "none"
[battery]
kind = "none"
[storage]
folder = "/j"
segment_kib = 64
capacity_mib = 16
[watchdog]
seconds = 300
[network]
interfaces = ["eth0"]
modem = "none"
)",
                                   "b.toml");

    EXPECT_TRUE(std::holds_alternative<std::monostate>(board.lamp));
    EXPECT_FALSE(board.button);
    EXPECT_FALSE(board.gauge);
    EXPECT_EQ(board.power.capacity_mwh, 0);
    EXPECT_FALSE(board.network.modem);
}

TEST(Board, FitsProgramsOfItsArchitecture) {
    Board board = read_board(some_board, "b.toml");
    EXPECT_TRUE(fits(board, Architecture::arm64));
    EXPECT_FALSE(fits(board, Architecture::amd64));

    board.architecture = Architecture::any;
    EXPECT_TRUE(fits(board, Architecture::amd64));
    EXPECT_TRUE(fits(board, own_architecture()));
}

TEST(Board, NamesEachKeyThatIsMissing) {
    std::istringstream lines{std::string{some_board}};
    std::string section;
    int keys = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('[')) {
            section = line;
            continue;
        }
        const std::string key = line.substr(0, line.find(' '));
        EXPECT_THAT(
            refusal(with(line, "")),
            testing::AllOf(testing::HasSubstr(section + ' ' + key + " is missing: must be "),
                           testing::Not(testing::HasSubstr("\n"))));
        ++keys;
    }
    EXPECT_EQ(keys, 30);
}

struct WrongLine {
    std::string_view right; ///< of some_board
    std::string_view wrong;
    std::string_view refusal; ///< after "b.toml:"
};

class WrongBoard : public testing::TestWithParam<WrongLine> {};

TEST_P(WrongBoard, IsRefusedInOneLineThatSaysWhatWouldBeRight) {
    const auto& [right, wrong, expected] = GetParam();

    EXPECT_EQ(refusal(with(right, wrong)), "b.toml:" + std::string{expected});
}

INSTANTIATE_TEST_SUITE_P(
    Lines, WrongBoard,
    testing::Values(
        WrongLine{R"(name = "some-board")", R"(name = "Some Board")",
                  "2: [board] name must be the name of its folder: small letters, digits and "
                  "single hyphens, at most 32"},
        WrongLine{R"(name = "some-board")", R"(name = "abcdefghijklmnopqrstuvwxyzabcdefg")",
                  "2: [board] name must be the name of its folder: small letters, digits and "
                  "single hyphens, at most 32"},
        WrongLine{R"(title = "Some board")", "title = 3",
                  "3: [board] title must be text in quotes, 1 to 255 printable ASCII letters"},
        WrongLine{R"(architecture = "arm64")", R"(architecture = "riscv64")",
                  R"(4: [board] architecture must be one of "any", "amd64", "arm64", "armhf")"},
        WrongLine{R"(support_level = "described")", R"(support_level = "perfect")",
                  R"(5: [board] support_level must be one of "described", "rehearsed", "tested")"},
        WrongLine{R"(device = "/dev/ttyS1")", R"(device = "/etc/passwd")",
                  R"(7: [gnss] device must be a device such as "/dev/ttyS0", or "udp://HOST:PORT" )"
                  R"(or "tcp://HOST:PORT")"},
        WrongLine{R"(device = "/dev/ttyS1")", R"(device = "udp://127.0.0.1")",
                  R"(7: [gnss] device must be a device such as "/dev/ttyS0", or "udp://HOST:PORT" )"
                  R"(or "tcp://HOST:PORT")"},
        WrongLine{"speed = 115200", "speed = 115201",
                  "8: [gnss] speed must be one of 4800, 9600, 19200, 38400, 57600, 115200, 230400, "
                  "460800"},
        WrongLine{R"(framing = "8N1")", R"(framing = "9N1")",
                  R"(9: [gnss] framing must be one of "8N1", "8O1", "8E1", "7O1", "7E1", "8N2")"},
        WrongLine{"rate_hz = 5", "rate_hz = 11",
                  "10: [gnss] rate_hz must be a whole number from 1 to 10"},
        WrongLine{"rate_hz = 5", "rate_hz = 0",
                  "10: [gnss] rate_hz must be a whole number from 1 to 10"},
        WrongLine{"rate_hz = 5", "rate = 5",
                  "6: [gnss] rate_hz is missing: must be a whole number from 1 to 10"},
        WrongLine{"rate_hz = 5", "rate_hz = 5\nspede = 9600",
                  "11: [gnss] spede is not known here: [gnss] takes device, framing, rate_hz, "
                  "speed"},
        WrongLine{R"(kind = "led")", R"(kind = "laser")",
                  R"(12: [lamp] kind must be one of "none", "led", "line")"},
        WrongLine{R"(kind = "led")", R"(kind = "none")",
                  "13: [lamp] led is not known here: [lamp] takes kind"},
        WrongLine{R"(led = "green:status")", R"(led = "../../etc")",
                  "13: [lamp] led must be the name of a folder under /sys/class/leds, of letters, "
                  "digits and .:_-, at most 64"},
        WrongLine{R"(chip = "gpiochip1")", R"(chip = "/dev/gpiochip1")",
                  R"(16: [button] chip must be a GPIO chip's name or label such as "gpiochip0", )"
                  "of letters, digits and ._-, at most 32"},
        WrongLine{"line = 70", "line = 512",
                  "17: [button] line must be a whole number from 0 to 511"},
        WrongLine{"active_low = true", "active_low = 1",
                  "18: [button] active_low must be true or false"},
        WrongLine{R"(bias = "pull_up")", R"(bias = "up")",
                  R"(19: [button] bias must be one of "none", "pull_up", "pull_down")"},
        WrongLine{R"(kind = "gauge")", R"(kind = "none")",
                  "22: [battery] gauge is not known here: [battery] takes kind"},
        WrongLine{R"(gauge = "max17042")", R"(gauge = "..")",
                  "22: [battery] gauge must be the name of a folder under /sys/class/power_supply, "
                  "of letters, digits and .:_-, at most 64"},
        WrongLine{"capacity_mah = 2000", "capacity_mah = 99",
                  "23: [battery] capacity_mah must be a whole number from 100 to 100000"},
        WrongLine{"nominal_mv = 3700", "nominal_mv = 3.7",
                  "24: [battery] nominal_mv must be a whole number from 1000 to 60000"},
        WrongLine{"usable_percent = 50", "usable_percent = 101",
                  "25: [battery] usable_percent must be a whole number from 1 to 100"},
        WrongLine{"idle_mw = 600", "idle_mw = 0",
                  "27: [power] idle_mw must be a whole number from 1 to 100000"},
        WrongLine{"message_mj = 830", "message_mj = -1",
                  "30: [power] message_mj must be a whole number from 0 to 100000"},
        WrongLine{R"(folder = "/var/lib/some")", R"(folder = "journal")",
                  "32: [storage] folder must be a path in quotes that begins with /, of letters, "
                  "digits and /._+:@-, without \"..\""},
        WrongLine{"segment_kib = 256", "segment_kib = 63",
                  "33: [storage] segment_kib must be a whole number from 64 to 4096"},
        WrongLine{"capacity_mib = 128", "capacity_mib = 15",
                  "34: [storage] capacity_mib must be a whole number from 16 to 2048"},
        WrongLine{"seconds = 20", "seconds = 4",
                  "36: [watchdog] seconds must be a whole number from 5 to 300"},
        WrongLine{"seconds = 20", "seconds = 301",
                  "36: [watchdog] seconds must be a whole number from 5 to 300"},
        WrongLine{R"(interfaces = ["wwan0", "wlan0"])", R"(interfaces = ["a-name-of-16-let"])",
                  R"(38: [network] interfaces must be a list of 1 to 16 texts, each a network )"
                  R"(interface such as "wlan0", of letters, digits and ._-, at most 15)"},
        WrongLine{R"(modem = "/dev/ttyUSB2")", R"(modem = "ttyUSB2")",
                  R"(39: [network] modem must be "none" or the modem's AT port such as )"
                  R"("/dev/ttyUSB2")"},
        WrongLine{"[watchdog]", "[watchdgo]",
                  " [watchdog] seconds is missing: must be a whole number from 5 to 300"},
        WrongLine{"[network]", "[thermal]\nlimit = 80\n[network]",
                  "37: [thermal] is not known here: there are the sections battery, board, button, "
                  "gnss, lamp, network, power, storage, update, watchdog"}));

/// A board, or a refusal in one line; nothing else happens.
bool is_board_or_one_line(const std::string& text) {
    const std::string said = refusal(text);
    return said == "no refusal" ||
           (said.starts_with("b.toml:") && said.find('\n') == std::string::npos);
}

TEST(Board, CutAnywhereIsRefusedInOneLine) {
    for (std::size_t length = 0; length < some_board.size(); ++length) {
        ASSERT_TRUE(is_board_or_one_line(std::string{some_board.substr(0, length)})) << length;
    }
}

TEST(Board, DamagedAnywhereIsABoardOrRefusedInOneLine) {
    for (std::size_t place = 0; place < some_board.size(); ++place) {
        for (const char damage : {'\0', '\n', '"', '[', '=', '.', '9', '\x7f', '\xff'}) {
            std::string text{some_board};
            text[place] = damage;
            ASSERT_TRUE(is_board_or_one_line(text)) << place;
        }
    }
}

TEST(Board, IsFoundByNameOrByFile) {
    EXPECT_EQ(board_file("some-board", "/boards"), "/boards/some-board/board.toml");
    EXPECT_EQ(board_file("/etc/lanterne/board.toml", "/boards"), "/etc/lanterne/board.toml");
    EXPECT_EQ(board_file("./mine", "/boards"), "./mine");
    EXPECT_EQ(board_file("mine.toml", "/boards"), "mine.toml");
    EXPECT_THROW(board_file("Some Board", "/boards"), SettingsError);
    EXPECT_THROW(board_file("..", "/boards"), SettingsError);
    EXPECT_THROW(board_file("", "/boards"), SettingsError);
}

} // namespace
} // namespace lanterne::firmware
