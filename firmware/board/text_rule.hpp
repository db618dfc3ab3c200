#pragma once

#include <string>
#include <string_view>

namespace lanterne::firmware {

/// What a text must be. `right` completes "must be ...".
struct TextRule {
    std::string_view right;
    bool (*allows)(std::string_view text);
};

/// Any text of 1 to 255 printable ASCII letters.
extern const TextRule printable_text;
/// A path that begins with /, of 2 to 255 letters, digits and /._+:@-, without "..": it can stand
/// in a unit of systemd and in a shell's file as it is.
extern const TextRule absolute_path;
/// An absolute path under /dev.
extern const TextRule device_path;

/// What a file says, as it may stand in one line of an error: printable ASCII, cut at 100 letters.
std::string shown(std::string_view text);

} // namespace lanterne::firmware
