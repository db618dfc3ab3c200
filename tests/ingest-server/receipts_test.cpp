#include <gtest/gtest.h>

#include "ingest-server/receipts.hpp"

namespace lanterne::ingest {
namespace {

using std::chrono::seconds;

class ReceiptsTest : public ::testing::Test {
protected:
    /// How many receipts leave that long after the begin.
    std::size_t sent_at(std::chrono::milliseconds after) {
        return receipts_.take_due(begin_ + after, 100).size();
    }

    void owe(bool at_once = false) {
        Owed owed{.at_once = at_once};
        owed.ledger.received.add({0, ++stored_});
        receipts_.owe(unit_, 1, owed);
    }

    const UnitEpoch unit_{*UnitSerial::from("walker01"), 1};
    const SteadyTime begin_{};
    Sequence stored_ = 0;
    Receipts receipts_;
};

TEST_F(ReceiptsTest, AnswersTheFirstMessageAtOnce) {
    owe();

    EXPECT_EQ(sent_at(seconds{0}), 1U);
}

TEST_F(ReceiptsTest, WaitsThirtySecondsForTheNext) {
    owe();
    sent_at(seconds{0});
    owe();

    EXPECT_EQ(sent_at(std::chrono::milliseconds{29'999}), 0U);
    EXPECT_EQ(sent_at(seconds{30}), 1U);
}

TEST_F(ReceiptsTest, SaysNothingWhenNothingIsNew) {
    owe();
    sent_at(seconds{0});

    EXPECT_EQ(sent_at(seconds{300}), 0U);
}

TEST_F(ReceiptsTest, AnswersAtOnceWhenAskedButNotMoreThanOnceASecond) {
    owe();
    sent_at(seconds{0});
    owe(true);

    EXPECT_EQ(sent_at(std::chrono::milliseconds{999}), 0U);
    EXPECT_EQ(sent_at(seconds{1}), 1U);
}

TEST_F(ReceiptsTest, KeepsTheWishWhenAnOrdinaryMessageFollows) {
    owe();
    sent_at(seconds{0});
    owe(true);
    owe(false);

    EXPECT_EQ(sent_at(seconds{1}), 1U);
}

TEST_F(ReceiptsTest, SaysTheNewestOfWhatGathered) {
    owe();
    owe();
    owe();

    const auto due = receipts_.take_due(begin_, 100);

    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].receipt.next, 3U);
}

} // namespace
} // namespace lanterne::ingest
