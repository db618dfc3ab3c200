#pragma once

#include <cstddef>

namespace lanterne::bench {

/// Bytes that this program has from the heap at the moment, as the allocator rounds them. Counted
/// by the program's own operator new, over all threads.
std::size_t heap_bytes();

} // namespace lanterne::bench
