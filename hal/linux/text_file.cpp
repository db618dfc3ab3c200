#include "hal/linux/text_file.hpp"

#include <fstream>
#include <stdexcept>

namespace lanterne::hal::linux_system {

std::string read_text_file(const std::filesystem::path& file, std::size_t limit) {
    std::ifstream in{file, std::ios::binary};
    std::string text(limit + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > limit) {
        throw std::runtime_error{file.string() + ": is over " + std::to_string(limit) +
                                 " bytes long"};
    }
    // A folder opens, but does not read.
    if (in.bad() || !in.eof()) {
        throw std::runtime_error{file.string() + ": cannot be read"};
    }
    return text;
}

} // namespace lanterne::hal::linux_system
