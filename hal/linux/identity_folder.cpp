#include "hal/linux/identity_folder.hpp"

#include <cerrno>
#include <set>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hal/linux/text_file.hpp"

namespace lanterne::hal::linux_system {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view set_prefix = "set-";

[[noreturn]] void fail(const fs::path& path, const char* what) {
    throw std::runtime_error{path.string() + ": " + what + ": " +
                             std::generic_category().message(errno)};
}

class Descriptor {
public:
    Descriptor(const fs::path& path, int flags)
        : number_{::open(path.c_str(), flags | O_CLOEXEC, 0600)} {
        if (number_ < 0) {
            fail(path, "cannot be opened");
        }
    }

    ~Descriptor() { ::close(number_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

void sync(const fs::path& path, const Descriptor& descriptor) {
    if (::fsync(descriptor.number()) != 0) {
        fail(path, "cannot be made certain");
    }
}

void sync_folder(const fs::path& folder) {
    sync(folder, Descriptor{folder, O_RDONLY | O_DIRECTORY});
}

void write_new(const fs::path& file, std::string_view content) {
    const Descriptor out{file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW};
    while (!content.empty()) {
        const ssize_t written = ::write(out.number(), content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            fail(file, "cannot be written");
        }
        content.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    sync(file, out);
}

void write_all(const fs::path& folder, std::span<const hal::IdentityFile> files) {
    for (const hal::IdentityFile& file : files) {
        // What an earlier try left that did not come to its end.
        fs::remove(folder / file.name);
        write_new(folder / file.name, file.content);
    }
    sync_folder(folder);
}

void move_over(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        fail(to, "cannot be replaced");
    }
}

} // namespace

IdentityFolder::IdentityFolder(const fs::path& folder) : folder_{fs::absolute(folder)} {}

bool IdentityFolder::has_current() const { return fs::exists(folder_ / "current"); }

std::optional<std::string> IdentityFolder::prepared(std::string_view name) const {
    const fs::path file = folder_ / "prepared" / name;
    if (!fs::exists(file)) {
        return std::nullopt;
    }
    return read_text_file(file, max_file_bytes);
}

fs::path IdentityFolder::make_set() const {
    std::error_code error;
    if (fs::create_directories(folder_, error)) {
        fs::permissions(folder_, fs::perms::owner_all);
    } else if (error) {
        throw std::runtime_error{folder_.string() + ": cannot be made: " + error.message()};
    }
    std::string name = (folder_ / set_prefix).string() + "XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        fail(folder_, "takes no new folder");
    }
    return name;
}

void IdentityFolder::prepare(std::span<const hal::IdentityFile> files) {
    const fs::path set = make_set();
    write_all(set, files);
    const fs::path link = set / "link";
    fs::create_symlink(set.filename(), link);
    move_over(link, folder_ / "prepared");
    sync_folder(folder_);
    remove_unnamed_sets();
}

void IdentityFolder::complete(std::span<const hal::IdentityFile> files) {
    write_all(folder_ / "prepared", files);
    move_over(folder_ / "prepared", folder_ / "current");
    sync_folder(folder_);
    remove_unnamed_sets();
}

void IdentityFolder::remove_unnamed_sets() const {
    std::set<fs::path> named;
    for (const char* name : {"current", "prepared"}) {
        if (fs::is_symlink(folder_ / name)) {
            named.insert(fs::read_symlink(folder_ / name));
        }
    }
    for (const auto& entry : fs::directory_iterator{folder_}) {
        const fs::path name = entry.path().filename();
        if (name.string().starts_with(set_prefix) && !named.contains(name)) {
            fs::remove_all(entry.path());
        }
    }
}

} // namespace lanterne::hal::linux_system
