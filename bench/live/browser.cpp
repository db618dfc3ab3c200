#include "bench/live/browser.hpp"

#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::bench {

namespace {

namespace fs = std::filesystem;

const fs::path source = LANTERNE_SOURCE_FOLDER;

/// Of five pages with a throttled processor, on a machine that others use too.
constexpr std::chrono::seconds patience{600};

} // namespace

bool has_browser() {
    const bool has_chromium =
        fs::exists("/usr/bin/chromium") || fs::exists("/usr/bin/chromium-browser");
    return has_chromium && fs::exists(source / "tests/browser/node_modules/playwright-core") &&
           fs::exists(source / "web-api/site/dist/manifest.json");
}

Seen drive_browser(const std::string& script, const std::vector<std::string>& words) {
    const support::TempFolder folder;
    support::Command command{
        .words = {support::find_program("node"), source / "bench/live/browser" / script},
        .output = folder.path() / "said"};
    command.words.insert(command.words.end(), words.begin(), words.end());
    support::ChildProcess child{command};
    const auto code = child.wait(patience);
    const std::string said = support::read_text(command.output);
    if (code != 0) {
        throw std::runtime_error{fmt::format(
            "{} {}: {}", script, code ? fmt::format("ended with {}", *code) : "did not end", said)};
    }
    return read_seen(said);
}

} // namespace lanterne::bench
