#pragma once

#include <cstddef>

namespace lanterne::wire {

/// The most bytes that this test program asked of operator new at once since this was last set to
/// zero. For tests that run one thread.
extern std::size_t greatest_request;

} // namespace lanterne::wire
