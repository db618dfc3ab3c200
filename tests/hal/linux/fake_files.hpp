#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {

/// A folder that stands for /sys or /proc, with what a test writes into it.
class FakeFiles {
public:
    const std::filesystem::path& path() const { return folder_.path(); }

    void write(const std::string& name, const std::string& text) {
        const auto file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file} << text;
    }

    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream{path() / name}.rdbuf();
        return text.str();
    }

    void remove(const std::string& name) { std::filesystem::remove_all(path() / name); }

private:
    support::TempFolder folder_;
};

} // namespace lanterne::hal::linux_system
