#pragma once

#include <filesystem>
#include <string>

namespace lanterne::simulator {

/// The last line of a log that is not empty, printable and cut at 300 letters; "no word" for none.
std::string last_words(const std::filesystem::path& log);

} // namespace lanterne::simulator
