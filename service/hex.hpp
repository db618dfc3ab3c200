#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lanterne::service {

/// Two lower-case digits a byte.
std::string to_hex(std::span<const std::byte> bytes);

} // namespace lanterne::service
