#include "bench/scoring/counted_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

std::atomic<std::size_t> bytes_in_use{0};

} // namespace

namespace lanterne::bench {

std::size_t heap_bytes() { return bytes_in_use; }

} // namespace lanterne::bench

// Replaces the one of the standard library in this program ([new.delete.single]); arrays come here
// too. What is aligned beyond the usual is not counted: nothing here is.
void* operator new(std::size_t size) {
    void* memory = std::malloc(size);
    if (memory == nullptr) {
        throw std::bad_alloc{};
    }
    bytes_in_use.fetch_add(malloc_usable_size(memory), std::memory_order_relaxed);
    return memory;
}

void operator delete(void* memory) noexcept {
    bytes_in_use.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
    std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept { operator delete(memory); }
