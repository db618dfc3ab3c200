#pragma once

#include "hal/linux/lines.hpp"
#include "hal/linux/opened.hpp"

namespace lanterne::hal::linux_system {

/// The GPIO lines of the kernel. All that depends on libgpiod is here, and it is as thin as it can
/// be, because no test proves more of it than how a chip that is not there is refused: that needs a
/// board.

/// Of both edges. `use` names it in the error, and in gpioinfo.
Opened<InputLine> open_input(const LineAddress& address, const std::string& use);

/// Inactive at first.
Opened<OutputLine> open_output(const LineAddress& address, const std::string& use);

} // namespace lanterne::hal::linux_system
