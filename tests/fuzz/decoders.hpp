#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lanterne::fuzz {

/// Gives the input to every decoder of core/wire. Whatever they read must be written and read
/// again as the same value and, but for a status with items of a newer firmware, with the same
/// bytes. What is wrong, or nothing.
std::string fault_of(std::span<const std::byte> input);

} // namespace lanterne::fuzz
