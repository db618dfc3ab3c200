#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace lanterne::bench {

/// A small ext4 disk in an image file, mounted by a loop device of its own, so that what reaches
/// the device can be counted. Unmounted and removed with this object. Only root can make one.
class LoopDisk {
public:
    /// Throws std::runtime_error, with the step and the reason, where that is not allowed.
    LoopDisk();
    ~LoopDisk();
    LoopDisk(const LoopDisk&) = delete;
    LoopDisk& operator=(const LoopDisk&) = delete;

    const std::filesystem::path& folder() const;

    /// Written to the device since it was made, after all that the file system still holds is
    /// written too.
    std::uint64_t bytes_written();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace lanterne::bench
