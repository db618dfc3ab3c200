#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "simulator/nmea/epoch_reader.hpp"
#include "simulator/nmea/sentence.hpp"
#include "simulator/replay/file_replay.hpp"

namespace lanterne::simulator {

namespace {

/// A line of a log, its end aside; of one that is too long, its begin. Nothing behind the last.
std::optional<std::string> line_of(std::ifstream& file) {
    std::string line;
    for (int c = file.get(); c != '\n'; c = file.get()) {
        if (c == std::ifstream::traits_type::eof()) {
            return line.empty() ? std::nullopt : std::optional{line};
        }
        if (line.size() <= nmea::max_sentence_bytes) {
            line += static_cast<char>(c);
        }
    }
    return line;
}

class NmeaTrack final : public ReplayTrack {
public:
    explicit NmeaTrack(const std::string& path) : path_{path}, file_{path, std::ios::binary} {}

    Result<std::optional<hal::GnssReading>, std::string> next() override {
        if (!file_.is_open() || file_.bad()) {
            return tl::unexpected{fmt::format("{}: cannot be read", path_)};
        }
        for (;;) {
            const auto line = line_of(file_);
            const auto epoch = line ? epochs_.take(*line) : epochs_.finish();
            if (epoch && epoch->time && (!last_ || *epoch->time > *last_)) {
                last_ = epoch->time;
                return std::optional{*epoch};
            }
            repeated_ += epoch ? 1U : 0U;
            if (!line) {
                return std::optional<hal::GnssReading>{};
            }
        }
    }

    std::uint64_t left_out() const override { return repeated_ + epochs_.damaged(); }

private:
    std::string path_;
    std::ifstream file_;
    nmea::EpochReader epochs_;
    std::optional<UtcTime> last_;
    std::uint64_t repeated_ = 0;
};

class NmeaSource final : public ReplaySource {
public:
    NmeaSource(std::string path, UnitSerial unit)
        : path_{std::move(path)}, units_{std::move(unit)} {}

    const std::vector<UnitSerial>& units() const override { return units_; }

    Result<std::unique_ptr<ReplayTrack>, std::string> open(const UnitSerial& /*unit*/) override {
        return std::make_unique<NmeaTrack>(path_);
    }

private:
    std::string path_;
    std::vector<UnitSerial> units_;
};

} // namespace

ReplaySources open_nmea_log(const std::string& path, const UnitSerial& unit) {
    NmeaTrack track{path};
    const auto first = track.next();
    if (!first) {
        return tl::unexpected{first.error()};
    }
    if (!*first) {
        return tl::unexpected{
            fmt::format("{}: no epoch with a position and a date; RMC and GGA sentences with "
                        "checksums would be right",
                        path)};
    }
    return std::make_unique<NmeaSource>(path, unit);
}

} // namespace lanterne::simulator
