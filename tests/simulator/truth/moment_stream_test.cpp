#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "hal/simulated/random.hpp"
#include "simulator/truth/moment_decoder.hpp"
#include "simulator/truth/moment_encoder.hpp"

namespace lanterne::simulator {
namespace {

std::string encoded(const std::vector<ToldMoment>& moments) {
    MomentEncoder encoder;
    for (const ToldMoment& moment : moments) {
        encoder.add(moment);
    }
    return encoder.take();
}

std::string hex(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) {
        constexpr const char* digits = "0123456789abcdef";
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

ToldMoment racing(std::int32_t along_dm, std::int32_t beside_dm = 0, std::uint32_t rank = 1) {
    return {.along_dm = along_dm, .beside_dm = beside_dm, .rank = rank, .doing = Doing::racing};
}

TEST(MomentStream, IsTheBytesThatTheFormatStates) {
    const std::vector<ToldMoment> moments{
        racing(100),
        racing(135), // begin: 01, zigzag 100 = c801, zigzag 35 = 46, 00, 01
        racing(170),
        racing(205),       // three seconds as foretold: a run with n = 2: 0b
        racing(242),       // 2 dm more: n = 4, token 0: 10
        racing(279, 3, 4), // as foretold, beside +3 and rank +3: token 1, then bb
        {.along_dm = 279, .beside_dm = 300, .rank = 0, .doing = Doing::gave_up},
        // 37 dm less: n = 73, token 2: a602; then 04, zigzag 297 = d204, zigzag -4 = 07
    };

    const std::string bytes = encoded(moments);

    EXPECT_EQ(hex(bytes), "01c801460001"
                          "0b"
                          "10"
                          "01bb"
                          "a60204d20407");
    EXPECT_EQ(decode_moments(bytes, moments.size()), moments);
}

TEST(MomentStream, TakesTenBytesForAMinuteOfSomebodyWhoStands) {
    const std::vector<ToldMoment> minute(60, racing(123'456, -20, 17));

    const std::string bytes = encoded(minute);

    EXPECT_LE(bytes.size(), 10U);
    EXPECT_EQ(decode_moments(bytes, 60), minute);
}

TEST(MomentStream, TakesAtMostThreeBytesASecondOfSomebodyWhoMovesInACrowd) {
    hal::simulated::Random random{7};
    std::vector<ToldMoment> minute;
    double along = 5'000;
    double speed = 11;
    for (int second = 0; second < 60; ++second) {
        speed += random.normal() * 0.3;
        along += speed;
        minute.push_back(racing(static_cast<std::int32_t>(along * 10),
                                static_cast<std::int32_t>(random.uniform(-4, 4)),
                                static_cast<std::uint32_t>(random.uniform(100, 107))));
    }

    const std::string bytes = encoded(minute);

    EXPECT_LE(bytes.size(), 180U);
    EXPECT_EQ(decode_moments(bytes, 60), minute);
}

TEST(MomentStream, HoldsWhatIsAtTheLimits) {
    const std::vector<ToldMoment> moments{
        {.along_dm = -max_told_dm, .beside_dm = max_told_dm, .rank = 0, .doing = Doing::waiting},
        {.along_dm = max_told_dm,
         .beside_dm = -max_told_dm,
         .rank = max_told_rank,
         .doing = Doing::finished},
        {.along_dm = -max_told_dm, .beside_dm = max_told_dm, .rank = 0, .doing = Doing::lost}};

    EXPECT_EQ(decode_moments(encoded(moments), 3), moments);
}

TEST(MomentStream, RefusesEveryStreamThatIsCutShort) {
    const std::string bytes = encoded({racing(100), racing(135), racing(180, 9'000, 40)});

    for (std::size_t kept = 0; kept < bytes.size(); ++kept) {
        EXPECT_FALSE(decode_moments(bytes.substr(0, kept), 3)) << kept;
    }
}

TEST(MomentStream, RefusesWhatGoesOnBehindItsEnd) {
    const std::string bytes = encoded({racing(100), racing(135)});

    EXPECT_EQ(decode_moments(bytes + '\0', 2).error(), "goes on behind its end");
}

TEST(MomentStream, RefusesARunLongerThanItsBlock) {
    const std::string bytes = encoded(std::vector<ToldMoment>(60, racing(0)));

    EXPECT_EQ(decode_moments(bytes, 59).error(), "says more seconds than its block has");
}

TEST(MomentStream, BelievesNoBytesAtRandom) {
    hal::simulated::Random random{11};
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes;
        for (int i = 0; i < 40; ++i) {
            bytes += static_cast<char>(static_cast<std::uint8_t>(random.bits()));
        }

        const auto moments = decode_moments(bytes, 5);

        for (const ToldMoment& moment : moments.value_or(std::vector<ToldMoment>{})) {
            ASSERT_LE(std::abs(moment.along_dm), max_told_dm);
            ASSERT_LE(moment.rank, max_told_rank);
        }
    }
}

} // namespace
} // namespace lanterne::simulator
