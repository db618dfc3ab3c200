#include "tests/support/child_process.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/support/temp_folder.hpp"

namespace lanterne::support {

void run_to_end(Command command, std::chrono::seconds limit) {
    const TempFolder folder;
    command.output = folder.path() / "output";
    ChildProcess child{command};
    if (child.wait(limit) != 0) {
        throw std::runtime_error{command.words[0] + " failed: " + read_text(command.output)};
    }
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace lanterne::support
