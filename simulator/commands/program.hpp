#pragma once

namespace lanterne::simulator {

/// lanterne-sim: reads its words and runs the command that they ask for, until its end or a signal
/// to stop. Answers the exit code: 0 good, 1 it failed, 2 wrong use; says on stderr why.
int run_program(int argc, char** argv, const char* version);

} // namespace lanterne::simulator
