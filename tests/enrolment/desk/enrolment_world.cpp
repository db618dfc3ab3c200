#include "tests/enrolment/desk/enrolment_world.hpp"

#include <cstdlib>
#include <fstream>

namespace lanterne::enrolment {

namespace fs = std::filesystem;

std::map<std::string, std::string> EnrolmentWorld::environment() const {
    const std::string tools = fs::absolute(LANTERNE_SOURCE_FOLDER "/tools/authority");
    const std::string programs = fs::absolute(LANTERNE_BUILD_FOLDER "/bin");
    return {{"PATH", path_before + tools + ":" + programs + ":" + std::getenv("PATH")}};
}

EnrolmentWorld::Answer EnrolmentWorld::run(std::vector<std::string> words) {
    const fs::path log = folder.path() / ("said" + std::to_string(++runs_));
    support::ChildProcess child{
        {.words = std::move(words), .environment = environment(), .output = log}};
    const auto code = child.wait();
    return {code, support::read_text(log)};
}

EnrolmentWorld::Answer EnrolmentWorld::authority(std::string_view command,
                                                 std::vector<std::string> words) {
    words.insert(words.begin(), {LANTERNE_SOURCE_FOLDER "/tools/authority/lanterne-authority",
                                 std::string{command}, made.folder().string()});
    return run(std::move(words));
}

EnrolmentWorld::Answer EnrolmentWorld::provision(const std::string& list,
                                                 std::vector<std::string> more) {
    const fs::path file = folder.path() / "units.csv";
    std::ofstream{file, std::ios::binary} << list;
    std::vector<std::string> words{file.string(), "--to", out().string(), "--server",
                                   "127.0.0.1:" + std::to_string(port)};
    words.insert(words.end(), more.begin(), more.end());
    return authority("provision", std::move(words));
}

std::vector<std::string> EnrolmentWorld::enrol_words(const std::string& name,
                                                     std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker", "enrol", board(name).string()});
    return words;
}

EnrolmentWorld::Answer EnrolmentWorld::enrol(const std::string& name,
                                             std::vector<std::string> words) {
    return run(enrol_words(name, std::move(words)));
}

EnrolmentWorld::Answer EnrolmentWorld::enrol_by_file(const std::string& name,
                                                     const std::string& serial) {
    return enrol(name, {"--file", out() / serial / "lanterne-enrol.toml"});
}

void EnrolmentWorld::start_desk() {
    const std::string script = LANTERNE_SOURCE_FOLDER "/tools/authority/lanterne-authority";
    desk.reset();
    desk.emplace(support::Command{.words = {script, "serve", made.folder().string(), "--address",
                                            "127.0.0.1", "--port", std::to_string(port)},
                                  .environment = environment(),
                                  .output = folder.path() / "desk.log"});
    ASSERT_TRUE(support::wait_until([&] { return support::listens(port); })) << desk_log();
}

std::string EnrolmentWorld::code_of(const std::string& serial) const {
    const std::string text = support::read_text(out() / serial / "lanterne-enrol.toml");
    const std::string word = "code = \"";
    const std::size_t at = text.find(word);
    return at == std::string::npos ? "" : text.substr(at + word.size(), 24);
}

std::string EnrolmentWorld::current(const std::string& name, std::string_view file) const {
    return support::read_text(board(name) / "current" / file);
}

std::size_t EnrolmentWorld::valid_certificates(const std::string& serial) {
    const std::string list = authority("list").said;
    const std::string word = serial + " valid ";
    std::size_t count = 0;
    for (std::size_t at = list.find(word); at != std::string::npos; at = list.find(word, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace lanterne::enrolment
