#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board_files.hpp"
#include "tests/boards/some_board.hpp"

namespace lanterne::firmware {
namespace {

Board example() { return read_board(boards::some_board, "b.toml"); }

TEST(BoardFiles, TellGpsdWhereTheReceiverIsAndHowItSpeaks) {
    EXPECT_EQ(gpsd_options(example()), "-n -b -s 115200 -f 8N1");
    EXPECT_EQ(gpsd_defaults(example()),
              "# /etc/lanterne/gpsd, made by: lanterne-tracker board some-board --gpsd\n"
              "DEVICES=\"/dev/ttyS1\"\n"
              "GPSD_OPTIONS=\"-n -b -s 115200 -f 8N1\"\n"
              "USBAUTO=\"false\"\n");
}

TEST(BoardFiles, TellGpsdNoSpeedForAReceiverOnTheNetwork) {
    Board board = example();
    board.gnss.source = NetworkFeed{"udp://127.0.0.1:5060"};

    EXPECT_EQ(gpsd_options(board), "-n -b");
    EXPECT_EQ(gpsd_device(board), "udp://127.0.0.1:5060");
}

TEST(BoardFiles, OpenTheBoardsDevicesToTheServiceAndNoOther) {
    EXPECT_EQ(service_drop_in(example()),
              "# lanterne-tracker.service.d/board.conf, made by: lanterne-tracker board some-board "
              "--service\n"
              "[Unit]\n"
              "Wants=gpsd.service\n"
              "After=gpsd.service\n"
              "\n"
              "[Service]\n"
              "WatchdogSec=20\n"
              "DevicePolicy=closed\n"
              "DeviceAllow=/dev/gpiochip1 rw\n"
              "DeviceAllow=/dev/ttyUSB2 rw\n"
              "SupplementaryGroups=dialout\n"
              "ReadWritePaths=-/sys/class/leds/green:status\n"
              "ReadWritePaths=-/var/lib/some\n");
}

TEST(BoardFiles, OpenNothingForABoardWithoutParts) {
    Board board = example();
    board.lamp = std::monostate{};
    board.button.reset();
    board.network.modem.reset();
    board.storage.folder = "/var/lib/lanterne-tracker/journal";

    EXPECT_THAT(service_drop_in(board), testing::EndsWith("DevicePolicy=closed\n"));
}

TEST(BoardFiles, OpenAChipOnceForLampAndButton) {
    Board board = example();
    board.lamp = GpioLine{.chip = "gpiochip1", .line = 3};

    const std::string text = service_drop_in(board);

    EXPECT_EQ(text.find("gpiochip1"), text.rfind("gpiochip1"));
    EXPECT_THAT(text, testing::HasSubstr("DeviceAllow=/dev/gpiochip1 rw\n"));
}

TEST(BoardFiles, OpenAllChipsWhenTheBoardsHasALabelAlone) {
    Board board = example();
    board.button->line.chip = "601000.gpio";

    EXPECT_THAT(service_drop_in(board), testing::HasSubstr("DeviceAllow=char-gpiochip rw\n"));
}

TEST(BoardFiles, SumUpWhatABoardIs) {
    EXPECT_EQ(summary(example()),
              "some-board: Some board (arm64), described\n"
              "  receiver  /dev/ttyS1 at 5 Hz\n"
              "  lamp      led green:status\n"
              "  button    gpiochip1 line 70\n"
              "  battery   3.7 Wh, gauge max17042; without a message for about 5 h (an estimate)\n"
              "  journal   /var/lib/some, 128 MiB\n"
              "  network   wwan0, wlan0; modem /dev/ttyUSB2\n"
              "  update    by apt, in place\n");
}

} // namespace
} // namespace lanterne::firmware
