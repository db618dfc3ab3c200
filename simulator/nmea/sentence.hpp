#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace lanterne::simulator::nmea {

/// Longer no sentence is: NMEA 0183 has 82, receivers say a little more.
inline constexpr std::size_t max_sentence_bytes = 256;

/// The fields between '$' and '*' of one line, its line end aside: "GPGGA", "120000.00", ... They
/// lie in the line. Nothing when it is no sentence, or has no checksum, or another one.
std::optional<std::vector<std::string_view>> sentence_fields(std::string_view line);

} // namespace lanterne::simulator::nmea
