#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "core/exchange/gpx.hpp"
#include "simulator/feed/track.hpp"
#include "simulator/replay/file_replay.hpp"

namespace lanterne::simulator {

namespace {

using Readings = std::vector<hal::GnssReading>;

class ListTrack final : public ReplayTrack {
public:
    explicit ListTrack(const Readings& readings) : readings_{readings} {}

    Result<std::optional<hal::GnssReading>, std::string> next() override {
        while (next_ < readings_.size()) {
            const hal::GnssReading& reading = readings_[next_++];
            if (reading.time && (!last_ || *reading.time > *last_)) {
                last_ = reading.time;
                return std::optional{reading};
            }
            ++left_out_;
        }
        return std::optional<hal::GnssReading>{};
    }

    std::uint64_t left_out() const override { return left_out_; }

private:
    const Readings& readings_;
    std::size_t next_ = 0;
    std::optional<UtcTime> last_;
    std::uint64_t left_out_ = 0;
};

class ListSource final : public ReplaySource {
public:
    ListSource(UnitSerial unit, Readings readings)
        : units_{std::move(unit)}, readings_{std::move(readings)} {}

    const std::vector<UnitSerial>& units() const override { return units_; }

    Result<std::unique_ptr<ReplayTrack>, std::string> open(const UnitSerial& /*unit*/) override {
        return std::make_unique<ListTrack>(readings_);
    }

private:
    std::vector<UnitSerial> units_;
    Readings readings_;
};

} // namespace

ReplaySources open_gpx(const std::string& path, const UnitSerial& unit) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error || size > exchange::max_gpx_bytes) {
        return tl::unexpected{error ? fmt::format("{}: {}", path, error.message())
                                    : fmt::format("{}: {} bytes; at most {} would be right", path,
                                                  size, exchange::max_gpx_bytes)};
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!file) {
        return tl::unexpected{fmt::format("{}: cannot be read", path)};
    }
    const auto gpx = exchange::read_gpx(path, bytes);
    if (!gpx) {
        return tl::unexpected{exchange::to_text(gpx.error().front())};
    }
    auto readings = readings_of(*gpx);
    if (!readings) {
        return tl::unexpected{fmt::format("{}: {}", path, readings.error())};
    }
    return std::make_unique<ListSource>(unit, std::move(*readings));
}

} // namespace lanterne::simulator
