#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/linux/status_answer.hpp"
#include "firmware/status/status_text.hpp"
#include "tests/firmware/status/a_status.hpp"
#include "tests/hal/linux/hand_clock.hpp"
#include "tests/support/temp_folder.hpp"

/// `lanterne-tracker status` before a file that a unit has written, or that somebody else has.
namespace lanterne::firmware {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

class StatusAnswerTest : public testing::Test {
protected:
    void SetUp() override {
        status_.unit.written = hal::linux_system::HandClock::start.time_since_epoch() / 1ms * 1ms;
    }

    void told(const std::string& text) const { std::ofstream{file_} << text; }

    int ask(StatusAnswer question) {
        out_.str("");
        return answer({.file = file_, .answer = question}, clock_, out_);
    }

    std::string said() const { return out_.str(); }

    support::TempFolder folder_;
    std::filesystem::path file_ = folder_.path() / "status.toml";
    hal::linux_system::HandClock clock_;
    UnitStatus status_ = a_status();
    std::ostringstream out_;
};

TEST_F(StatusAnswerTest, OfAUnitThatIsWellIsZero) {
    told(to_toml(status_));

    EXPECT_EQ(ask(StatusAnswer::people), 0);
    EXPECT_THAT(said(), StartsWith("demo000001: well\n"));
    EXPECT_EQ(ask(StatusAnswer::json), 0);
    EXPECT_THAT(said(), StartsWith("{\"unit\":{"));
    EXPECT_EQ(ask(StatusAnswer::proven), 0);
    EXPECT_EQ(ask(StatusAnswer::idle), 0);
    EXPECT_EQ(said(), "");
}

TEST_F(StatusAnswerTest, OfAUnitThatNeedsALookIsOne) {
    status_.broker.connected = false;
    told(to_toml(status_));

    EXPECT_EQ(ask(StatusAnswer::people), 1);
    EXPECT_THAT(said(), StartsWith("demo000001: needs a look\n!   broker "));
    EXPECT_EQ(ask(StatusAnswer::json), 1);
}

TEST_F(StatusAnswerTest, OfAUnitThatIsNotProvenNorIdleIsOneWithTheReason) {
    status_.receipts.fixes = 0;
    status_.configuration.wished = Profile::race;
    told(to_toml(status_));

    EXPECT_EQ(ask(StatusAnswer::proven), 1);
    EXPECT_EQ(said(), "no: no fix since the start has a receipt\n");
    EXPECT_EQ(ask(StatusAnswer::idle), 1);
    EXPECT_EQ(said(), "no: its profile is race\n");
}

TEST_F(StatusAnswerTest, CountsWhatHasPassedSinceItWasWritten) {
    status_.fix.age = 50s;
    told(to_toml(status_));
    clock_.now += 11s;

    EXPECT_EQ(ask(StatusAnswer::people), 1);
    EXPECT_THAT(said(), HasSubstr("!   fix           61 s old"));
}

TEST_F(StatusAnswerTest, WithoutAFileIsThatTheUnitDoesNotRun) {
    EXPECT_EQ(ask(StatusAnswer::people), 3);
    EXPECT_EQ(said(), "the unit does not run: there is no " + file_.string() +
                          " (systemctl status lanterne-tracker)\n");
    EXPECT_EQ(ask(StatusAnswer::json), 3);
    EXPECT_EQ(ask(StatusAnswer::proven), 1);
    EXPECT_EQ(ask(StatusAnswer::idle), 1);
    EXPECT_THAT(said(), StartsWith("no: the unit does not run"));
}

TEST_F(StatusAnswerTest, OfAFileThatIsTooOldIsThatTheUnitDoesNotRun) {
    told(to_toml(status_));
    clock_.now += oldest_status;
    EXPECT_EQ(ask(StatusAnswer::people), 0);

    clock_.now += 1ms;

    EXPECT_EQ(ask(StatusAnswer::people), 3);
    EXPECT_EQ(said(), "the unit does not run, or hangs: it said nothing for 15 s\n");
    EXPECT_EQ(ask(StatusAnswer::idle), 1);
}

TEST_F(StatusAnswerTest, OfATimeThatIsNotYetIsThatTheUnitDoesNotRun) {
    status_.unit.written += 1ms;
    told(to_toml(status_));

    EXPECT_EQ(ask(StatusAnswer::people), 3);
}

TEST_F(StatusAnswerTest, OfAFileThatIsNoStatusIsAnErrorForPeopleAndNoForPrograms) {
    told("[unit]\n");

    EXPECT_THROW(ask(StatusAnswer::people), std::runtime_error);
    EXPECT_THROW(ask(StatusAnswer::json), std::runtime_error);
    EXPECT_EQ(ask(StatusAnswer::proven), 1);
    EXPECT_EQ(ask(StatusAnswer::idle), 1);
    EXPECT_EQ(said(), "no: the unit " + file_.string() + ":1: [unit] serial is missing\n");
}

TEST_F(StatusAnswerTest, OfAFolderOrTooLongAFileIsAnError) {
    told(std::string(max_status_text_bytes + 1, '#'));
    EXPECT_THROW(ask(StatusAnswer::people), std::runtime_error);

    file_ = folder_.path();

    EXPECT_THROW(ask(StatusAnswer::people), std::runtime_error);
}

} // namespace
} // namespace lanterne::firmware
