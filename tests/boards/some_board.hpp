#pragma once

#include <string_view>

namespace lanterne::boards {

/// A board that has everything, a key a line.
inline constexpr std::string_view some_board = R"([board]
name = "some-board"
title = "Some board"
architecture = "arm64"
support_level = "described"
[gnss]
device = "/dev/ttyS1"
speed = 115200
framing = "8N1"
rate_hz = 5
[lamp]
kind = "led"
led = "green:status"
[button]
kind = "line"
chip = "gpiochip1"
line = 70
active_low = true
bias = "pull_up"
[battery]
kind = "gauge"
gauge = "max17042"
capacity_mah = 2000
nominal_mv = 3700
usable_percent = 50
[power]
idle_mw = 600
gnss_mw = 40
network_mw = 42
message_mj = 830
[storage]
folder = "/var/lib/some"
segment_kib = 256
capacity_mib = 128
[watchdog]
seconds = 20
[network]
interfaces = ["wwan0", "wlan0"]
modem = "/dev/ttyUSB2"
)";

} // namespace lanterne::boards
