#include "hal/linux/published_file.hpp"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

constexpr mode_t for_everybody = 0644;

bool write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        content.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

PublishedFile::PublishedFile(std::filesystem::path file)
    : file_{std::move(file)},
      next_{file_.parent_path() / ("." + file_.filename().string() + ".next")} {}

PublishedFile::~PublishedFile() {
    ::unlink(next_.c_str());
    ::unlink(file_.c_str());
}

bool PublishedFile::publish(std::string_view content) const {
    const int descriptor =
        ::open(next_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, for_everybody);
    if (descriptor < 0) {
        return false;
    }
    // A service's umask lets nobody else read.
    const bool written = ::fchmod(descriptor, for_everybody) == 0 && write_all(descriptor, content);
    return ::close(descriptor) == 0 && written && ::rename(next_.c_str(), file_.c_str()) == 0;
}

} // namespace lanterne::hal::linux_system
