#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

// ./lanterne in a folder of its own, with a package list of the test's: what it says, and that it
// stops.
namespace lanterne {
namespace {

namespace fs = std::filesystem;

struct Answer {
    int status = -1;
    std::string said;
};

class FrontDoor : public testing::Test {
protected:
    FrontDoor() {
        const fs::path source = LANTERNE_SOURCE_FOLDER;
        fs::copy(source / "lanterne", folder_.path() / "lanterne");
        fs::copy(source / "tools", folder_.path() / "tools", fs::copy_options::recursive);
        write("debian-12", "ID=debian\nVERSION_ID=\"12\"\n");
    }

    const fs::path& folder_path() const { return folder_.path(); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_.path() / name} << text;
    }

    Answer run(std::vector<std::string> words, const std::string& system = "debian-12") const {
        const fs::path output = folder_.path() / "output";
        fs::remove(output);
        words.insert(words.begin(), folder_.path() / "lanterne");
        support::ChildProcess child{
            {.words = words,
             .environment = {{"LANTERNE_OS_RELEASE", folder_.path() / system}},
             .output = output}};
        const auto status = child.wait();
        return {status.value_or(-1), support::read_text(output)};
    }

private:
    support::TempFolder folder_;
};

bool is_one_line(const std::string& text) {
    return std::ranges::count(text, '\n') == 1 && text.ends_with('\n');
}

class WrongUse : public FrontDoor, public testing::WithParamInterface<std::vector<std::string>> {};

TEST_P(WrongUse, IsOneClearLineAndExitCodeTwo) {
    const Answer answer = run(GetParam());

    EXPECT_EQ(answer.status, 2);
    EXPECT_TRUE(is_one_line(answer.said)) << answer.said;
    EXPECT_TRUE(answer.said.starts_with("lanterne: ")) << answer.said;
}

INSTANTIATE_TEST_SUITE_P(, WrongUse,
                         testing::Values(std::vector<std::string>{},
                                         std::vector<std::string>{"tset"},
                                         std::vector<std::string>{"--nonsense", "test"},
                                         std::vector<std::string>{"bench"},
                                         std::vector<std::string>{"bench", "nothing"},
                                         std::vector<std::string>{"check", "nonsense"},
                                         std::vector<std::string>{"clean", "all"},
                                         std::vector<std::string>{"demo", "--athletes", "0"},
                                         std::vector<std::string>{"demo", "--athletes", "201"},
                                         std::vector<std::string>{"demo", "--speed", "fast"},
                                         std::vector<std::string>{"demo", "--port", "65536"},
                                         std::vector<std::string>{"demo", "--seconds"},
                                         std::vector<std::string>{"demo", "--scenario", "picnic"},
                                         std::vector<std::string>{"demo", "harder"}));

TEST_F(FrontDoor, TellsItsCommands) {
    const Answer answer = run({"--help"});

    EXPECT_EQ(answer.status, 0);
    for (const std::string command : {"demo", "test", "build", "bench", "check", "clean"}) {
        EXPECT_NE(answer.said.find("\n  " + command + " "), std::string::npos) << answer.said;
    }
}

TEST_F(FrontDoor, TellsWhatIsMissingAndInstallsNothingWhenAskedTo) {
    write("tools/front-door/packages.txt",
          "build lanterne-no-such-package\nrun lanterne-not-needed\n");

    const Answer answer = run({"build", "--no-install"});

    EXPECT_EQ(answer.status, 1);
    EXPECT_NE(answer.said.find("missing to build: lanterne-no-such-package\n"), std::string::npos)
        << answer.said;
    EXPECT_NE(answer.said.find("MB of disk"), std::string::npos) << answer.said;
    EXPECT_NE(answer.said.find("nothing was installed"), std::string::npos) << answer.said;
    EXPECT_EQ(answer.said.find("lanterne-not-needed"), std::string::npos) << answer.said;
}

TEST_F(FrontDoor, SaysAtOnceThatAnotherSystemIsNotWhatItIsMadeFor) {
    write("other", "ID=ubuntu\nVERSION_ID=\"24.04\"\n");

    const Answer answer = run({"test"}, "other");

    EXPECT_EQ(answer.status, 1);
    EXPECT_TRUE(is_one_line(answer.said)) << answer.said;
    EXPECT_NE(answer.said.find("ubuntu 24.04"), std::string::npos) << answer.said;
}

TEST_F(FrontDoor, RemovesWhatItMadeAndNothingElse) {
    fs::create_directories(folder_path() / "build/dev");
    write("build/dev/made", "");

    EXPECT_EQ(run({"clean"}).status, 0);

    EXPECT_FALSE(fs::exists(folder_path() / "build"));
    EXPECT_TRUE(fs::exists(folder_path() / "lanterne"));
}

} // namespace
} // namespace lanterne
