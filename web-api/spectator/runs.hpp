#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "web-api/spectator/frame_writer.hpp"

namespace lanterne::web {

/// Says that a value is not in the column of codes.
inline constexpr unsigned long_code = 255;

/// A small number as a byte: its zigzag value below 250. Nothing for others.
std::optional<unsigned> short_code(std::int64_t value);

/// `(u skip, u count)*`, the runs of such indexes; they grow.
void write_runs(FrameWriter& out, const std::vector<std::size_t>& indexes);

} // namespace lanterne::web
