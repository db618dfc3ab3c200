#include "enrolment/files.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const char* what) {
    throw EnrolmentError{file.string() + ": " + what + ": " +
                         std::generic_category().message(errno)};
}

class Descriptor {
public:
    Descriptor(const fs::path& file, int flags)
        : number_{::open(file.c_str(), flags | O_CLOEXEC, 0600)} {
        if (number_ < 0) {
            fail(file, "cannot be opened");
        }
    }

    ~Descriptor() { ::close(number_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

void write_all(const Descriptor& out, std::string_view content, const fs::path& file) {
    while (!content.empty()) {
        const ssize_t written = ::write(out.number(), content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            fail(file, "cannot be written");
        }
        content.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (::fsync(out.number()) != 0) {
        fail(file, "cannot be made certain");
    }
}

} // namespace

std::optional<std::string> read_file(const fs::path& file, std::size_t limit) {
    if (std::error_code error; !fs::exists(file, error)) {
        if (error) {
            throw EnrolmentError{file.string() + ": cannot be read: " + error.message()};
        }
        return std::nullopt;
    }
    std::ifstream in{file, std::ios::binary};
    std::string text(limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > limit) {
        throw EnrolmentError{file.string() + ": is over " + std::to_string(limit) + " bytes long"};
    }
    // A folder opens, but does not read.
    if (in.bad() || !in.eof()) {
        throw EnrolmentError{file.string() + ": cannot be read"};
    }
    return text;
}

void replace_file(const fs::path& file, std::string_view content) {
    const fs::path fresh{file.string() + ".new"};
    {
        const Descriptor out{fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW};
        write_all(out, content, fresh);
    }
    if (::rename(fresh.c_str(), file.c_str()) != 0) {
        fail(file, "cannot be replaced");
    }
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    const Descriptor in{folder, O_RDONLY | O_DIRECTORY};
    if (::fsync(in.number()) != 0) {
        fail(folder, "cannot be made certain");
    }
}

FileLock::FileLock(const fs::path& file, const std::string& busy)
    : descriptor_{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
    if (descriptor_ < 0) {
        fail(file, "cannot be opened");
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw EnrolmentError{busy};
    }
}

FileLock::~FileLock() { ::close(descriptor_); }

} // namespace lanterne::enrolment
