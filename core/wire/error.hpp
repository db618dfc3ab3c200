#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace lanterne::wire {

/// Why a message cannot be read. The name (see to_text) is the label that metrics count by.
enum class Error {
    too_large,  ///< more bytes than the kind of message may have
    truncated,  ///< the input ends inside an item
    wrong_type, ///< an item is not of the type that FORMAT.md states, or not of definite length
    unknown_version, ///< a format version that this program does not know
    trailing_bytes,  ///< something follows the message
    out_of_range,    ///< a number outside the range that FORMAT.md states
    bad_count,       ///< the number of rows said and found differ
    not_canonical,   ///< the same value has a shorter form, which alone is allowed
};

std::string_view to_text(Error error);

template<class T>
using Result = lanterne::Result<T, Error>;

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

} // namespace lanterne::wire
