#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hal/link.hpp"

namespace lanterne::hal::linux_system {

/// The interfaces with a default route of IPv4, the lowest metric first, from the text of
/// /proc/net/route. Lines that cannot be read are passed over.
std::vector<std::string> default_routes(std::string_view table);

/// The level of an interface in dBm, from the text of /proc/net/wireless; nothing when the driver
/// gives another measure.
std::optional<int> wifi_level(std::string_view table, std::string_view interface);

/// `interface` is its folder under /sys/class/net. Up: in state up or, where the driver does not
/// keep a state (ppp, many modems), with a carrier.
bool is_up(const std::filesystem::path& interface);

/// A modem that poses as an Ethernet card on USB is ethernet: sysfs does not know better. A tunnel
/// is none.
NetworkKind kind_of(const std::filesystem::path& interface);

} // namespace lanterne::hal::linux_system
