#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

/// tools/update/lanterne-image, as far as it goes without root and net: what it refuses at once.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

class ImageTool : public testing::Test {
protected:
    struct Said {
        std::optional<int> code;
        std::string text;
    };

    Said run(std::vector<std::string> words) const {
        std::filesystem::remove(home.path() / "said");
        words.insert(words.begin(), LANTERNE_SOURCE_FOLDER "/tools/update/lanterne-image");
        support::ChildProcess script{{.words = words, .output = home.path() / "said"}};
        const auto code = script.wait();
        return {code, support::read_text(home.path() / "said")};
    }

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream{home.path() / name} << text;
        return home.path() / name;
    }

    support::TempFolder home;
};

TEST_F(ImageTool, UsedWronglyIsOneLineAndExitCodeTwo) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{},
          {"beagleplay"},
          {"../etc", "--keyring", "k", "--to", "t", "--deb", "d"},
          {"beagleplay", "pocketbeagle", "--keyring", "k", "--to", "t", "--deb", "d"},
          {"beagleplay", "--to"},
          {"beagleplay", "--loud", "x"}}) {
        const Said said = run(words);
        EXPECT_EQ(said.code, 2) << said.text;
        EXPECT_THAT(said.text, testing::StartsWith("lanterne-image: "));
        EXPECT_EQ(std::ranges::count(said.text, '\n'), 1) << said.text;
    }
}

TEST_F(ImageTool, NeverOverwritesAnImage) {
    const std::string image = file("image.ext4", "an image");

    const Said said = run({"beagleplay", "--keyring", file("k", ""), "--to", image, "--deb", "d"});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("never overwritten"));
    EXPECT_EQ(support::read_text(image), "an image");
}

TEST_F(ImageTool, PutsNoKeyringIntoAnImageThatIsNoCertificate) {
    const Said said = run({"beagleplay", "--keyring", file("k", "no certificate"), "--to",
                           home.path() / "t", "--deb", file("d", "")});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("is no certificate"));
}

TEST_F(ImageTool, SaysWhichFileCannotBeRead) {
    EXPECT_THAT(run({"beagleplay", "--keyring", file("k", ""), "--to", home.path() / "t", "--deb",
                     "/missing.deb"})
                    .text,
                HasSubstr("cannot read /missing.deb"));
}

} // namespace
} // namespace lanterne::tools
