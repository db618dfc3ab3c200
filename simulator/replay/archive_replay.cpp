#include "simulator/replay/archive_replay.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "simulator/replay/fix_track.hpp"

namespace lanterne::simulator {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 12; // length:u32 and time:i64, the highest byte first
constexpr std::size_t max_units = 20'000;
constexpr std::size_t max_epochs = 10'000; // of a unit
constexpr std::string_view format_line = "lanterne race archive 1";

struct Chunk {
    wire::Batch batch;
    std::uint64_t end = 0; ///< offset behind it
};

class ChunkFile {
public:
    explicit ChunkFile(std::string path) : path_{std::move(path)} {}

    /// The chunk there; nothing at the end of the file. The file is open only meanwhile: thousands
    /// of units are read side by side.
    Result<std::optional<Chunk>, std::string> at(std::uint64_t offset) const {
        std::ifstream file{path_, std::ios::binary};
        file.seekg(static_cast<std::streamoff>(offset));
        std::array<char, head_bytes> head{};
        file.read(head.data(), head.size());
        if (file.eof() && file.gcount() == 0) {
            return std::optional<Chunk>{};
        }
        std::uint32_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            length = length << 8 | static_cast<std::uint8_t>(head.at(i));
        }
        if (!file || length > wire::max_batch_bytes) {
            return fault(offset, "no chunk begins here");
        }
        std::string payload(length, '\0');
        file.read(payload.data(), length);
        if (!file) {
            return fault(offset, "the file ends in the middle of a chunk");
        }
        auto batch = wire::decode_batch(std::as_bytes(std::span{payload.data(), payload.size()}));
        if (!batch) {
            return fault(offset, "the chunk here is no batch");
        }
        return std::optional{
            Chunk{.batch = std::move(*batch), .end = offset + head_bytes + length}};
    }

    std::string path() const { return path_; }

private:
    tl::unexpected<std::string> fault(std::uint64_t offset, std::string_view what) const {
        return tl::unexpected{fmt::format("{}: byte {}: {}", path_, offset, what)};
    }

    std::string path_;
};

/// Chunks lie by epoch, and epochs are numbers at random: the lives of a unit in the order in which
/// it lived them.
struct Life {
    UtcTime begin;
    Epoch epoch = 0;
    std::uint64_t from = 0; ///< offset
};

Result<std::vector<Life>, std::string> lives_in(const ChunkFile& file) {
    std::vector<Life> lives;
    for (std::uint64_t offset = 0;;) {
        const auto chunk = file.at(offset);
        if (!chunk) {
            return tl::unexpected{chunk.error()};
        }
        const std::optional<Chunk>& here = *chunk;
        if (!here) {
            break;
        }
        const wire::Batch& batch = here->batch;
        if (lives.empty() || lives.back().epoch != batch.epoch) {
            lives.push_back(
                {.begin = batch.fixes.front().time, .epoch = batch.epoch, .from = offset});
        }
        if (lives.size() > max_epochs) {
            return tl::unexpected{fmt::format("{}: more than {} epochs", file.path(), max_epochs)};
        }
        offset = here->end;
    }
    std::ranges::stable_sort(lives, {}, &Life::begin);
    return lives;
}

class ArchiveTrack final : public FixTrack {
public:
    ArchiveTrack(ChunkFile file, std::vector<Life> lives)
        : file_{std::move(file)}, lives_{std::move(lives)},
          offset_{lives_.empty() ? 0 : lives_.front().from} {}

protected:
    Result<std::vector<Fix>, std::string> more() override {
        while (life_ < lives_.size()) {
            const auto chunk = file_.at(offset_);
            if (!chunk) {
                return tl::unexpected{chunk.error()};
            }
            const std::optional<Chunk>& here = *chunk;
            if (here && here->batch.epoch == lives_[life_].epoch) {
                offset_ = here->end;
                return here->batch.fixes;
            }
            ++life_;
            offset_ = life_ < lives_.size() ? lives_[life_].from : 0;
        }
        return std::vector<Fix>{};
    }

private:
    ChunkFile file_;
    std::vector<Life> lives_;
    std::size_t life_ = 0;
    std::uint64_t offset_;
};

class ArchiveSource final : public ReplaySource {
public:
    ArchiveSource(std::string folder, std::vector<UnitSerial> units)
        : folder_{std::move(folder)}, units_{std::move(units)} {}

    const std::vector<UnitSerial>& units() const override { return units_; }

    Result<std::unique_ptr<ReplayTrack>, std::string> open(const UnitSerial& unit) override {
        const ChunkFile file{fmt::format("{}/chunks/{}", folder_, unit.text())};
        auto lives = lives_in(file);
        if (!lives) {
            return tl::unexpected{lives.error()};
        }
        return std::make_unique<ArchiveTrack>(file, std::move(*lives));
    }

private:
    std::string folder_;
    std::vector<UnitSerial> units_;
};

} // namespace

bool is_archive(const std::string& folder) {
    std::ifstream file{folder + "/format"};
    std::array<char, format_line.size()> line{};
    file.read(line.data(), line.size());
    return file && std::string_view{line.data(), line.size()} == format_line;
}

ReplaySources open_archive(const std::string& folder) {
    if (!is_archive(folder)) {
        return tl::unexpected{fmt::format("{}/format: \"{}\" would be right", folder, format_line)};
    }
    std::vector<UnitSerial> units;
    std::error_code error;
    for (const auto& item : fs::directory_iterator{folder + "/chunks", error}) {
        const auto unit = UnitSerial::from(item.path().filename().string());
        if (!unit) {
            return tl::unexpected{fmt::format("{}: is no unit's serial", item.path().string())};
        }
        units.push_back(*unit);
        if (units.size() > max_units) {
            break;
        }
    }
    if (error || units.empty() || units.size() > max_units) {
        return tl::unexpected{error ? fmt::format("{}/chunks: {}", folder, error.message())
                                    : fmt::format("{}/chunks: {} units; 1 to {} would be right",
                                                  folder, units.size(), max_units)};
    }
    std::ranges::sort(units);
    return std::make_unique<ArchiveSource>(folder, std::move(units));
}

} // namespace lanterne::simulator
