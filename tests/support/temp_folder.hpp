#pragma once

#include <filesystem>

namespace lanterne::support {

/// A new empty folder of its own, with a path short enough for sockets in it, removed with all that
/// lies in it at the end. Also removes what a test program left that was killed before its end.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace lanterne::support
