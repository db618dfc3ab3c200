#pragma once

#include <cstddef>
#include <cstdint>

namespace lanterne::web {

/// Names each entry by how many lie between it and the one named before.
class Skips {
public:
    std::uint64_t next(std::size_t index) {
        const std::uint64_t skip = index - behind_;
        behind_ = index + 1;
        return skip;
    }

private:
    std::size_t behind_ = 0;
};

} // namespace lanterne::web
