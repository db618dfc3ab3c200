#pragma once

#include <filesystem>
#include <string_view>

namespace lanterne::hal::linux_system {

/// A file for everybody to read, which is written anew again and again: whoever reads sees one
/// content or the next, never a part. It is for a folder in memory (/run) and is not made certain.
/// Gone with this object.
class PublishedFile {
public:
    /// The folder is there. Nothing is written yet.
    explicit PublishedFile(std::filesystem::path file);
    ~PublishedFile();
    PublishedFile(const PublishedFile&) = delete;
    PublishedFile& operator=(const PublishedFile&) = delete;

    /// False when it could not be written: then the former content stays.
    [[nodiscard]] bool publish(std::string_view content) const;

private:
    std::filesystem::path file_;
    std::filesystem::path next_; ///< the coming content, while it is written
};

} // namespace lanterne::hal::linux_system
