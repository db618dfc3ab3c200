#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <glob.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

/// What can be seen of the packages without making them; `./lanterne check packages` and `cross`
/// make and try them.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string text_of(const std::string& file) {
    return support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} / file);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

bool matches_a_file(const std::string& pattern) {
    glob_t found{};
    const int code =
        ::glob((fs::path{LANTERNE_SOURCE_FOLDER} / pattern).c_str(), 0, nullptr, &found);
    ::globfree(&found);
    return code == 0;
}

/// What the packages install of the repository itself; what is built is another matter.
std::vector<std::string> installed_sources() {
    std::vector<std::string> sources;
    for (const auto& entry : fs::directory_iterator{fs::path{LANTERNE_SOURCE_FOLDER} / "debian"}) {
        if (entry.path().extension() != ".install") {
            continue;
        }
        for (const std::string& line : lines_of(support::read_text(entry.path()))) {
            const std::string source = line.substr(0, line.find(' '));
            if (!source.empty() && !source.starts_with("build/") &&
                !source.starts_with("web-api/site/dist/")) {
                sources.push_back(source);
            }
        }
    }
    return sources;
}

TEST(Packages, InstallOnlyWhatIsThere) {
    const auto sources = installed_sources();

    EXPECT_GT(sources.size(), 10U);
    for (const std::string& source : sources) {
        EXPECT_TRUE(matches_a_file(source)) << source << " is in a debian/*.install";
    }
}

TEST(Packages, BringEveryServiceOfOurs) {
    const auto sources = installed_sources();
    const std::set<std::string> installed{sources.begin(), sources.end()};

    for (const auto& entry :
         fs::directory_iterator{fs::path{LANTERNE_SOURCE_FOLDER} / "tools/systemd"}) {
        const std::string kind = entry.path().extension();
        if (kind == ".service" || kind == ".path") {
            EXPECT_TRUE(installed.contains("tools/systemd/" + entry.path().filename().string()))
                << entry.path() << " is in no package";
        }
    }
}

TEST(Packages, AskForEachBoardThatIsDescribed) {
    std::set<std::string> boards;
    for (const auto& entry : fs::directory_iterator{fs::path{LANTERNE_SOURCE_FOLDER} / "boards"}) {
        if (entry.is_directory()) {
            boards.insert(entry.path().filename());
        }
    }
    std::set<std::string> choices;
    for (const std::string& line : lines_of(text_of("debian/lanterne-tracker.templates"))) {
        if (line.starts_with("Choices: ")) {
            std::istringstream words{line.substr(9)};
            for (std::string word; words >> word;) {
                choices.insert(word.substr(0, word.find(',')));
            }
        }
    }

    EXPECT_THAT(choices, ElementsAreArray(boards));
}

TEST(Packages, HaveTheVersionOfTheProgramsInThem) {
    EXPECT_THAT(text_of("debian/changelog"),
                StartsWith(std::string{"lanterne ("} + LANTERNE_VERSION));
}

/// Of the list of packages that ./lanterne installs to build, what is a library; a bench's apart.
TEST(Packages, AreBuiltWithTheLibrariesThatTheBuildHas) {
    const std::string control = text_of("debian/control");

    for (const std::string& line : lines_of(text_of("tools/front-door/packages.txt"))) {
        if (line.starts_with("build lib") && line != "build libbenchmark-dev") {
            EXPECT_THAT(control, HasSubstr(" " + line.substr(6) + ",\n"));
        }
    }
}

class PackageTool : public testing::TestWithParam<const char*> {};

TEST_P(PackageTool, SaysHowItIsUsedWhenItIsUsedWrongly) {
    const support::TempFolder home;
    const fs::path said = home.path() / "said";
    support::ChildProcess tool{
        {.words = {(fs::path{LANTERNE_SOURCE_FOLDER} / "tools/packages" / GetParam()).string(),
                   "mips"},
         .output = said}};

    EXPECT_EQ(tool.wait().value_or(-1), 2);
    EXPECT_THAT(support::read_text(said), HasSubstr(std::string{GetParam()} + " "));
}

INSTANTIATE_TEST_SUITE_P(All, PackageTool,
                         testing::Values("build", "clean-root", "foreign-tracker", "in-root",
                                         "run-unit", "test-foreign", "try-booted", "try-out"),
                         [](const auto& tool) {
                             std::string name = tool.param;
                             std::erase(name, '-');
                             return name;
                         });

} // namespace
} // namespace lanterne::tools
