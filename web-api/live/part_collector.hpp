#pragma once

#include <cstdint>
#include <optional>

#include "core/wire/live.hpp"

namespace lanterne::web {

/// Puts the numbered parts of one message together again. Parts of one message come in order and
/// one behind the other; what stays incomplete when another begins is dropped.
class PartCollector {
public:
    /// The whole message when this was its last part.
    std::optional<wire::LiveFrame> add(wire::LiveFrame part);

    /// Messages that stayed incomplete.
    std::uint64_t incomplete() const { return incomplete_; }

private:
    std::optional<wire::LiveFrame> begun_;
    std::uint32_t next_ = 0;
    std::uint64_t incomplete_ = 0;
};

} // namespace lanterne::web
