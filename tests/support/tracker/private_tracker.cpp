#include "tests/support/tracker/private_tracker.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "hal/linux/file_storage.hpp"

namespace lanterne::support {

namespace fs = std::filesystem;

namespace {

/// Another program than the built one, such as that of a package behind an emulator, is named by
/// LANTERNE_TRACKER, in words between blanks.
std::vector<std::string> tracker_words() {
    const char* named = std::getenv("LANTERNE_TRACKER");
    std::istringstream words{named != nullptr ? named
                                              : LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker"};
    return {std::istream_iterator<std::string>{words}, {}};
}

} // namespace

PrivateTracker::PrivateTracker(std::uint16_t gpsd_port, std::uint16_t broker_port)
    : gpsd_port_{gpsd_port}, broker_port_{broker_port} {
    fs::create_directory(folder_.path() / "journal");
    fs::create_directory(run_folder());
}

fs::path PrivateTracker::log_file() const { return folder_.path() / "log"; }

void PrivateTracker::start(const UnitSerial& serial, const std::string& more) {
    const fs::path settings = folder_.path() / "unit.toml";
    std::ofstream{settings} << fmt::format(
        "[unit]\nserial = \"{}\"\nboard = \"generic-linux\"\nshard = 0\n"
        "boards = \"" LANTERNE_SOURCE_FOLDER "/boards\"\n"
        "[gpsd]\nhost = \"127.0.0.1\"\nport = {}\npace = \"free\"\n"
        "[journal]\nfolder = \"{}\"\n"
        "[broker]\nhost = \"127.0.0.1\"\nport = {}\n"
        "[sending]\nreport_interval_ms = 500\n{}",
        serial.text(), gpsd_port_, (folder_.path() / "journal").string(), broker_port_, more);
    log_begins_ = log().size();
    Command command{.words = tracker_words(),
                    .environment = {{"RUNTIME_DIRECTORY", run_folder()}},
                    .output = log_file()};
    command.words.insert(command.words.end(), {"--config", settings.string()});
    process_.emplace(command);
}

bool PrivateTracker::is_up() const {
    const std::string said = log().substr(log_begins_);
    return said.find("gpsd connected") != std::string::npos &&
           said.find("broker connected") != std::string::npos;
}

void PrivateTracker::kill9() { process_->kill9(); }

void PrivateTracker::stop() { process_->terminate(); }

PrivateTracker::Said PrivateTracker::status(std::vector<std::string> words) const {
    const TempFolder answer;
    words.insert(words.begin(), {LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker", "status", "--file",
                                 run_folder() / "status.toml"});
    ChildProcess child{{.words = std::move(words), .output = answer.path() / "said"}};
    const auto code = child.wait();
    return {code, read_text(answer.path() / "said")};
}

NumberedFixes PrivateTracker::journalled() const {
    const TempFolder copy;
    fs::copy(folder_.path() / "journal", copy.path() / "journal", fs::copy_options::recursive);
    hal::linux_system::FileStorage storage{copy.path() / "journal"};
    return support::journalled(storage);
}

std::string PrivateTracker::log() const { return read_text(log_file()); }

} // namespace lanterne::support
