#include <fstream>

#include <gtest/gtest.h>

#include "hal/linux/text_file.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::hal::linux_system {
namespace {

class TextFile : public testing::Test {
protected:
    std::string refusal(const std::filesystem::path& path) {
        try {
            read_text_file(path, 5);
        } catch (const std::runtime_error& reason) {
            return reason.what();
        }
        return "no refusal";
    }

    void write(std::string_view text) { std::ofstream{file} << text; }

    support::TempFolder folder;
    std::filesystem::path file = folder.path() / "file";
};

TEST_F(TextFile, IsReadUpToItsLimitAndNotBeyond) {
    write("12345");
    EXPECT_EQ(read_text_file(file, 5), "12345");

    write("123456");
    EXPECT_EQ(refusal(file), file.string() + ": is over 5 bytes long");
}

TEST_F(TextFile, MayBeEmpty) {
    write("");

    EXPECT_EQ(read_text_file(file, 5), "");
}

TEST_F(TextFile, ThatIsMissingOrNoneIsSaid) {
    EXPECT_EQ(refusal(file), file.string() + ": cannot be read");
    EXPECT_EQ(refusal(folder.path()), folder.path().string() + ": cannot be read");
}

} // namespace
} // namespace lanterne::hal::linux_system
