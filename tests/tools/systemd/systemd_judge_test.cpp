#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/systemd/judged_service.hpp"

/// That the judge of the other tests here can find something at all.
namespace lanterne::tools {
namespace {

using testing::HasSubstr;

class Judge : public JudgedService {
protected:
    Judge() : JudgedService{"lanterne-ingest.service"} {}
};

TEST_F(Judge, ComplainsOfAKeyThatSystemdDoesNotKnow) {
    judge_.add_drop_in("board.conf", "[Service]\nWatchdogSeconds=20\n");

    EXPECT_THAT(judge_.complaints(), HasSubstr("WatchdogSeconds"));
}

TEST_F(Judge, ComplainsOfAProgramThatIsNotThere) {
    judge_.instead_of("/bin/lanterne-ingest", "/bin/lanterne-ingset");

    EXPECT_THAT(judge_.complaints(), HasSubstr("lanterne-ingset"));
}

TEST_F(Judge, SeesWhatADropInOpens) {
    const double shut = judge_.exposure().value();
    judge_.add_drop_in("board.conf", "[Service]\nPrivateDevices=no\nDevicePolicy=auto\n");

    EXPECT_GT(judge_.exposure().value(), shut);
}

} // namespace
} // namespace lanterne::tools
