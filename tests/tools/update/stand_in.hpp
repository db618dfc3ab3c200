#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace lanterne::tools {

/// Writes a program (of sh) that stands in front of the real one on a PATH that begins with its
/// folder.
inline void stand_in(const std::filesystem::path& program, const std::string& lines) {
    std::filesystem::create_directories(program.parent_path());
    std::ofstream{program} << "#!/bin/sh\n" << lines;
    std::filesystem::permissions(program, std::filesystem::perms::owner_all |
                                              std::filesystem::perms::group_exec |
                                              std::filesystem::perms::others_exec);
}

inline void touch(const std::filesystem::path& file) {
    std::filesystem::create_directories(file.parent_path());
    const std::ofstream made{file};
}

} // namespace lanterne::tools
