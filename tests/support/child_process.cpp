#include "tests/support/child_process.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

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
    const std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf(); // a file of /proc may end, with its process, while it is read
    return std::move(text).str();
}

} // namespace lanterne::support
