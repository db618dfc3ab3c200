#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/nmea/sentences.hpp"

namespace lanterne::simulator::nmea {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

hal::GnssReading reading() {
    return {.time = *parse_time("2026-05-17T08:15:30.250Z"),
            .latitude_deg = 48.123456,
            .longitude_deg = -4.5,
            .altitude_m = 12.34,
            .speed_mps = 5,
            .course_deg = 271.5,
            .accuracy_m = 4.2,
            .satellites = 9,
            .mode = FixMode::fix_3d};
}

// The example sentence of the NMEA 0183 literature; its checksum is known.
TEST(Sentence, CarriesItsChecksum) {
    EXPECT_EQ(framed("GPGLL,5057.970,N,00146.110,E,142451,A"),
              "$GPGLL,5057.970,N,00146.110,E,142451,A*27\r\n");
}

TEST(Epoch, SaysPositionInDegreesAndMinutes) {
    EXPECT_THAT(epoch_with_fix(reading()),
                HasSubstr("$GPGGA,081530.250,4807.4073600,N,00430.0000000,W,1,09,"));
}

// gpsd 3.22 gave no TPV for a first epoch whose GGA came before it knew the date.
TEST(Epoch, BeginsWithTheDate) {
    EXPECT_THAT(epoch_with_fix(reading()), StartsWith("$GPRMC,081530.250,A,"));
    EXPECT_THAT(epoch_with_fix(reading()), HasSubstr(",9.7192,271.50,170526,,,A*"));
}

TEST(Epoch, LeavesOutWhatTheReadingDoesNotSay) {
    hal::GnssReading bare = reading();
    bare.altitude_m.reset();
    bare.speed_mps.reset();
    bare.course_deg.reset();
    bare.accuracy_m.reset();

    const std::string text = epoch_with_fix(bare);

    EXPECT_THAT(text, HasSubstr(",W,,,170526,"));
    EXPECT_THAT(text, HasSubstr(",W,1,09,,,M,,M,,*"));
}

// 59.99999999 minutes must not become 60 minutes of the same degree.
TEST(Epoch, CarriesRoundedMinutesIntoTheDegree) {
    hal::GnssReading high = reading();
    high.latitude_deg = 47.9999999999;

    EXPECT_THAT(epoch_with_fix(high), HasSubstr(",4800.0000000,N,"));
}

TEST(Epoch, SaysAccuracyAsTheHdopThatGpsdTurnsIntoIt) {
    EXPECT_THAT(epoch_with_fix(reading()), HasSubstr(",1,09,0.22,12.3,M,"));
}

TEST(Epoch, WithoutFixSaysSo) {
    EXPECT_THAT(epoch_without_fix(*reading().time), HasSubstr("GPRMC,081530.250,V"));
}

} // namespace
} // namespace lanterne::simulator::nmea
