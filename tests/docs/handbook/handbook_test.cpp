#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/boards/repository.hpp"
#include "tests/docs/handbook/pages.hpp"
#include "tests/docs/handbook/program_help.hpp"
#include "tests/support/child_process.hpp"

/// docs/handbook, held to the boards and programs that it tells of.
namespace lanterne::docs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path handbook = fs::path{LANTERNE_SOURCE_FOLDER} / "docs/handbook";

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream stream{line};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        if (word != "sudo" || !words.empty()) {
            words.push_back(word);
        }
    }
    return words;
}

/// The boards that one can hold in a hand.
std::vector<std::string> boards_with_a_page() {
    std::vector<std::string> names;
    for (const std::string& name : boards::names()) {
        if (std::holds_alternative<firmware::SerialPort>(boards::load(name).gnss.source)) {
            names.push_back(name);
        }
    }
    return names;
}

class PageOfBoard : public testing::TestWithParam<std::string> {
protected:
    const firmware::Board board = boards::load(GetParam());
    const std::string page = support::read_text(handbook / (GetParam() + ".md"));
};

TEST_P(PageOfBoard, IsInTheIndex) {
    EXPECT_THAT(support::read_text(handbook / "README.md"), HasSubstr("](" + GetParam() + ".md)"));
}

TEST_P(PageOfBoard, NamesWhatItsDescriptionSays) {
    EXPECT_THAT(page, HasSubstr(std::get<firmware::SerialPort>(board.gnss.source).device));
    EXPECT_THAT(page, HasSubstr("`" + board.name + "`"));
    if (const auto* led = std::get_if<firmware::KernelLed>(&board.lamp)) {
        EXPECT_THAT(page, testing::AnyOf(HasSubstr(led->name), HasSubstr("USR3")));
    }
}

TEST_P(PageOfBoard, SaysThatNothingWasTriedUntilSomethingWas) {
    const bool says_so = page.find("**Not tried on the board.**") != std::string::npos ||
                         page.find("No real receiver has been tried.") != std::string::npos;

    EXPECT_EQ(says_so, board.support_level != firmware::SupportLevel::tested);
}

INSTANTIATE_TEST_SUITE_P(Repository, PageOfBoard, testing::ValuesIn(boards_with_a_page()),
                         [](const auto& board) { return boards::test_name(board.param); });

TEST(Handbook, LeadsNowhereThatIsNotThere) {
    for (const fs::path& page : pages()) {
        for (const std::string& link : links(support::read_text(page))) {
            EXPECT_TRUE(fs::exists(page.parent_path() / link)) << page << ": " << link;
        }
    }
}

TEST(Handbook, NamesNoCommandAndNoOptionThatAProgramDoesNotKnow) {
    ProgramHelp programs;
    int commands = 0;
    for (const fs::path& page : pages()) {
        for (const std::string& line : code(support::read_text(page))) {
            const auto words = words_of(line);
            if (!words.empty() && ProgramHelp::program(words.front())) {
                EXPECT_EQ(programs.unknown_in(words), "") << page << ": " << line;
                commands += words.size() > 1 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(commands, 15);
}

TEST(Handbook, NamesNoServiceAndNoScriptThatIsNotShipped) {
    const fs::path tools = fs::path{LANTERNE_SOURCE_FOLDER} / "tools";
    int named = 0;
    for (const fs::path& page : pages()) {
        for (const std::string& line : code(support::read_text(page))) {
            const auto words = words_of(line);
            for (const std::string& word : words) {
                if (words.front() == "systemctl" && word.starts_with("lanterne-")) {
                    EXPECT_TRUE(fs::exists(tools / "systemd" / (word + ".service"))) << line;
                    ++named;
                } else if (word.starts_with("/usr/lib/lanterne/")) {
                    const std::string script = fs::path{word}.filename();
                    EXPECT_TRUE(fs::exists(tools / "board" / script) ||
                                fs::exists(tools / "update" / script))
                        << line;
                    ++named;
                }
            }
        }
    }
    EXPECT_GT(named, 4);
}

/// All that our programs on a unit can say, and what their page of reasons quotes of others.
std::string all_that_is_said() {
    std::string said = support::read_text(fs::path{LANTERNE_SOURCE_FOLDER} / "docs/identity.md");
    for (const char* folder : {"firmware", "hal/linux", "simulator/doctor", "tools/update"}) {
        for (const auto& entry :
             fs::recursive_directory_iterator{fs::path{LANTERNE_SOURCE_FOLDER} / folder}) {
            said += entry.is_regular_file() ? support::read_text(entry.path()) : "";
        }
    }
    return said;
}

TEST(Handbook, QuotesNoMessageThatNobodySays) {
    const std::string said = all_that_is_said();
    const auto quoted = messages(support::read_text(handbook / "what-to-do-when.md"));

    EXPECT_GT(quoted.size(), 15U);
    for (const std::string& message : quoted) {
        EXPECT_NE(said.find(message), std::string::npos) << message;
    }
}

} // namespace
} // namespace lanterne::docs
