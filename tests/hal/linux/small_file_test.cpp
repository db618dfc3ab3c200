#include <gtest/gtest.h>
#include <sys/stat.h>

#include "hal/linux/small_file.hpp"
#include "tests/hal/linux/fake_files.hpp"

namespace lanterne::hal::linux_system {
namespace {

class SmallFile : public testing::Test {
protected:
    FakeFiles files;
};

TEST_F(SmallFile, IsReadUpToItsLimitAndNotBeyond) {
    files.write("four", "1234");
    files.write("five", "12345");

    EXPECT_EQ(read_text(files.path() / "four", 4), "1234");
    EXPECT_FALSE(read_text(files.path() / "five", 4));
}

TEST_F(SmallFile, ThatCannotBeReadSaysNothing) {
    EXPECT_FALSE(read_text(files.path() / "missing"));
    EXPECT_FALSE(read_text(files.path())); // a folder
    ASSERT_EQ(::mkfifo((files.path() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(read_text(files.path() / "pipe"), ""); // and nobody waits for a writer
}

TEST_F(SmallFile, SaysItsFirstLine) {
    files.write("two lines", "one thing\nanother\n");
    files.write("no end", "one thing");
    files.write("empty", "\n");

    EXPECT_EQ(read_line(files.path() / "two lines"), "one thing");
    EXPECT_EQ(read_line(files.path() / "no end"), "one thing");
    EXPECT_FALSE(read_line(files.path() / "empty"));
}

struct Number {
    std::string text;
    std::optional<std::int64_t> number;
};

class SmallFileNumber : public testing::TestWithParam<Number> {};

TEST_P(SmallFileNumber, IsWholeAndWithinItsRange) {
    FakeFiles files;
    files.write("number", GetParam().text);

    EXPECT_EQ(read_number(files.path() / "number", 0, 100), GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(Texts, SmallFileNumber,
                         testing::Values(Number{"0\n", 0}, Number{"100\n", 100}, Number{"7", 7},
                                         Number{"101\n", {}}, Number{"-1\n", {}},
                                         Number{"7 %\n", {}}, Number{"0x7\n", {}},
                                         Number{"7.5\n", {}}, Number{"", {}}, Number{"\n", {}},
                                         Number{"N/A\n", {}}, Number{"99999999999999999999\n", {}},
                                         Number{std::string("7\0\n", 3), {}}),
                         [](const auto& one) { return "text" + std::to_string(one.index); });

TEST_F(SmallFile, IsWrittenWhenItExistsAndNeverMade) {
    files.write("there", "before it was this");

    EXPECT_TRUE(write_text(files.path() / "there", "now"));
    EXPECT_EQ(files.read("there"), "now");
    EXPECT_FALSE(write_text(files.path() / "missing", "now"));
    EXPECT_FALSE(std::filesystem::exists(files.path() / "missing"));
}

} // namespace
} // namespace lanterne::hal::linux_system
