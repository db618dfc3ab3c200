#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/card/crc32c.hpp"
#include "firmware/journal/cursor.hpp"
#include "firmware/journal/journal_format.hpp"
#include "tests/firmware/example.hpp"
#include "tests/firmware/hexadecimal.hpp"

namespace lanterne::firmware::journal_format {
namespace {

constexpr Epoch epoch = 0x89abcdef;
constexpr std::uint64_t place = 12;
const Seal seal = seal_of(epoch, place);

Bytes segment_of(const std::vector<Fix>& fixes, Epoch of = epoch, std::uint64_t at = place) {
    Bytes bytes = encode(Header{.epoch = of, .segment = at, .unit = "demo000001"});
    for (std::size_t number = 0; number < fixes.size(); ++number) {
        const Bytes record =
            encode_record(seal_of(of, at), Kind::fix, number, encode_fix(fixes[number]));
        bytes.insert(bytes.end(), record.begin(), record.end());
    }
    return bytes;
}

struct Found {
    std::vector<Sequence> numbers;
    std::vector<Fix> fixes;
    ScanReport report;
};

Found read(ByteView bytes, Room room = Room::zeros) {
    Found found;
    found.report =
        scan(bytes, std::min(header_bytes, bytes.size()), seal, room, [&](const Record& record) {
            if (const auto fix = decode_fix(record.payload)) {
                found.numbers.push_back(record.number);
                found.fixes.push_back(*fix);
            }
        });
    return found;
}

/// A number is only ever read with the fix that was written under it.
void expect_nothing_wrong(const Found& found, const std::vector<Fix>& written,
                          const std::string& where) {
    for (std::size_t index = 0; index < found.numbers.size(); ++index) {
        ASSERT_LT(found.numbers[index], written.size()) << where;
        ASSERT_EQ(found.fixes[index], written[found.numbers[index]]) << where;
    }
}

TEST(Crc32c, IsTheOneOfRfc3720) {
    const std::string digits = "123456789";
    EXPECT_EQ(crc32c(std::as_bytes(std::span{digits})), 0xE3069283U);
    EXPECT_EQ(crc32c(Bytes(32)), 0x8A9136AAU);
}

TEST(Crc32c, GoesOnFromWhatItHas) {
    const std::string digits = "123456789";
    const auto bytes = std::as_bytes(std::span{digits});
    EXPECT_EQ(crc32c(bytes.subspan(4), crc32c(bytes.first(4))), crc32c(bytes));
}

TEST(Crc32c, OfAnyLengthAtAnyPlaceIsTheOneTakenByteByByte) {
    Bytes bytes;
    for (std::uint32_t index = 0; index < 100; ++index) {
        bytes.push_back(static_cast<std::byte>(index * 167 + 13));
    }
    for (std::size_t from = 0; from < 9; ++from) {
        std::uint32_t expected = 0;
        for (std::size_t length = 0; from + length < bytes.size(); ++length) {
            ASSERT_EQ(crc32c(ByteView{bytes}.subspan(from, length)), expected)
                << length << " bytes from " << from;
            expected = crc32c(ByteView{bytes}.subspan(from + length, 1), expected);
        }
    }
}

std::string document() {
    std::ifstream file{LANTERNE_SOURCE_FOLDER "/firmware/journal/JOURNAL.md"};
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(JournalFormat, IsByteForByteTheOneInTheDocument) {
    EXPECT_THAT(document(), testing::HasSubstr(hexadecimal(segment_of({example_fix(0)}))));
}

TEST(JournalFormat, OfTheCursorIsTheOneInTheDocument) {
    Receipts receipts;
    receipts.apply({.store = 7, .epoch = epoch, .next = 10, .events_next = 2, .gaps = {{4, 6}}});

    EXPECT_THAT(document(), testing::HasSubstr(hexadecimal(encode_cursor(receipts, {epoch}, 3))));
}

TEST(JournalFormat, AHeaderComesBackAsItWas) {
    const Header header{.epoch = epoch,
                        .segment = 0x1234567890,
                        .first_fix = 77,
                        .first_event = 3,
                        .unit = "abcdefgh12345678",
                        .over_another = true,
                        .given_up = wire::Lost{.epoch = 5, .range = {6, 70}}};

    EXPECT_EQ(decode_header(encode(header)), header);
}

TEST(JournalFormat, AHeaderWithAnyBitFlippedIsNone) {
    const Bytes good = encode(Header{.epoch = epoch, .unit = "demo000001"});
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] ^= std::byte{1} << (bit % 8);
        EXPECT_FALSE(decode_header(bad)) << "bit " << bit;
    }
}

TEST(JournalFormat, AFixComesBackAsItWas) {
    EXPECT_EQ(decode_fix(encode_fix(example_fix(5))), example_fix(5));

    const Fix bare{.time = earliest_time, .position = {Latitude{-90'000'000}, Longitude{0}}};
    EXPECT_EQ(decode_fix(encode_fix(bare)), bare);
}

TEST(JournalFormat, AFixOutsideItsLimitsIsNone) {
    Fix fix = example_fix(5);
    fix.position.latitude = Latitude{90'000'001};

    EXPECT_FALSE(decode_fix(encode_fix(fix)));
    EXPECT_FALSE(decode_fix(Bytes(27)));
    EXPECT_FALSE(decode_fix(Bytes(29)));
}

TEST(JournalScan, CutAnywhereGivesWhatIsWhole) {
    const auto fixes = example_fixes(20);
    const Bytes whole = segment_of(fixes);
    const std::size_t record = (whole.size() - header_bytes) / fixes.size();
    for (std::size_t kept = 0; kept <= whole.size(); ++kept) {
        const Found found = read(ByteView{whole}.first(kept));

        const std::size_t expected = kept < header_bytes ? 0 : (kept - header_bytes) / record;
        ASSERT_EQ(found.fixes.size(), expected) << kept;
        expect_nothing_wrong(found, fixes, "cut at " + std::to_string(kept));
    }
}

TEST(JournalScan, AnyBitFlippedCostsOneRecord) {
    const auto fixes = example_fixes(20);
    const Bytes whole = segment_of(fixes);
    for (std::size_t bit = header_bytes * 8; bit < whole.size() * 8; ++bit) {
        Bytes bad = whole;
        bad[bit / 8] ^= std::byte{1} << (bit % 8);

        const Found found = read(bad);

        ASSERT_EQ(found.fixes.size(), fixes.size() - 1) << "bit " << bit;
        ASSERT_EQ(found.report.torn, 1U) << "bit " << bit;
        expect_nothing_wrong(found, fixes, "bit " + std::to_string(bit));
    }
}

TEST(JournalScan, FindsItsWayBehindGarbage) {
    const auto fixes = example_fixes(20);
    Bytes bytes = segment_of(fixes);
    const std::size_t record = (bytes.size() - header_bytes) / fixes.size();
    for (std::size_t index = 0; index < 3 * record; ++index) {
        bytes[header_bytes + 5 * record + index] = static_cast<std::byte>(index * 31);
    }

    const Found found = read(bytes);

    EXPECT_EQ(found.fixes.size(), 17U);
    EXPECT_EQ(found.report.torn, 1U);
    EXPECT_EQ(found.report.skipped_bytes, 3 * record);
}

TEST(JournalScan, ZerosAtTheEndAreRoomAndNotDamage) {
    Bytes bytes = segment_of(example_fixes(3));
    const std::size_t end = bytes.size();
    bytes.resize(end + 4096);

    const Found found = read(bytes);

    EXPECT_EQ(found.fixes.size(), 3U);
    EXPECT_EQ(found.report.torn, 0U);
    EXPECT_EQ(found.report.end, end);
}

void expect_only_the_new_records(Bytes old) {
    const Bytes fresh = segment_of({example_fix(0), example_fix(1)});
    std::copy(fresh.begin(), fresh.end(), old.begin());

    const Found found = read(old, Room::old_records);

    EXPECT_EQ(found.numbers, (std::vector<Sequence>{0, 1}));
    EXPECT_EQ(found.report.torn, 0U);
    EXPECT_EQ(found.report.end, fresh.size());
}

TEST(JournalScan, WhatAnotherEpochLeftNeverPasses) {
    expect_only_the_new_records(segment_of(example_fixes(20), epoch + 1, place));
}

TEST(JournalScan, WhatAnotherPlaceOfTheSameEpochLeftNeverPasses) {
    expect_only_the_new_records(segment_of(example_fixes(20), epoch, place - 5));
}

TEST(JournalScan, APlaceNeverHasTheSealOfAnotherInItsEpoch) {
    std::set<Seal> seals;
    for (std::uint64_t at = 0; at < 100'000; ++at) {
        seals.insert(seal_of(epoch, at));
    }

    EXPECT_EQ(seals.size(), 100'000U);
}

TEST(JournalScan, ALengthBeyondTheEndIsNotBelieved) {
    Bytes bytes = segment_of({example_fix(0)});
    bytes[header_bytes + 2] = std::byte{0xFF};
    bytes[header_bytes + 3] = std::byte{0xFF};

    EXPECT_TRUE(read(bytes).fixes.empty());
}

} // namespace
} // namespace lanterne::firmware::journal_format
