#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/sockets/heard.hpp"

/// What libFuzzer calls (tests/fuzz/README.md).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string fault =
        lanterne::fuzz::fault_of_client({reinterpret_cast<const char*>(data), size});
    if (!fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
