#include "simulator/nmea/epoch_reader.hpp"

#include <charconv>
#include <cmath>

#include "simulator/nmea/accuracy.hpp"
#include "simulator/nmea/sentence.hpp"

namespace lanterne::simulator::nmea {

namespace {

constexpr double mps_per_knot = 1852.0 / 3600.0;
constexpr double farthest_m = 20'000; // of a height
constexpr double fastest_mps = 500;

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    return is_whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

/// Two digits at a place.
std::optional<int> pair_at(std::string_view text, std::size_t at) {
    int value = 0;
    if (text.size() < at + 2) {
        return std::nullopt;
    }
    const char* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + 2, value);
    return error == std::errc{} && end == begin + 2 && value >= 0 ? std::optional{value}
                                                                  : std::nullopt;
}

/// hhmmss or hhmmss.sss; a leap second is the last millisecond of its minute.
std::optional<Milliseconds> time_of_day(std::string_view text) {
    const auto hours = pair_at(text, 0);
    const auto minutes = pair_at(text, 2);
    const double seconds = text.size() < 6 ? -1 : number(text.substr(4)).value_or(-1);
    if (!hours || *hours > 23 || !minutes || *minutes > 59 || seconds < 0 || seconds >= 61) {
        return std::nullopt;
    }
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} +
           Milliseconds{std::min(std::llround(seconds * 1000), 59'999LL)};
}

/// ddmmyy; years 80 to 99 are of the last century.
std::optional<std::chrono::sys_days> day_of(std::string_view text) {
    const auto day = pair_at(text, 0);
    const auto month = pair_at(text, 2);
    const auto year = pair_at(text, 4);
    if (text.size() != 6 || !day || !month || !year) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{*year < 80 ? 2000 + *year : 1900 + *year},
        std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

/// ddmm.mmm or dddmm.mmm with its letter.
std::optional<double> angle(std::string_view text, std::string_view letter,
                            std::string_view letters, double most) {
    const auto value = number(text);
    if (!value || *value < 0 || letter.size() != 1 ||
        letters.find(letter.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    const double degrees = std::floor(*value / 100);
    const double minutes = *value - 100 * degrees;
    const double whole = degrees + minutes / 60;
    if (minutes >= 60 || whole > most) {
        return std::nullopt;
    }
    return letter.front() == letters.front() ? whole : -whole;
}

std::optional<double> within(std::optional<double> value, double least, double most) {
    return value && *value >= least && *value <= most ? value : std::nullopt;
}

} // namespace

std::optional<hal::GnssReading> EpochReader::take(std::string_view line) {
    const auto fields = sentence_fields(line);
    const std::string_view name = fields ? fields->front() : std::string_view{};
    if (!fields || name.size() < 4) {
        damaged_ += line.find_first_not_of("\r\n \t") == std::string_view::npos ? 0U : 1U;
        return std::nullopt;
    }
    const std::string_view kind = name.substr(2);
    if (kind == "RMC" && fields->size() >= 10) {
        return take_rmc(*fields);
    }
    if (kind == "GGA" && fields->size() >= 10) {
        return take_gga(*fields);
    }
    if (kind == "GSA" && fields->size() >= 3) {
        take_gsa(*fields);
    }
    return std::nullopt;
}

std::optional<hal::GnssReading> EpochReader::finish() { return close(); }

std::optional<hal::GnssReading> EpochReader::begin_epoch(Milliseconds time_of_day) {
    if (is_open_ && open_.time_of_day == time_of_day) {
        return std::nullopt;
    }
    auto ended = close();
    open_ = Open{.time_of_day = time_of_day, .reading = {}};
    is_open_ = true;
    return ended;
}

std::optional<hal::GnssReading> EpochReader::take_rmc(const Fields& fields) {
    const auto time = time_of_day(fields[1]);
    const auto day = day_of(fields[9]);
    const bool has_fix = fields[2] == "A";
    const auto latitude = angle(fields[3], fields[4], "NS", 90);
    const auto longitude = angle(fields[5], fields[6], "EW", 180);
    if (!time || !day || (has_fix && (!latitude || !longitude))) {
        ++damaged_;
        return std::nullopt;
    }
    ++sentences_;
    auto ended = begin_epoch(*time);
    day_ = day;
    last_ = time; // the day is that of this sentence, whatever the time did
    open_.is_valid = open_.is_valid && has_fix;
    if (has_fix) {
        place({*latitude, *longitude});
        const auto knots = number(fields[7]);
        open_.reading.speed_mps =
            within(knots ? std::optional{*knots * mps_per_knot} : std::nullopt, 0, fastest_mps);
        open_.reading.course_deg = within(number(fields[8]), 0, 360);
    }
    return ended;
}

std::optional<hal::GnssReading> EpochReader::take_gga(const Fields& fields) {
    const auto time = time_of_day(fields[1]);
    const auto quality = within(number(fields[6]), 0, 9);
    const bool has_fix = quality.value_or(0) > 0;
    const auto latitude = angle(fields[2], fields[3], "NS", 90);
    const auto longitude = angle(fields[4], fields[5], "EW", 180);
    if (!time || !quality || (has_fix && (!latitude || !longitude))) {
        ++damaged_;
        return std::nullopt;
    }
    ++sentences_;
    auto ended = begin_epoch(*time);
    open_.is_valid = open_.is_valid && has_fix;
    if (has_fix) {
        place({*latitude, *longitude});
        open_.reading.satellites = static_cast<int>(within(number(fields[7]), 0, 63).value_or(0));
        const auto hdop = within(number(fields[8]), 0, 100);
        open_.reading.accuracy_m = hdop ? std::optional{*hdop * eph_per_hdop_m} : std::nullopt;
        open_.reading.altitude_m = within(number(fields[9]), -1'000, farthest_m);
    }
    return ended;
}

void EpochReader::take_gsa(const Fields& fields) {
    mode_ = fields[2] == "3" ? FixMode::fix_3d
                             : (fields[2] == "2" ? FixMode::fix_2d : FixMode::unknown);
}

void EpochReader::place(const Place& place) {
    open_.reading.latitude_deg = place.latitude_deg;
    open_.reading.longitude_deg = place.longitude_deg;
    open_.has_place = true;
}

std::optional<hal::GnssReading> EpochReader::close() {
    if (!is_open_) {
        return std::nullopt;
    }
    Open epoch = open_;
    is_open_ = false;
    if (day_ && last_ && epoch.time_of_day + std::chrono::hours{12} < *last_) {
        *day_ += std::chrono::days{1}; // past midnight, and no RMC has said so yet
    }
    last_ = epoch.time_of_day;
    if (!epoch.has_place || !epoch.is_valid || !day_) {
        return std::nullopt;
    }
    epoch.reading.time = UtcTime{*day_} + epoch.time_of_day;
    const FixMode by_height = epoch.reading.altitude_m ? FixMode::fix_3d : FixMode::fix_2d;
    epoch.reading.mode = mode_ == FixMode::unknown ? by_height : mode_;
    return epoch.reading;
}

} // namespace lanterne::simulator::nmea
