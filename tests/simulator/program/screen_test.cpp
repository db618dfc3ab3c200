#include <csignal>
#include <filesystem>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/program/on_terminal.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-sim on a terminal, with somebody at its keys.
namespace lanterne {
namespace {

using support::OnTerminal;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

constexpr std::string_view alternate_screen = "\x1b[?1049h";
constexpr std::string_view screen_given_back = "\x1b[?1049l";

class OnAScreen : public testing::Test {
protected:
    std::vector<std::string> race(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{
            (fs::path{LANTERNE_BUILD_FOLDER} / "bin/lanterne-sim").string(),
            "race",
            (fs::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint").string(),
            "--port",
            std::to_string(broker_.port()),
            "--speed",
            "60"};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    support::PrivateBroker broker_;
    support::TempFolder folder_;
};

TEST_F(OnAScreen, APersonSeesTheMapGivesAMishapAndEndsTheRun) {
    OnTerminal terminal{race()};

    EXPECT_TRUE(terminal.says("Harbour Sprint"));
    EXPECT_TRUE(terminal.says("⠒")) << "no line of the map";
    EXPECT_TRUE(terminal.says("unit boots"));
    terminal.press("?");
    EXPECT_TRUE(terminal.says("any key closes this"));
    terminal.press("xm");
    EXPECT_TRUE(terminal.says("a mishap for bib"));
    terminal.press("\r");
    EXPECT_TRUE(terminal.says("for how many seconds of race time"));
    terminal.press("6000\r");
    EXPECT_TRUE(terminal.says("no network for 1 h"));
    terminal.press("q");
    EXPECT_TRUE(terminal.says("end the rehearsal?"));
    terminal.press("y");

    EXPECT_EQ(terminal.wait(), 0) << terminal.said();
    EXPECT_THAT(terminal.said(), HasSubstr(std::string{screen_given_back}));
    EXPECT_THAT(terminal.said().substr(terminal.said().rfind(screen_given_back)),
                HasSubstr("fixes journalled"));
    EXPECT_TRUE(terminal.is_as_before());
}

TEST_F(OnAScreen, ASignalAndCtrlCLeaveTheTerminalAsItWas) {
    for (const bool by_key : {false, true}) {
        OnTerminal terminal{race()};
        ASSERT_TRUE(terminal.says("what happened"));

        if (by_key) {
            terminal.press("\x03");
        } else {
            terminal.signal(SIGTERM);
        }

        EXPECT_EQ(terminal.wait(), 0) << terminal.said();
        EXPECT_THAT(terminal.said(), HasSubstr(std::string{screen_given_back}));
        EXPECT_TRUE(terminal.is_as_before());
    }
}

TEST_F(OnAScreen, PlainIsWithoutAScreenOnATerminalToo) {
    OnTerminal terminal{race({"--plain"})};
    ASSERT_TRUE(terminal.says("racing"));

    terminal.signal(SIGTERM);

    EXPECT_EQ(terminal.wait(), 0);
    EXPECT_THAT(terminal.said(), Not(HasSubstr(std::string{alternate_screen})));
}

TEST_F(OnAScreen, AProgramReadsStatesUnitsAndTheEndAsJson) {
    const auto output = folder_.path() / "lines";
    auto words = race({"--headless"});
    support::ChildProcess program{{.words = std::move(words), .output = output}};
    EXPECT_TRUE(support::wait_until([&] {
        return support::read_text(output).find(
                   R"("what":"boots","bib":"1","unit":"demo000001","boots":1})") !=
               std::string::npos;
    }));

    EXPECT_EQ(program.terminate(), 0);

    const std::string said = support::read_text(output);
    EXPECT_THAT(said, HasSubstr(R"({"type":"state","race_time":")"));
    EXPECT_THAT(said, HasSubstr(R"({"type":"end","race_time":")"));
    EXPECT_THAT(said, HasSubstr(R"("status":0,"stopped":true)"));
}

} // namespace
} // namespace lanterne
