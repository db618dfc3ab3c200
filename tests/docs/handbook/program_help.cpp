#include "tests/docs/handbook/program_help.hpp"

#include <regex>

#include "tests/support/child_process.hpp"

namespace lanterne::docs {

namespace fs = std::filesystem;

namespace {

bool is_option(const std::string& word) { return word.starts_with("--"); }

bool is_command_word(const std::string& word) {
    return std::regex_match(word, std::regex{"[a-z][a-z-]*"});
}

/// Help lists a command at a line's beginning, two blanks from the edge.
bool lists(const std::string& help, const std::string& command) {
    return std::regex_search(help, std::regex{"\n  " + command + "[ \n,]"});
}

} // namespace

std::optional<fs::path> ProgramHelp::program(const std::string& name) {
    if (!std::regex_match(name, std::regex{"lanterne-[a-z]+"})) {
        return std::nullopt;
    }
    for (const char* folder :
         {LANTERNE_BUILD_FOLDER "/bin", LANTERNE_SOURCE_FOLDER "/tools/authority",
          LANTERNE_SOURCE_FOLDER "/tools/update", LANTERNE_SOURCE_FOLDER "/tools/server"}) {
        if (fs::exists(fs::path{folder} / name)) {
            return fs::path{folder} / name;
        }
    }
    return std::nullopt;
}

const std::string& ProgramHelp::help(const fs::path& program,
                                     const std::vector<std::string>& commands) {
    std::vector<std::string> words{program};
    words.insert(words.end(), commands.begin(), commands.end());
    words.emplace_back("--help");
    std::string key;
    for (const std::string& word : words) {
        key += word + ' ';
    }
    const auto [place, is_new] = helps_.try_emplace(key);
    if (is_new) {
        const fs::path output = home_.path() / "help";
        fs::remove(output);
        support::ChildProcess child{{.words = words, .output = output}};
        place->second = child.wait() == 0 ? support::read_text(output) : "";
    }
    return place->second;
}

std::string ProgramHelp::unknown_in(const std::vector<std::string>& words) {
    const fs::path program = ProgramHelp::program(words.front()).value();
    std::vector<std::string> commands;
    std::string known = help(program, {});
    // A script says all at once; it takes --help in the first place alone.
    const bool is_script = known.find("Subcommands:") == std::string::npos;
    bool is_value = false;
    bool may_be_command = lists(known, "[a-z]+");
    for (auto word = words.begin() + 1; word != words.end(); ++word) {
        if (is_option(*word)) {
            if (known.find(word->substr(0, word->find('='))) == std::string::npos) {
                return *word;
            }
            is_value = true;
            continue;
        }
        if (may_be_command && is_command_word(*word) && lists(known, *word)) {
            commands.push_back(*word);
            known += is_script ? "" : help(program, commands);
            may_be_command =
                !is_script && known.rfind("Subcommands:") != known.find("Subcommands:");
        } else if (commands.empty() && may_be_command && !is_value) {
            return *word;
        }
        is_value = false;
    }
    return "";
}

} // namespace lanterne::docs
