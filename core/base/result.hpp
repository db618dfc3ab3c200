#pragma once

#include <tl/expected.hpp>

namespace lanterne {

/// A value, or the reason why there is none. Each folder names its own error type.
template<class T, class E>
using Result = tl::expected<T, E>;

/// Nothing to return, but it can fail.
template<class E>
using Status = tl::expected<void, E>;

} // namespace lanterne
