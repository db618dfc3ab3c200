#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/judged_service.hpp"

/// What enrols a unit at its first start, as systemd judges it.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

constexpr double most_exposure = 2.0;

class EnrolService : public JudgedService {
protected:
    EnrolService() : JudgedService{"lanterne-enrol.service"} {}
};

TEST_F(EnrolService, IsReadToTheLastLine) { EXPECT_EQ(judge_.complaints(), ""); }

TEST_F(EnrolService, MayDoLittleBesideItsWork) {
    const auto exposure = judge_.exposure();

    ASSERT_TRUE(exposure.has_value());
    RecordProperty("exposure", std::to_string(*exposure));
    EXPECT_LE(*exposure, most_exposure);
}

TEST_F(EnrolService, RunsWhereThereIsAFileAndNoIdentityAndAsksAgainUntilTheDeskIsThere) {
    for (const char* line :
         {"\nConditionPathExists=/boot/firmware/lanterne-enrol.toml\n",
          "\nConditionPathExists=!/var/lib/lanterne-tracker/identity/current/unit.crt\n",
          "\nUser=lanterne\n", "\nRestart=on-failure\n", "\nRestartPreventExitStatus=2\n"}) {
        EXPECT_THAT(judge_.shipped(), HasSubstr(line));
    }
}

} // namespace
} // namespace lanterne::tools
