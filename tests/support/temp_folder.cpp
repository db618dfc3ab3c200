#include "tests/support/temp_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace lanterne::support {

TempFolder::TempFolder() {
    // Not TMPDIR: a socket's path may have 107 bytes, and folders of a build go deep.
    std::string name = "/tmp/lanterne-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), name};
    }
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace lanterne::support
