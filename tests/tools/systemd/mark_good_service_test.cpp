#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/systemd_judge.hpp"

/// tools/systemd/lanterne-mark-good.service, as systemd itself judges it.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

class MarkGoodService : public testing::Test {
protected:
    void SetUp() override {
        if (!SystemdJudge::present()) {
            GTEST_SKIP() << "systemd is not installed: nobody here can judge a service";
        }
        judge_.instead_of(
            "/usr/lib/lanterne/mark-good",
            std::filesystem::absolute(LANTERNE_SOURCE_FOLDER "/tools/update/mark-good"));
    }

    SystemdJudge judge_{"lanterne-mark-good.service"};
};

TEST_F(MarkGoodService, IsReadToTheLastLine) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_F(MarkGoodService, MayDoLittleBesideItsWork) { EXPECT_LE(judge_.exposure().value(), 1.0); }

TEST_F(MarkGoodService, RunsOnlyWhereThereAreSlotsAndTriesAgain) {
    for (const char* line : {"\nConditionPathExists=/etc/rauc/system.conf\n",
                             "\nRestart=on-failure\n", "\nStartLimitIntervalSec=0\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

} // namespace
} // namespace lanterne::tools
