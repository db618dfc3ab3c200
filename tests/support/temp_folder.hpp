#pragma once

#include <cstdint>
#include <filesystem>

namespace lanterne::support {

/// in_memory: in /dev/shm, where that has room for what tests put there; else on the disk as well.
enum class Storage { on_disk, in_memory };

/// How much may be put into /dev/shm without taking from others what they need: what is free there,
/// and no more than the machine has available. 0 where it is not there.
std::uint64_t memory_room_bytes();

/// A folder is in memory only where this is left: the largest test program fills half of it, and
/// two run at a time.
inline constexpr std::uint64_t memory_reserve_bytes = 6'000'000'000;

/// A new empty folder of its own, with a path short enough for sockets in it, removed with all that
/// lies in it at the end. Also removes what a test program left that was killed before its end.
class TempFolder {
public:
    explicit TempFolder(Storage storage = Storage::on_disk);
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace lanterne::support
