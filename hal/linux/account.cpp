#include "hal/linux/account.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lanterne::hal::linux_system {
namespace {

struct stat folder_above(const std::filesystem::path& path) {
    struct stat found {};

    std::filesystem::path folder = std::filesystem::absolute(path).lexically_normal();
    // Of "/a/b/" the parent is "/a/b".
    folder = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
    if (::stat(folder.c_str(), &found) != 0) {
        throw std::runtime_error{folder.string() +
                                 ": cannot be asked for its owner, to whom the files in it must "
                                 "belong: " +
                                 std::generic_category().message(errno)};
    }
    return found;
}

} // namespace

void act_as_owner_above(const std::filesystem::path& path) {
    if (::geteuid() != 0) {
        return;
    }
    const struct stat owner = folder_above(path);
    if (owner.st_uid == 0) {
        return;
    }
    // Groups first: whoever is no longer root cannot.
    if (::setgroups(1, &owner.st_gid) != 0 || ::setgid(owner.st_gid) != 0 ||
        ::setuid(owner.st_uid) != 0) {
        throw std::runtime_error{"cannot become the owner of the folder above " + path.string() +
                                 ": " + std::generic_category().message(errno)};
    }
}

} // namespace lanterne::hal::linux_system
