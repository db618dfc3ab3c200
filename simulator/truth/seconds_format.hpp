#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "firmware/card/crc32c.hpp"

/// The fixed parts of seconds.bin; FORMAT.md states them.
namespace lanterne::simulator {

inline constexpr std::string_view seconds_magic = "LNTRSEC1";
inline constexpr std::string_view block_magic = "LNTB";
inline constexpr std::string_view index_magic = "LNTI";
inline constexpr std::size_t seconds_head_bytes = 28;
inline constexpr std::size_t block_head_bytes = 20;
inline constexpr std::size_t index_frame_bytes = 20; ///< of an index, but its offsets

/// More entries, blocks or bytes of a block than any run has are damage.
inline constexpr std::uint32_t max_seconds_entries = 100'000;
inline constexpr std::uint32_t max_blocks = 100'000; ///< 69 days
inline constexpr std::uint32_t max_block_bytes = std::uint32_t{256} * 1024 * 1024;

inline std::uint32_t sum_of(std::string_view bytes, std::uint32_t so_far = 0) {
    return firmware::crc32c(std::as_bytes(std::span{bytes.data(), bytes.size()}), so_far);
}

} // namespace lanterne::simulator
