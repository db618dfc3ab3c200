#include "tests/core/wire/greatest_request.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

std::size_t lanterne::wire::greatest_request = 0;

// In a file of their own: inlined into their callers, g++ takes new and free for a mismatch.

void* operator new(std::size_t size) {
    lanterne::wire::greatest_request = std::max(lanterne::wire::greatest_request, size);
    if (void* memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
