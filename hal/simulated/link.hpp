#pragma once

#include "hal/link.hpp"

namespace lanterne::hal::simulated {

/// A network that is as its world has set it: none at first.
class Link final : public hal::Link {
public:
    void set(const LinkState& state) { state_ = state; }

    LinkState state() override { return state_; }

private:
    LinkState state_;
};

} // namespace lanterne::hal::simulated
