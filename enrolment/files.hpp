#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lanterne::enrolment {

/// What was asked for cannot be done. One line for a person; main prints it and ends with 2.
struct EnrolmentError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The whole file; nothing when it is not there. Throws EnrolmentError when it cannot be read or is
/// larger than `limit` bytes.
std::optional<std::string> read_file(const std::filesystem::path& file, std::size_t limit);

/// Puts the content in the file's place at once, for its owner alone, and on the disk: whatever is
/// killed or loses power, the file is the one before or this one. Throws EnrolmentError.
void replace_file(const std::filesystem::path& file, std::string_view content);

/// A lock on a file (flock), held while it lives; of a process that died it is free.
class FileLock {
public:
    /// Throws EnrolmentError with `busy` when somebody else holds it.
    FileLock(const std::filesystem::path& file, const std::string& busy);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int descriptor_;
};

} // namespace lanterne::enrolment
