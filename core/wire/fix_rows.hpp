#pragma once

#include <vector>

#include "core/base/fix.hpp"
#include "core/wire/error.hpp"

namespace lanterne::wire {

/// The rows of a batch: each fix as what differs from what the fixes before it led to expect.
/// FORMAT.md section "fixes". Every fix is within its limits (is_within_limits).
Bytes encode_fix_rows(const std::vector<Fix>& fixes);

/// Exactly `count` rows and nothing else; the only bytes read as these fixes.
Result<std::vector<Fix>> decode_fix_rows(ByteView rows, std::size_t count);

} // namespace lanterne::wire
