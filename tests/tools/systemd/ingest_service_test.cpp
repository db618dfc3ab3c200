#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/systemd_judge.hpp"

/// tools/systemd/lanterne-ingest.service, as systemd itself judges it.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

class IngestService : public testing::Test {
protected:
    void SetUp() override {
        if (!SystemdJudge::present()) {
            GTEST_SKIP() << "systemd is not installed: nobody here can judge a service";
        }
    }

    SystemdJudge judge_{"lanterne-ingest.service"};
};

TEST_F(IngestService, IsReadToTheLastLine) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_F(IngestService, MayDoLittleBesideItsWork) { EXPECT_LE(judge_.exposure().value(), 1.5); }

TEST_F(IngestService, IsWatchedAndStartedAgain) {
    for (const char* line : {"\nType=notify\n", "\nWatchdogSec=120\n", "\nRestart=always\n",
                             "\nStartLimitIntervalSec=0\n", "\nProtectSystem=strict\n",
                             "\nNoNewPrivileges=yes\n", "\nDynamicUser=yes\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

} // namespace
} // namespace lanterne::tools
