#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board.hpp"

namespace lanterne::boards {
namespace {

namespace fs = std::filesystem;

const fs::path boards = fs::path{LANTERNE_SOURCE_FOLDER} / "boards";

std::string text_of(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::vector<std::string> board_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{boards}) {
        if (entry.is_directory()) {
            names.push_back(entry.path().filename());
        }
    }
    std::ranges::sort(names);
    return names;
}

class EachBoard : public testing::TestWithParam<std::string> {
protected:
    const fs::path folder = boards / GetParam();
    const firmware::Board board =
        firmware::read_board(text_of(folder / "board.toml"), folder / "board.toml");
};

TEST_P(EachBoard, HasTheNameOfItsFolder) { EXPECT_EQ(board.name, GetParam()); }

TEST_P(EachBoard, LastsForHoursIfItHasABattery) {
    const double continuous_mw = board.power.idle_mw + board.power.gnss_mw + board.power.network_mw;

    EXPECT_TRUE(board.power.capacity_mwh == 0 || board.power.capacity_mwh / continuous_mw > 6);
}

TEST_P(EachBoard, SaysHonestlyWhatWasTried) {
    EXPECT_THAT(text_of(folder / "README.md"), testing::HasSubstr("**Tried"));
}

TEST_P(EachBoard, StandsInTheTableWithItsArchitectureAndSupportLevel) {
    const std::string table = text_of(boards / "README.md");
    const std::size_t row = table.find("\n| [" + board.name + "](" + board.name + "/README.md) | " +
                                       std::string{to_text(board.architecture)} + " |");

    ASSERT_NE(row, std::string::npos);
    EXPECT_THAT(table.substr(row + 1, table.find('\n', row + 1) - row - 1),
                testing::EndsWith(" " + std::string{to_text(board.support_level)} + " |"));
}

INSTANTIATE_TEST_SUITE_P(Repository, EachBoard, testing::ValuesIn(board_names()),
                         [](const auto& board) {
                             std::string name = board.param;
                             std::erase_if(name, [](char letter) { return letter == '-'; });
                             return name;
                         });

TEST(Boards, AreThoseThatWePromise) {
    EXPECT_THAT(board_names(),
                testing::IsSupersetOf({"raspberry-pi-zero-2w", "beaglebone-black", "beagleplay",
                                       "orange-pi-zero3", "generic-linux", "simulated"}));
}

} // namespace
} // namespace lanterne::boards
