#include "bench/http/wrk.hpp"

#include <regex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

double requests_per_second(const std::string& url, std::chrono::seconds length,
                           const std::string& script) {
    const support::TempFolder folder;
    const auto output = folder.path() / "wrk";
    std::vector<std::string> words{support::find_program("wrk"), "-t1", "-c64",
                                   fmt::format("-d{}s", length.count())};
    if (std::thread::hardware_concurrency() > 1) {
        words.insert(words.begin(), {support::find_program("taskset"), "--cpu-list", "1"});
    }
    if (!script.empty()) {
        words.insert(words.end(), {"-s", script});
    }
    words.push_back(url);
    support::ChildProcess child{{.words = std::move(words), .output = output}};
    const auto code = child.wait(length + std::chrono::seconds{60});
    const std::string said = support::read_text(output);
    std::smatch found;
    if (code != 0 || said.find("Non-2xx") != std::string::npos ||
        said.find("Socket errors") != std::string::npos ||
        !std::regex_search(said, found, std::regex{R"(Requests/sec:\s+([0-9.]+))"})) {
        throw std::runtime_error{"wrk on " + url + " says:\n" + said};
    }
    return std::stod(found[1]);
}

} // namespace lanterne::bench
