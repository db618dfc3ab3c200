#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/board_files.hpp"
#include "tests/boards/repository.hpp"

namespace lanterne::boards {
namespace {

class EachBoard : public testing::TestWithParam<std::string> {
protected:
    const firmware::Board board = load(GetParam());
};

TEST_P(EachBoard, HasTheNameOfItsFolder) { EXPECT_EQ(board.name, GetParam()); }

TEST_P(EachBoard, LastsForHoursIfItHasABattery) {
    const double continuous_mw = board.power.idle_mw + board.power.gnss_mw + board.power.network_mw;

    EXPECT_TRUE(board.power.capacity_mwh == 0 || board.power.capacity_mwh / continuous_mw > 6);
}

TEST_P(EachBoard, SaysHonestlyWhatWasTried) {
    EXPECT_THAT(text_of(folder() / GetParam() / "README.md"), testing::HasSubstr("**Tried"));
}

TEST_P(EachBoard, StandsInTheTableWithItsArchitectureAndSupportLevel) {
    const std::string table = text_of(folder() / "README.md");
    const std::size_t row = table.find("\n| [" + board.name + "](" + board.name + "/README.md) | " +
                                       std::string{to_text(board.architecture)} + " |");

    ASSERT_NE(row, std::string::npos);
    EXPECT_THAT(table.substr(row + 1, table.find('\n', row + 1) - row - 1),
                testing::EndsWith(" " + std::string{to_text(board.support_level)} + " |"));
}

TEST_P(EachBoard, GivesGpsdAFileOfAssignmentsInQuotes) {
    std::istringstream lines{firmware::gpsd_defaults(board)};
    std::string comment;
    std::getline(lines, comment);
    std::vector<std::string> assignments;
    for (std::string line; std::getline(lines, line);) {
        assignments.push_back(line);
    }

    EXPECT_THAT(comment, testing::StartsWith("# "));
    EXPECT_EQ(assignments.size(), 3U);
    EXPECT_THAT(assignments, testing::Each(testing::ContainsRegex("^[A-Z_]+=\"[^\"\\\\$`]+\"$")));
}

TEST_P(EachBoard, GivesTheServiceADropInOfSectionsAndSettings) {
    std::istringstream lines{firmware::service_drop_in(board)};
    std::vector<std::string> others;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && !line.starts_with("# ")) {
            others.push_back(line);
        }
    }

    EXPECT_THAT(others, testing::Each(testing::ContainsRegex(
                            "^(\\[(Unit|Service)\\]|[A-Z][A-Za-z]+=[^%\\\\\"']+)$")));
    EXPECT_THAT(others, testing::Contains("WatchdogSec=" + std::to_string(board.watchdog.count())));
}

TEST_P(EachBoard, SaysInItsReadmeHowItsSystemIsUpdated) {
    const std::string readme = text_of(folder() / GetParam() / "README.md");

    for (const std::string& device :
         board.update ? std::vector{board.update->root_a, board.update->root_b, board.update->data}
                      : std::vector<std::string>{"apt"}) {
        EXPECT_THAT(readme, testing::HasSubstr(device));
    }
}

INSTANTIATE_TEST_SUITE_P(Repository, EachBoard, testing::ValuesIn(names()),
                         [](const auto& board) { return test_name(board.param); });

TEST(Boards, AreThoseThatWePromise) {
    EXPECT_THAT(names(),
                testing::IsSupersetOf({"raspberry-pi-zero-2w", "beaglebone-black", "beagleplay",
                                       "orange-pi-zero3", "generic-linux", "simulated"}));
}

} // namespace
} // namespace lanterne::boards
