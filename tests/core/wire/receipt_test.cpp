#include <gtest/gtest.h>

#include "core/wire/receipt.hpp"

namespace lanterne::wire {
namespace {

Receipt good_receipt() {
    return {.store = 77,
            .epoch = 0xDEAD'BEEF,
            .next = 1'000,
            .events_next = 3,
            .gaps = {{.from = 10, .to = 11}, {.from = 20, .to = 1'000}}};
}

void expect_refused(const Receipt& receipt) {
    const Result<Bytes> bytes = encode(receipt);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error(), Error::out_of_range);
}

TEST(Receipt, ComesBackAsItWas) {
    const Result<Bytes> bytes = encode(good_receipt());

    ASSERT_TRUE(bytes);
    EXPECT_EQ(decode_receipt(*bytes), good_receipt());
}

TEST(Receipt, CarriesThirtyTwoGapsAtTheLargestNumbersAndNotOneMore) {
    Receipt receipt{.store = (std::uint64_t{1} << 63) - 1,
                    .epoch = 0xFFFF'FFFF,
                    .next = last_sequence + 1,
                    .events_next = last_sequence + 1,
                    .gaps = {}};
    for (Sequence i = 0; i < max_receipt_gaps; ++i) {
        receipt.gaps.push_back({last_sequence - 100 + 2 * i, last_sequence - 99 + 2 * i});
    }
    const Result<Bytes> bytes = encode(receipt);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(decode_receipt(*bytes), receipt);

    receipt.gaps.push_back({last_sequence - 1, last_sequence});
    expect_refused(receipt);
}

TEST(Receipt, GapsAreNotEmptyAscendApartAndEndAtNext) {
    Receipt receipt = good_receipt();

    receipt.gaps = {{5, 5}};
    expect_refused(receipt);
    receipt.gaps = {{6, 5}};
    expect_refused(receipt);
    receipt.gaps = {{20, 30}, {10, 15}};
    expect_refused(receipt);
    receipt.gaps = {{10, 15}, {15, 20}};
    expect_refused(receipt);
    receipt.gaps = {{999, 1'001}};
    expect_refused(receipt);
}

TEST(Receipt, NumbersBeyondTheirLimitAreRefused) {
    Receipt receipt = good_receipt();
    receipt.store = std::uint64_t{1} << 63;
    expect_refused(receipt);

    receipt = good_receipt();
    receipt.next = last_sequence + 2;
    expect_refused(receipt);

    receipt = good_receipt();
    receipt.events_next = last_sequence + 2;
    expect_refused(receipt);
}

} // namespace
} // namespace lanterne::wire
