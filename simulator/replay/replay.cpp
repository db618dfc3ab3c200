#include "simulator/replay/replay.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "simulator/replay/archive_replay.hpp"
#include "simulator/replay/file_replay.hpp"
#include "simulator/replay/journal_replay.hpp"

namespace lanterne::simulator {

ReplaySources open_replay(const std::string& path, const UnitSerial& unit) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return tl::unexpected{fmt::format("{}: No such file or directory", path)};
    }
    if (std::filesystem::is_directory(path, error)) {
        return is_archive(path) ? open_archive(path) : open_journals(path);
    }
    return path.ends_with(".gpx") ? open_gpx(path, unit) : open_nmea_log(path, unit);
}

Result<Replay, std::string> Replay::open(std::unique_ptr<ReplaySource> source,
                                         std::optional<UtcTime> begin) {
    Replay replay;
    replay.source_ = std::move(source);
    std::optional<UtcTime> earliest;
    for (const UnitSerial& serial : replay.source_->units()) {
        auto track = replay.source_->open(serial);
        if (!track) {
            return tl::unexpected{track.error()};
        }
        Unit& unit = replay.units_.emplace_back(Unit{.track = std::move(*track), .next = {}});
        ++replay.left_;
        if (const auto taken = replay.take_next(unit); !taken) {
            return tl::unexpected{taken.error()};
        }
        const std::optional<UtcTime> first = time_of(unit);
        if (first && (!earliest || *first < *earliest)) {
            earliest = first;
        }
    }
    if (!earliest) {
        return tl::unexpected{std::string{"the recording has no reading"}};
    }
    replay.begin_ = begin.value_or(*earliest);
    replay.shift_ = replay.begin_ - *earliest;
    return replay;
}

std::optional<UtcTime> Replay::time_of(const Unit& unit) {
    return unit.next ? unit.next->time : std::nullopt;
}

Status<std::string> Replay::take_next(Unit& unit) {
    const auto next = unit.track->next();
    unit.next = next.value_or(std::nullopt);
    left_ -= unit.next ? 0U : 1U;
    return next ? Status<std::string>{} : tl::unexpected{next.error()};
}

Result<std::span<const hal::GnssReading>, std::string> Replay::heard(std::size_t unit,
                                                                     UtcTime until) {
    heard_.clear();
    Unit& who = units_.at(unit);
    while (heard_.size() < max_readings) {
        const std::optional<UtcTime> time = time_of(who);
        if (!time || *time + shift_ > until) {
            break;
        }
        heard_.push_back(who.next.value_or(hal::GnssReading{}));
        heard_.back().time = *time + shift_;
        if (const auto taken = take_next(who); !taken) {
            return tl::unexpected{taken.error()};
        }
    }
    return std::span<const hal::GnssReading>{heard_};
}

std::uint64_t Replay::left_out() const {
    std::uint64_t sum = 0;
    for (const Unit& unit : units_) {
        sum += unit.track->left_out();
    }
    return sum;
}

} // namespace lanterne::simulator
