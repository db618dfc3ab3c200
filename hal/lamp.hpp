#pragma once

namespace lanterne::hal {

/// The one lamp of a unit. One thread uses it.
struct Lamp {
    virtual ~Lamp() = default;
    /// A lamp that cannot be set stays as it is: nothing depends on it.
    virtual void set(bool on) = 0;
};

} // namespace lanterne::hal
