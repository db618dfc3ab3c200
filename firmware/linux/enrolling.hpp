#pragma once

#include "firmware/command_line.hpp"

/// What `lanterne-tracker enrol` does; says on standard output what there is to do next. Run by
/// root, the program becomes the owner of the folder above the identity's. All throw
/// std::runtime_error with one line, and DeskUnreachable where trying again can help.
namespace lanterne::firmware {

void enrol(const EnrolCommand& command);
void enrol(const EnrolCodeCommand& command);
void enrol(const EnrolFileCommand& command);

} // namespace lanterne::firmware
