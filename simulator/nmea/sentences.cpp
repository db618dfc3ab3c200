#include "simulator/nmea/sentences.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "simulator/nmea/accuracy.hpp"

namespace lanterne::simulator::nmea {

namespace {

constexpr double knots_per_mps = 3600.0 / 1852.0;

std::string time_of_day(UtcTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:02}{:02}{:02}.{:03}", clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count());
}

std::string date(UtcTime time) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
    return fmt::format("{:02}{:02}{:02}", static_cast<unsigned>(day.day()),
                       static_cast<unsigned>(day.month()), static_cast<int>(day.year()) % 100);
}

/// Degrees and minutes as NMEA joins them: ddmm.mmmmmmm, with as many digits of degrees as told.
std::string angle(double degrees, int degree_digits, char positive, char negative) {
    constexpr std::int64_t units_per_degree = 600'000'000; // ten-millionths of a minute
    const auto units = std::llround(std::abs(degrees) * static_cast<double>(units_per_degree));
    const std::int64_t minutes = units % units_per_degree;
    return fmt::format("{:0{}}{:02}.{:07},{}", units / units_per_degree, degree_digits,
                       minutes / 10'000'000, minutes % 10'000'000,
                       degrees < 0 ? negative : positive);
}

std::string place(const hal::GnssReading& reading) {
    return angle(reading.latitude_deg, 2, 'N', 'S') + "," +
           angle(reading.longitude_deg, 3, 'E', 'W');
}

/// A number with that many decimals, or an empty field.
std::string field(const std::optional<double>& value, int decimals) {
    return value ? fmt::format("{:.{}f}", *value, decimals) : std::string{};
}

std::string gga(const hal::GnssReading& reading) {
    const std::string altitude =
        reading.altitude_m ? field(reading.altitude_m, 1) + ",M,0.0,M" : ",M,,M";
    const std::string hdop =
        reading.accuracy_m ? fmt::format("{:.2f}", *reading.accuracy_m / eph_per_hdop_m) : "";
    return framed(fmt::format("GPGGA,{},{},1,{:02},{},{},,", time_of_day(*reading.time),
                              place(reading), reading.satellites, hdop, altitude));
}

std::string gsa(const hal::GnssReading& reading) {
    std::string used;
    for (int slot = 1; slot <= 12; ++slot) {
        used += slot <= reading.satellites ? fmt::format("{:02},", slot) : ",";
    }
    const int mode = reading.mode == FixMode::fix_3d ? 3 : 2;
    return framed(fmt::format("GPGSA,A,{},{},,", mode, used));
}

std::string rmc(const hal::GnssReading& reading) {
    const auto knots =
        reading.speed_mps ? std::optional{*reading.speed_mps * knots_per_mps} : std::nullopt;
    return framed(fmt::format("GPRMC,{},A,{},{},{},{},,,A", time_of_day(*reading.time),
                              place(reading), field(knots, 4), field(reading.course_deg, 2),
                              date(*reading.time)));
}

} // namespace

std::string framed(std::string_view body) {
    unsigned checksum = 0;
    for (const char c : body) {
        checksum ^= static_cast<unsigned char>(c);
    }
    return fmt::format("${}*{:02X}\r\n", body, checksum);
}

std::string epoch_with_fix(const hal::GnssReading& reading) {
    return rmc(reading) + gsa(reading) + gga(reading);
}

std::string epoch_without_fix(UtcTime time) {
    return framed(fmt::format("GPGGA,{},,,,,0,00,,,M,,M,,", time_of_day(time))) +
           framed("GPGSA,A,1,,,,,,,,,,,,,,,") +
           framed(fmt::format("GPRMC,{},V,,,,,,,{},,,N", time_of_day(time), date(time)));
}

} // namespace lanterne::simulator::nmea
