#pragma once

#include <cstdint>

#include "core/wire/error.hpp"

namespace lanterne::wire {

/// Appends a signed number as a zigzag varint: 0, -1, 1, -2, ... become 0, 1, 2, 3, ..., written
/// seven bits a byte, lowest first, the top bit set on all but the last. 1 to 10 bytes.
void append_zigzag(Bytes& out, std::int64_t value);

/// Takes a zigzag varint off the front of `rest`. More than 64 bits is out_of_range, a form longer
/// than need be is not_canonical.
Result<std::int64_t> take_zigzag(ByteView& rest);

} // namespace lanterne::wire
