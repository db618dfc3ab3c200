#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tools/update/stand_in.hpp"

/// tools/update/may-update: when a unit's system may be replaced.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MayUpdate : public testing::Test {
protected:
    struct Said {
        std::optional<int> code;
        std::string text;
    };

    /// What `lanterne-tracker status --idle` says, and `status` alone.
    void tracker_says(const std::string& idle, const std::string& alone = "exit 0") const {
        stand_in(bin / "lanterne-tracker", "[ \"$1\" = status ] || exit 2\n"
                                           "if [ \"$2\" = --idle ]; then " +
                                               idle + "; fi\n" + alone + "\n");
    }

    void enrol() const {
        touch(home.path() / "var/lib/lanterne-tracker/identity/current/unit.crt");
    }

    void prove() const { touch(home.path() / "var/lib/lanterne-update/proven"); }

    void insist() const { touch(insistence); }

    Said ask() const {
        fs::remove(home.path() / "said");
        support::ChildProcess script{
            {.words = {LANTERNE_SOURCE_FOLDER "/tools/update/may-update", "--root", home.path()},
             .environment = {{"PATH", bin.string() + ":/usr/bin:/bin"}},
             .output = home.path() / "said"}};
        const auto code = script.wait();
        return {code, support::read_text(home.path() / "said")};
    }

    const std::string not_running = "echo 'the tracker does not run'; exit 1";
    support::TempFolder home;
    const fs::path bin = home.path() / "bin";
    const fs::path insistence = home.path() / "run/lanterne-update-anyway";
};

TEST_F(MayUpdate, AFreshBoardWithoutIdentityWhateverRunsOnIt) {
    EXPECT_EQ(ask().code, 0);

    tracker_says("echo broken; exit 1", "exit 3");
    EXPECT_EQ(ask().code, 0);
}

TEST_F(MayUpdate, AProvenUnitThatIsIdle) {
    enrol();
    prove();
    tracker_says("echo 'idle: the profile is sleep'; exit 0");

    const Said said = ask();

    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.text, "may-update: yes: idle: the profile is sleep \n");
}

TEST_F(MayUpdate, NeverWhileARaceIsArmedThoughSomebodyInsists) {
    enrol();
    prove();
    insist();
    tracker_says("echo 'the profile is race'; exit 1");

    const Said said = ask();

    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.text, "may-update: no: the profile is race \n");
}

TEST_F(MayUpdate, NotWhenTheStatusCannotBeRead) {
    enrol();
    prove();
    insist();
    tracker_says("echo 'status: cannot be read'; exit 1", "exit 2");

    EXPECT_EQ(ask().code, 1);
}

TEST_F(MayUpdate, NotWithoutARunningTrackerUnlessSomebodyInsists) {
    enrol();
    prove();
    tracker_says(not_running, "exit 3");

    const Said said = ask();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("touch " + insistence.string()));

    insist();
    EXPECT_EQ(ask().code, 0);
}

TEST_F(MayUpdate, ABrokenProgramIsOneThatDoesNotRun) {
    enrol();
    prove();
    stand_in(bin / "lanterne-tracker", "exit 127\n");

    EXPECT_EQ(ask().code, 1);
    insist();
    EXPECT_EQ(ask().code, 0);
}

TEST_F(MayUpdate, OnceSaidItIsForgottenAfterAnHour) {
    enrol();
    prove();
    insist();
    tracker_says(not_running, "exit 3");
    fs::last_write_time(insistence, fs::file_time_type::clock::now() - std::chrono::minutes{61});

    EXPECT_EQ(ask().code, 1);
}

TEST_F(MayUpdate, NotTheOnlySystemThatIsKnownToWork) {
    enrol();
    tracker_says("exit 0");

    const Said said = ask();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("has not proven itself yet"));

    insist();
    EXPECT_EQ(ask().code, 0);
}

} // namespace
} // namespace lanterne::tools
