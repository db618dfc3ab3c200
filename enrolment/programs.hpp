#pragma once

#include <string>
#include <vector>

namespace lanterne::enrolment {

/// How a program ended and what it said, up to `max_bytes` of each.
struct ProgramEnd {
    static constexpr std::size_t max_bytes = std::size_t{4} * 1024 * 1024;

    int code = 0; ///< 128 + the signal that ended it
    std::string output;
    std::string errors;
};

/// Runs a program to its end: words[0] is its name, looked up in PATH, or its path. It reads
/// nothing and gets nothing that is open here. Any thread. Throws EnrolmentError when it cannot be
/// started.
ProgramEnd run_program(const std::vector<std::string>& words);

/// The same; throws EnrolmentError with what it said when its code is not 0, else its output.
std::string output_of(const std::vector<std::string>& words);

} // namespace lanterne::enrolment
