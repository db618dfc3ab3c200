#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/firmware/status/a_status.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/tools/update/stand_in.hpp"
#include "tests/tools/update/told_status.hpp"

/// tools/update/may-update: when a unit's system may be replaced.
namespace lanterne::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

firmware::UnitStatus armed() {
    firmware::UnitStatus status = firmware::a_status();
    status.configuration.wished = firmware::Profile::race;
    return status;
}

class MayUpdate : public testing::Test {
protected:
    struct Said {
        std::optional<int> code;
        std::string text;
    };

    void enrol() const {
        touch(home.path() / "var/lib/lanterne-tracker/identity/current/unit.crt");
    }

    void prove() const { touch(home.path() / "var/lib/lanterne-update/proven"); }

    void insist() const { touch(insistence); }

    /// The unit runs and tells this status. Told anew when the machine was so slow that it has
    /// become too old on the way.
    Said ask_while(const firmware::UnitStatus& status) const {
        Said said;
        do {
            tell(home.path(), status);
            said = ask();
        } while (said.text.find("said nothing for") != std::string::npos);
        return said;
    }

    Said ask() const {
        fs::remove(home.path() / "said");
        support::ChildProcess script{
            {.words = {LANTERNE_SOURCE_FOLDER "/tools/update/may-update", "--root", home.path()},
             .environment = {{"PATH", path}},
             .output = home.path() / "said"}};
        const auto code = script.wait();
        return {code, support::read_text(home.path() / "said")};
    }

    std::string path = path_with_the_tracker();
    support::TempFolder home;
    const fs::path insistence = home.path() / "run/lanterne-update-anyway";
};

TEST_F(MayUpdate, AFreshBoardWithoutIdentityWhateverRunsOnIt) {
    EXPECT_EQ(ask().code, 0);

    EXPECT_EQ(ask_while(armed()).code, 0);
}

TEST_F(MayUpdate, AProvenUnitThatIsIdle) {
    enrol();
    prove();

    const Said said = ask_while(firmware::a_status());

    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.text, "may-update: yes: idle\n");
}

TEST_F(MayUpdate, NeverWhileARaceIsArmedThoughSomebodyInsists) {
    enrol();
    prove();
    insist();

    const Said said = ask_while(armed());

    EXPECT_EQ(said.code, 1);
    EXPECT_EQ(said.text, "may-update: no: its profile is race\n");
}

TEST_F(MayUpdate, NotWhenTheStatusCannotBeRead) {
    enrol();
    prove();
    insist();
    touch(status_of(home.path()));

    const Said said = ask();

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("[unit] serial is missing"));
}

TEST_F(MayUpdate, NotWithoutARunningTrackerUnlessSomebodyInsists) {
    enrol();
    prove();

    const Said said = ask();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("touch " + insistence.string()));

    insist();
    EXPECT_EQ(ask().code, 0);
}

TEST_F(MayUpdate, ABrokenProgramIsOneThatDoesNotRun) {
    enrol();
    prove();
    stand_in(home.path() / "bin/lanterne-tracker", "exit 127\n");
    path = (home.path() / "bin").string() + ":/usr/bin:/bin";

    EXPECT_EQ(ask().code, 1);
    insist();
    EXPECT_EQ(ask().code, 0);
}

TEST_F(MayUpdate, OnceSaidItIsForgottenAfterAnHour) {
    enrol();
    prove();
    insist();
    fs::last_write_time(insistence, fs::file_time_type::clock::now() - std::chrono::minutes{61});

    EXPECT_EQ(ask().code, 1);
}

TEST_F(MayUpdate, NotTheOnlySystemThatIsKnownToWork) {
    enrol();

    const Said said = ask_while(firmware::a_status());
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr("has not proven itself yet"));

    insist();
    EXPECT_EQ(ask_while(firmware::a_status()).code, 0);
}

} // namespace
} // namespace lanterne::tools
