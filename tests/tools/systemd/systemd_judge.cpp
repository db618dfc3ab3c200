#include "tests/tools/systemd/systemd_judge.hpp"

#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/child_process.hpp"

namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;

const std::string analyze = "/usr/bin/systemd-analyze";

} // namespace

bool SystemdJudge::present() { return fs::exists(analyze); }

SystemdJudge::SystemdJudge(std::string_view unit)
    : name_{unit},
      shipped_{support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} / "tools/systemd" / unit)},
      judged_{shipped_} {
    if (shipped_.empty()) {
        throw std::runtime_error{"tools/systemd has no " + name_};
    }
    instead_of("/usr/bin/lanterne-", fs::absolute(LANTERNE_BUILD_FOLDER "/bin/lanterne-"));
}

void SystemdJudge::instead_of(std::string_view installed, const fs::path& there) {
    for (std::size_t at = judged_.find(installed); at != std::string::npos;
         at = judged_.find(installed, at + there.string().size())) {
        judged_.replace(at, installed.size(), there.string());
    }
    write();
}

void SystemdJudge::add_drop_in(std::string_view name, std::string_view text) const {
    const fs::path folder = home_.path() / (name_ + ".d");
    fs::create_directories(folder);
    std::ofstream{folder / name} << text;
}

std::string SystemdJudge::complaints() const {
    const Said said = systemd_says({"verify", "--man=no", (home_.path() / name_).string()});
    std::string complaints;
    if (said.code != 0) {
        complaints = "exit code " + std::to_string(said.code) + "\n";
    }
    // It ends with 0 also when it does not know a key, and other units of the machine have faults
    // of their own: the lines about this one are what counts.
    std::istringstream lines{said.text};
    for (std::string line; std::getline(lines, line);) {
        if (line.find(name_) != std::string::npos) {
            complaints += line + "\n";
        }
    }
    return complaints;
}

std::optional<double> SystemdJudge::exposure() const {
    const Said said =
        systemd_says({"security", "--offline=true", "--no-pager", (home_.path() / name_).string()});
    const std::string before = "Overall exposure level for " + name_ + ": ";
    const std::size_t at = said.text.find(before);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    double level = 0;
    const char* const first = said.text.data() + at + before.size();
    const auto read = std::from_chars(first, said.text.data() + said.text.size(), level);
    if (read.ec != std::errc{}) {
        return std::nullopt;
    }
    return level;
}

SystemdJudge::Said SystemdJudge::systemd_says(const std::vector<std::string>& words) const {
    const fs::path output = home_.path() / "said"; // children add to what is there
    fs::remove(output);
    support::Command command{.words = {analyze},
                             .environment = {{"SYSTEMD_UNIT_PATH", home_.path().string() + ":"}},
                             .output = output};
    command.words.insert(command.words.end(), words.begin(), words.end());
    support::ChildProcess child{command};
    const int code = child.wait().value_or(-1);
    return {code, support::read_text(output)};
}

void SystemdJudge::write() const { std::ofstream{home_.path() / name_} << judged_; }

} // namespace lanterne::tools
