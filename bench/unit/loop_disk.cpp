#include "bench/unit/loop_disk.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {
namespace {

constexpr std::uintmax_t image_bytes = std::uintmax_t{64} * 1024 * 1024;
constexpr std::uint64_t sector_bytes = 512; ///< of the kernel's counters, whatever the device has
constexpr int tries = 8;

[[noreturn]] void refuse(const std::string& step) {
    throw std::runtime_error{step + ": " + std::strerror(errno)};
}

class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags)
        : value_{::open(path.c_str(), flags | O_CLOEXEC)} {
        if (value_ < 0) {
            refuse("cannot open " + path.string());
        }
    }

    ~Descriptor() { ::close(value_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int value() const { return value_; }

private:
    int value_;
};

/// The number of a device that shows the image. Another program may take a free one first.
int attach(const std::filesystem::path& image) {
    const Descriptor control{"/dev/loop-control", O_RDWR};
    const Descriptor file{image, O_RDWR};
    for (int left = tries; left > 0; --left) {
        const int number = ::ioctl(control.value(), LOOP_CTL_GET_FREE);
        if (number < 0) {
            refuse("no free loop device");
        }
        const Descriptor device{fmt::format("/dev/loop{}", number), O_RDWR};
        if (::ioctl(device.value(), LOOP_SET_FD, file.value()) == 0) {
            return number;
        }
        if (errno != EBUSY) {
            refuse("the loop device does not take the image");
        }
    }
    refuse("no free loop device");
}

} // namespace

struct LoopDisk::Parts {
    support::TempFolder folder;
    std::filesystem::path mounted = folder.path() / "card";
    int number = -1;
    bool is_mounted = false;

    std::string device() const { return fmt::format("/dev/loop{}", number); }

    ~Parts() {
        if (is_mounted) {
            ::umount2(mounted.c_str(), 0);
        }
        if (number >= 0) {
            const int descriptor = ::open(device().c_str(), O_RDWR | O_CLOEXEC);
            ::ioctl(descriptor, LOOP_CLR_FD);
            ::close(descriptor);
        }
    }
};

LoopDisk::LoopDisk() : parts_{std::make_unique<Parts>()} {
    const auto image = parts_->folder.path() / "image";
    { const std::ofstream empty{image}; }
    std::filesystem::resize_file(image, image_bytes);
    parts_->number = attach(image);
    support::run_to_end({.words = {support::find_program("mkfs.ext4").string(), "-q", "-F", "-E",
                                   "lazy_itable_init=0,lazy_journal_init=0", parts_->device()}});
    std::filesystem::create_directory(parts_->mounted);
    if (::mount(parts_->device().c_str(), parts_->mounted.c_str(), "ext4", MS_NOATIME, "") != 0) {
        refuse("cannot mount " + parts_->device());
    }
    parts_->is_mounted = true;
}

LoopDisk::~LoopDisk() = default;

const std::filesystem::path& LoopDisk::folder() const { return parts_->mounted; }

std::uint64_t LoopDisk::bytes_written() {
    {
        const Descriptor root{parts_->mounted, O_RDONLY | O_DIRECTORY};
        if (::syncfs(root.value()) != 0) {
            refuse("cannot sync the disk");
        }
    }
    std::ifstream counters{fmt::format("/sys/block/loop{}/stat", parts_->number)};
    std::uint64_t value = 0;
    // The seventh is the sectors written (the kernel's Documentation/block/stat).
    for (int field = 0; field < 7; ++field) {
        if (!(counters >> value)) {
            throw std::runtime_error{"the kernel does not count what the loop device writes"};
        }
    }
    return value * sector_bytes;
}

} // namespace lanterne::bench
