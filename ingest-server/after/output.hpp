#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace lanterne::ingest::after {

/// Nobody reads any more, the disk is full: what and why, for a person.
struct OutputFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Where bytes go that may be many: standard output, or a file that has its name only once it is
/// whole.
class Output {
public:
    /// Nothing: standard output, of which a closed end is told as OutputFailed from now on, not by
    /// SIGPIPE. Throws OutputFailed when the file cannot be made.
    explicit Output(std::optional<std::filesystem::path> file);
    ~Output(); ///< removes what is not whole
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// All of it. Throws OutputFailed.
    void write(std::string_view bytes);
    /// A file is on the disk and has its name when this returns; what had it before is gone. Throws
    /// OutputFailed.
    void finish();

private:
    std::optional<std::filesystem::path> file_;
    std::filesystem::path growing_;
    int descriptor_ = -1;
};

} // namespace lanterne::ingest::after
