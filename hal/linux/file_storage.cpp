#include "hal/linux/file_storage.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

/// Calls again as long as a signal interrupts the call.
template<class Call>
auto without_interruption(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

tl::unexpected<StorageError> last_error() {
    switch (errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return tl::unexpected{StorageError::full};
    case ENOENT: return tl::unexpected{StorageError::missing};
    default: return tl::unexpected{StorageError::failed};
    }
}

bool is_plain_name(const std::string& name) {
    return !name.empty() && name.size() <= 255 && name.front() != '.' &&
           name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

class File final : public hal::StorageFile {
public:
    explicit File(int descriptor) : descriptor_{descriptor} {}

    ~File() override { ::close(descriptor_); }

    File(const File&) = delete;
    File& operator=(const File&) = delete;

    StorageResult<void> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = without_interruption([&] {
                return ::pwrite(descriptor_, bytes.data(), bytes.size(),
                                static_cast<off_t>(offset));
            });
            if (written < 0) {
                return last_error();
            }
            offset += static_cast<std::uint64_t>(written);
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
        return {};
    }

    StorageResult<std::vector<std::byte>> read_at(std::uint64_t offset,
                                                  std::size_t limit) override {
        const auto length = size();
        if (!length) {
            return tl::unexpected{length.error()};
        }
        const std::uint64_t there = *length > offset ? *length - offset : 0;
        std::vector<std::byte> bytes(
            static_cast<std::size_t>(std::min<std::uint64_t>(limit, there)));
        std::size_t filled = 0;
        while (filled < bytes.size()) {
            const ssize_t got = without_interruption([&] {
                return ::pread(descriptor_, bytes.data() + filled, bytes.size() - filled,
                               static_cast<off_t>(offset + filled));
            });
            if (got < 0) {
                return last_error();
            }
            if (got == 0) {
                break;
            }
            filled += static_cast<std::size_t>(got);
        }
        bytes.resize(filled);
        return bytes;
    }

    StorageResult<std::uint64_t> size() override {
        struct stat about {};

        if (::fstat(descriptor_, &about) != 0) {
            return last_error();
        }
        return static_cast<std::uint64_t>(about.st_size);
    }

    StorageResult<void> sync() override {
        if (without_interruption([&] { return ::fdatasync(descriptor_); }) != 0) {
            return last_error();
        }
        return {};
    }

private:
    int descriptor_;
};

/// Extents without a prefill: on ext4 this writes fewer bytes in all than zeros would.
StorageResult<void> take_room(int descriptor, std::uint64_t bytes) {
    if (bytes == 0) {
        return {};
    }
    // It answers with the error itself, and leaves errno alone.
    int error = EINTR;
    while (error == EINTR) {
        error = ::posix_fallocate(descriptor, 0, static_cast<off_t>(bytes));
    }
    if (error != 0) {
        errno = error;
        return last_error();
    }
    return {};
}

struct CloseFolder {
    void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

} // namespace

FileStorage::FileStorage(const std::filesystem::path& folder) {
    const auto refuse = [&](const char* what) {
        throw std::runtime_error(std::string{what} + " the folder " + folder.string() + ": " +
                                 std::strerror(errno));
    };
    if (::mkdir(folder.c_str(), 0750) != 0 && errno != EEXIST) {
        refuse("cannot make");
    }
    folder_ = without_interruption(
        [&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
    if (folder_ < 0) {
        refuse("cannot open");
    }
}

FileStorage::~FileStorage() { ::close(folder_); }

StorageResult<std::vector<std::string>> FileStorage::list() {
    const int again = ::openat(folder_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (again < 0) {
        return last_error();
    }
    const std::unique_ptr<DIR, CloseFolder> entries{::fdopendir(again)};
    if (!entries) {
        ::close(again);
        return last_error();
    }
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* entry = ::readdir(entries.get())) {
        std::string name = entry->d_name;
        if (is_plain_name(name)) {
            names.push_back(std::move(name));
        }
        errno = 0;
    }
    if (errno != 0) {
        return last_error();
    }
    return names;
}

StorageResult<std::unique_ptr<StorageFile>> FileStorage::open(const std::string& name) {
    if (!is_plain_name(name)) {
        return tl::unexpected{StorageError::failed};
    }
    const int descriptor =
        without_interruption([&] { return ::openat(folder_, name.c_str(), O_RDWR | O_CLOEXEC); });
    if (descriptor < 0) {
        return last_error();
    }
    return std::make_unique<File>(descriptor);
}

StorageResult<std::unique_ptr<StorageFile>> FileStorage::create(const std::string& name,
                                                                std::uint64_t bytes) {
    if (!is_plain_name(name)) {
        return tl::unexpected{StorageError::failed};
    }
    const int descriptor = without_interruption([&] {
        return ::openat(folder_, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    });
    if (descriptor < 0) {
        return last_error();
    }
    auto file = std::make_unique<File>(descriptor);
    // The length is in the file and the name in the folder: without both syncs a power cut may lose
    // the whole file.
    auto made = take_room(descriptor, bytes);
    if (made &&
        (without_interruption([&] { return ::fsync(descriptor); }) != 0 || ::fsync(folder_) != 0)) {
        made = last_error();
    }
    if (!made) {
        ::unlinkat(folder_, name.c_str(), 0);
        return tl::unexpected{made.error()};
    }
    return file;
}

StorageResult<void> FileStorage::rename(const std::string& from, const std::string& to) {
    if (!is_plain_name(from) || !is_plain_name(to) ||
        ::faccessat(folder_, to.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return tl::unexpected{StorageError::failed};
    }
    if (::renameat(folder_, from.c_str(), folder_, to.c_str()) != 0 || ::fsync(folder_) != 0) {
        return last_error();
    }
    return {};
}

StorageResult<void> FileStorage::remove(const std::string& name) {
    if (!is_plain_name(name)) {
        return tl::unexpected{StorageError::failed};
    }
    if (::unlinkat(folder_, name.c_str(), 0) != 0 || ::fsync(folder_) != 0) {
        return last_error();
    }
    return {};
}

StorageResult<std::uint64_t> FileStorage::free_bytes() {
    struct statvfs about {};

    if (without_interruption([&] { return ::fstatvfs(folder_, &about); }) != 0) {
        return last_error();
    }
    return std::uint64_t{about.f_bavail} * about.f_frsize;
}

} // namespace lanterne::hal::linux_system
