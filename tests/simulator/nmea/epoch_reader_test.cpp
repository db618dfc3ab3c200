#include <gtest/gtest.h>

#include "simulator/nmea/epoch_reader.hpp"
#include "simulator/nmea/sentences.hpp"

namespace lanterne::simulator::nmea {
namespace {

hal::GnssReading reading_at(std::string_view time) {
    return {.time = parse_time(time),
            .latitude_deg = -33.856789,
            .longitude_deg = 151.215123,
            .altitude_m = 58.4,
            .speed_mps = 9.25,
            .course_deg = 271.5,
            .accuracy_m = 3.8,
            .satellites = 11,
            .mode = FixMode::fix_3d};
}

/// All epochs of a text, line by line.
std::vector<hal::GnssReading> epochs_of(std::string_view text, EpochReader& reader) {
    std::vector<hal::GnssReading> epochs;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n') + 1, text.size());
        const auto cut = end == 0 ? text.size() : end;
        if (const auto epoch = reader.take(text.substr(0, cut))) {
            epochs.push_back(*epoch);
        }
        text.remove_prefix(cut);
    }
    if (const auto last = reader.finish()) {
        epochs.push_back(*last);
    }
    return epochs;
}

TEST(NmeaEpoch, ComesBackAsItWasSaid) {
    const hal::GnssReading first = reading_at("2026-06-14T08:00:00.000Z");
    const hal::GnssReading second = reading_at("2026-06-14T08:00:01.250Z");
    EpochReader reader;

    const auto epochs = epochs_of(epoch_with_fix(first) + epoch_with_fix(second), reader);

    ASSERT_EQ(epochs.size(), 2U);
    EXPECT_EQ(epochs[0].time, first.time);
    EXPECT_EQ(epochs[1].time, second.time);
    EXPECT_NEAR(epochs[0].latitude_deg, first.latitude_deg, 1e-9);
    EXPECT_NEAR(epochs[0].longitude_deg, first.longitude_deg, 1e-9);
    EXPECT_NEAR(*epochs[0].altitude_m, 58.4, 1e-9);
    EXPECT_NEAR(*epochs[0].speed_mps, 9.25, 1e-4); // four decimals of a knot
    EXPECT_NEAR(*epochs[0].course_deg, 271.5, 1e-9);
    EXPECT_NEAR(*epochs[0].accuracy_m, 3.8, 0.1); // two decimals of an HDOP
    EXPECT_EQ(epochs[0].satellites, 11);
    EXPECT_EQ(epochs[0].mode, FixMode::fix_3d);
    EXPECT_EQ(reader.damaged(), 0U);
}

TEST(NmeaEpoch, IsNoneWithoutAFix) {
    EpochReader reader;

    const auto epochs = epochs_of(epoch_without_fix(*parse_time("2026-06-14T08:00:00Z")), reader);

    EXPECT_TRUE(epochs.empty());
}

TEST(NmeaEpoch, KnowsItsDayFromTheLastRmc) {
    EpochReader reader;
    const std::string text = framed("GPRMC,235959.00,A,4700.0,N,00800.0,E,1.0,90.0,140626,,,A") +
                             framed("GNGGA,000000.00,4700.0,N,00800.0,E,1,08,1.0,400.0,M,48.0,M,,");

    const auto epochs = epochs_of(text, reader);

    ASSERT_EQ(epochs.size(), 2U);
    EXPECT_EQ(to_text(*epochs[0].time), "2026-06-14T23:59:59.000Z");
    EXPECT_EQ(to_text(*epochs[1].time), "2026-06-15T00:00:00.000Z");
    EXPECT_EQ(epochs[0].mode, FixMode::fix_2d);
}

TEST(NmeaEpoch, IsNoneBeforeAnyDayIsKnown) {
    EpochReader reader;

    const auto epochs =
        epochs_of(framed("GNGGA,080000.00,4700.0,N,00800.0,E,1,08,1.0,400.0,M,48.0,M,,"), reader);

    EXPECT_TRUE(epochs.empty());
    EXPECT_EQ(reader.sentences(), 1U);
}

TEST(NmeaEpoch, SurvivesWhatIsDamaged) {
    const std::string good = epoch_with_fix(reading_at("2026-06-14T08:00:00Z"));
    std::string flipped = good;
    flipped[20] = static_cast<char>(flipped[20] ^ 1); // in the RMC, whose checksum is wrong then
    EpochReader reader;

    const auto epochs =
        epochs_of("boot loader 1.2\r\n" + flipped + good.substr(0, 30) + "\r\n" +
                      framed("GPRMC,250000.00,A,4700.0,N,00800.0,E,1.0,90.0,140626,,,A") +
                      framed("GPRMC,080000.00,A,9700.0,N,00800.0,E,1.0,90.0,140626,,,A") +
                      framed("GPRMC,080000.00,A,4700.0,N,00800.0,E,1.0,90.0,320626,,,A") +
                      framed("GPRMC,080000.00,A,4760.0,N,00800.0,E,1.0,90.0,140626,,,A") +
                      framed("GPRMC,080000.00,A,nan,N,inf,E,1.0,90.0,140626,,,A") +
                      std::string(10'000, '$') + "\n" + good,
                  reader);

    ASSERT_EQ(epochs.size(), 1U);
    EXPECT_EQ(epochs[0].time, parse_time("2026-06-14T08:00:00Z"));
    EXPECT_EQ(reader.damaged(), 9U);
}

TEST(NmeaEpoch, BelievesNoChecksumThatIsNone) {
    EpochReader reader;

    EXPECT_EQ(reader.take("$GPRMC,080000,A,4700.0,N,00800.0,E,1,90,140626,,,A"), std::nullopt);
    EXPECT_EQ(reader.take("$GPRMC,080000,A,4700.0,N,00800.0,E,1,90,140626,,,A*"), std::nullopt);
    EXPECT_EQ(reader.take("$*00"), std::nullopt);
    EXPECT_EQ(reader.take("*"), std::nullopt);
    EXPECT_EQ(reader.finish(), std::nullopt);
    EXPECT_EQ(reader.damaged(), 4U);
}

} // namespace
} // namespace lanterne::simulator::nmea
