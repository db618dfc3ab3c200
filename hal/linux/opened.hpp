#pragma once

#include <memory>
#include <string>

#include "core/base/result.hpp"

namespace lanterne::hal::linux_system {

/// A device, or one line for a technician: which, where, and why not. Whoever opens it says the
/// line and goes on with the absent form.
template<class Device>
using Opened = Result<std::unique_ptr<Device>, std::string>;

} // namespace lanterne::hal::linux_system
