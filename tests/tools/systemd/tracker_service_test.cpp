#include <filesystem>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "firmware/board/board_files.hpp"
#include "tests/boards/repository.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tools/systemd/judged_service.hpp"

/// What makes a service of the tracker: its unit as systemd judges it with each board's drop-in,
/// how it begins once it is enrolled, and what lets it touch the board.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

constexpr double most_exposure = 2.0;

std::string text_of(std::string_view file) {
    return support::read_text(std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "tools" / file);
}

class TrackerService : public JudgedService {
protected:
    TrackerService() : JudgedService{"lanterne-tracker.service"} {}
};

TEST_F(TrackerService, IsReadToTheLastLine) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_F(TrackerService, IsWatchedAndStartedAgainForEverOnceItIsEnrolled) {
    for (const char* line :
         {"\nType=notify\n", "\nWatchdogSec=20\n", "\nRestart=always\n", "\nRestartSec=1\n",
          "\nStartLimitIntervalSec=0\n", "\nUser=lanterne\n",
          "\nConditionPathExists=/var/lib/lanterne-tracker/identity/current/unit.crt\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

TEST_F(TrackerService, ShowsItsStatusToEverybodyAndLetsNobodyElseWriteIt) {
    for (const char* line :
         {"\nRuntimeDirectory=lanterne-tracker\n", "\nRuntimeDirectoryMode=0755\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

TEST_F(TrackerService, BeginsWhenAnIdentityComes) {
    const SystemdJudge path{"lanterne-tracker-enrolled.path"};
    const SystemdJudge begins{"lanterne-tracker-enrolled.service"};

    EXPECT_EQ(path.complaints(), "");
    EXPECT_EQ(begins.complaints(), "");
    EXPECT_THAT(path.shipped(), HasSubstr("\nPathChanged=/var/lib/lanterne-tracker/identity/"
                                          "current/unit.crt\n"));
    EXPECT_THAT(begins.shipped(), HasSubstr(" restart --no-block lanterne-tracker.service\n"));
}

class OnEachBoard : public TrackerService, public testing::WithParamInterface<std::string> {
protected:
    void SetUp() override {
        TrackerService::SetUp();
        judge_.add_drop_in("board.conf", firmware::service_drop_in(boards::load(GetParam())));
    }
};

TEST_P(OnEachBoard, SystemdHasNothingAgainstTheService) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_P(OnEachBoard, TheServiceMayDoLittleBesideItsWork) {
    const auto exposure = judge_.exposure();

    ASSERT_TRUE(exposure.has_value());
    RecordProperty("exposure", std::to_string(*exposure));
    EXPECT_LE(*exposure, most_exposure);
}

INSTANTIATE_TEST_SUITE_P(Repository, OnEachBoard, testing::ValuesIn(boards::names()),
                         [](const auto& board) { return boards::test_name(board.param); });

TEST(TrackerFiles, MakeOneUserWhoCannotLogIn) {
    const std::filesystem::path sysusers = "/usr/bin/systemd-sysusers";
    if (!std::filesystem::exists(sysusers) || ::geteuid() != 0) {
        GTEST_SKIP() << "systemd-sysusers is not installed, or not ours to run";
    }
    const support::TempFolder root;
    const auto etc = root.path() / "etc";
    const auto wishes = root.path() / "usr/lib/sysusers.d";
    std::filesystem::create_directories(etc);
    std::filesystem::create_directories(wishes);
    std::filesystem::copy_file(LANTERNE_SOURCE_FOLDER "/tools/systemd/lanterne-tracker.sysusers",
                               wishes / "lanterne-tracker.conf");

    support::run_to_end({.words = {sysusers, "--root=" + root.path().string()}});

    EXPECT_THAT(support::read_text(etc / "passwd"),
                testing::MatchesRegex("lanterne:x:[0-9]+:[0-9]+:Lanterne tracker:"
                                      "/var/lib/lanterne-tracker:/usr/sbin/nologin\n"));
    EXPECT_THAT(support::read_text(etc / "group"), testing::MatchesRegex("lanterne:x:[0-9]+:\n"));
}

/// Nothing on this system reads rules without a kernel's devices: this holds each line to udev(7).
TEST(TrackerFiles, AreRulesOfUdevWhichNameTheServicesGroup) {
    std::istringstream lines{text_of("udev/60-lanterne-tracker.rules")};
    const std::regex rule{R"re(([A-Z]+(==|!=|=|\+=)"[^"]*"(, )?)+)re"};
    std::vector<std::string> rules;

    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && !line.starts_with('#')) {
            EXPECT_TRUE(std::regex_match(line, rule)) << line;
            rules.push_back(line);
        }
    }

    EXPECT_THAT(rules,
                testing::ElementsAre(
                    testing::AllOf(HasSubstr("\"gpiochip*\""), HasSubstr("GROUP=\"lanterne\"")),
                    testing::AllOf(HasSubstr("\"leds\""), HasSubstr("lanterne brightness"))));
}

} // namespace
} // namespace lanterne::tools
