#include <gtest/gtest.h>

#include "hal/linux/at_modem.hpp"
#include "tests/hal/linux/hand_clock.hpp"
#include "tests/hal/linux/played_modem.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/waiting.hpp"

namespace lanterne::hal::linux_system {
namespace {

using namespace std::chrono_literals;

TEST(Csq, IsMinus113AndTwoForEachStep) {
    EXPECT_EQ(csq_dbm("+CSQ: 0,0"), -113);
    EXPECT_EQ(csq_dbm("+CSQ: 17,99"), -79);
    EXPECT_EQ(csq_dbm("+CSQ: 31,99"), -51);
    EXPECT_EQ(csq_dbm("+CSQ:17,99"), -79);
}

TEST(Csq, AnythingElseIsNotKnown) {
    for (const char* line :
         {"+CSQ: 99,99", "+CSQ: 32,99", "+CSQ: -1,99", "+CSQ: 17", "+CSQ: 17.5,0", "+CSQ: ,99",
          "+CSQ:", "+CSQ: 99999999999,0", "+CREG: 1,5", "OK", "ERROR", "", "CSQ: 17,99"}) {
        EXPECT_FALSE(csq_dbm(line)) << line;
    }
}

class AtModemTest : public testing::Test {
protected:
    /// The kernel hands a pty's bytes over in its own time.
    bool says(std::optional<int> dbm) {
        return support::wait_until([&] { return modem.signal_dbm() == dbm; });
    }

    bool was_asked(int times) {
        std::string wanted;
        for (int i = 0; i < times; ++i) {
            wanted += "AT+CSQ\r";
        }
        return support::wait_until([&] { return played.asked() == wanted; });
    }

    HandClock clock;
    PlayedModem played;
    AtModem modem{played.port(), clock};
};

TEST_F(AtModemTest, AsksAndAnswersLater) {
    EXPECT_FALSE(modem.signal_dbm());
    ASSERT_TRUE(was_asked(1));

    played.say("AT+CSQ\r\r\n+CSQ: 17,99\r\n\r\nOK\r\n");

    EXPECT_TRUE(says(-79));
}

TEST_F(AtModemTest, AsksEachTenSeconds) {
    modem.signal_dbm();
    clock.now += AtModem::ask_each - 1ms;
    modem.signal_dbm();
    ASSERT_TRUE(was_asked(1));

    clock.now += 1ms;
    modem.signal_dbm();

    EXPECT_TRUE(was_asked(2));
}

TEST_F(AtModemTest, AnAnswerInPiecesIsAnAnswer) {
    modem.signal_dbm();
    ASSERT_TRUE(was_asked(1));

    played.say("\r\n+CS");
    EXPECT_FALSE(modem.signal_dbm());
    played.say("Q: 1");
    EXPECT_FALSE(modem.signal_dbm());
    played.say("7,99\r");

    EXPECT_TRUE(says(-79));
}

TEST_F(AtModemTest, AModemThatDoesNotKnowTakesItsWordBack) {
    modem.signal_dbm();
    played.say("+CSQ: 17,99\r\n");
    ASSERT_TRUE(says(-79));

    played.say("+CSQ: 99,99\r\n");

    EXPECT_TRUE(says(std::nullopt));
}

TEST_F(AtModemTest, AnAnswerIsBelievedForAMinute) {
    modem.signal_dbm();
    played.say("+CSQ: 17,99\r\n");
    ASSERT_TRUE(says(-79));

    clock.now += AtModem::believed_for;
    EXPECT_EQ(modem.signal_dbm(), -79);
    clock.now += 1ms;
    EXPECT_FALSE(modem.signal_dbm());
}

TEST_F(AtModemTest, ErrorsAndGarbageArePassedOver) {
    modem.signal_dbm();
    played.say("+CSQ: 17,99\r\n");
    ASSERT_TRUE(says(-79));

    played.say("ERROR\r\n\xff\xfe\r\n+CME ERROR: 10\r\n" + std::string(2'000, 'x') +
               "+CSQ: 3,99\r\n"); // the end of too long a line is no line
    played.say("+CSQ: 18,99\r\n");

    EXPECT_TRUE(says(-77));
}

TEST_F(AtModemTest, ALineLongerThanTheLimitIsNoAnswerHoweverItBegins) {
    const std::string longest = "+CSQ: 4," + std::string(AtModem::max_line - 8, '9');
    modem.signal_dbm();
    played.say(longest + "\r\n");
    ASSERT_TRUE(says(-105));

    clock.now += AtModem::believed_for + 1ms;
    played.say("+CSQ: 5," + std::string(AtModem::max_line - 7, '9') + "\r\n");

    EXPECT_FALSE(support::wait_until([&] { return modem.signal_dbm().has_value(); }, 200ms));
}

TEST_F(AtModemTest, AModemThatIsPulledIsAskedAgainWhenItIsBack) {
    support::TempFolder folder;
    const auto port = folder.path() / "modem";
    std::filesystem::create_symlink(played.port(), port);
    AtModem named{port, clock};
    named.signal_dbm();
    played.say("+CSQ: 17,99\r\n");
    ASSERT_TRUE(support::wait_until([&] { return named.signal_dbm() == -79; }));

    played.pull();
    clock.now += AtModem::ask_each;
    EXPECT_EQ(named.signal_dbm(), -79); // the last it knew
    PlayedModem again;
    std::filesystem::remove(port);
    std::filesystem::create_symlink(again.port(), port);
    clock.now += AtModem::reopen_after;
    named.signal_dbm();
    ASSERT_TRUE(support::wait_until([&] { return again.asked() == "AT+CSQ\r"; }));
    again.say("+CSQ: 5,99\r\n");

    EXPECT_TRUE(support::wait_until([&] { return named.signal_dbm() == -103; }));
}

TEST_F(AtModemTest, APortThatComesLaterIsOpenedThen) {
    support::TempFolder folder;
    const auto port = folder.path() / "modem";
    AtModem named{port, clock};
    EXPECT_FALSE(named.signal_dbm());
    std::filesystem::create_symlink(played.port(), port);

    clock.now += AtModem::reopen_after;
    named.signal_dbm();

    EXPECT_TRUE(was_asked(1));
}

TEST_F(AtModemTest, AModemThatNeverTakesAByteIsNotWaitedFor) {
    for (int asked = 0; asked < 2'000; ++asked) { // a pty holds 4 KiB: 585 questions
        clock.now += AtModem::ask_each;
        ASSERT_FALSE(modem.signal_dbm());
    }
}

} // namespace
} // namespace lanterne::hal::linux_system
