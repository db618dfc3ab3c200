#pragma once

#include "service/stop.hpp"

namespace lanterne::web {

/// lanterne-web: reads the command line, does it, answers the exit code: 0 done, 1 refused or
/// impossible, 2 wrong use or settings. `version` is what --version says.
int run_program(int argc, char** argv, const char* version, const service::StopSignal& stop);

} // namespace lanterne::web
