#pragma once

#include <cstdint>

#include "core/base/fix.hpp"

namespace lanterne::simulator {

/// The CRC-32C of fixes as the journal's format has each (JOURNAL.md), in the order in which they
/// are added: of two runs the same, when the units recorded the same.
class FixesChecksum {
public:
    void add(const Fix& fix);

    std::uint32_t value() const { return value_; }

private:
    std::uint32_t value_ = 0;
};

} // namespace lanterne::simulator
