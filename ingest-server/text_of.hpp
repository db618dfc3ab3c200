#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lanterne::ingest {

/// The same bytes, for who reads text.
inline std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace lanterne::ingest
