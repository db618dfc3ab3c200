#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/judged_service.hpp"

/// tools/systemd/lanterne-mark-good.service, as systemd itself judges it.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

class MarkGoodService : public JudgedService {
protected:
    MarkGoodService() : JudgedService{"lanterne-mark-good.service"} {}

    void SetUp() override {
        JudgedService::SetUp();
        judge_.instead_of(
            "/usr/lib/lanterne/mark-good",
            std::filesystem::absolute(LANTERNE_SOURCE_FOLDER "/tools/update/mark-good"));
    }
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
