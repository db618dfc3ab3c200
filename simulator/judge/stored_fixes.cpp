#include "simulator/judge/stored_fixes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "simulator/truth/table_file.hpp"

namespace lanterne::simulator::judge {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_head_bytes = 12; // length:u32 and time:i64, the highest byte first
constexpr std::size_t max_units = 100'000;

tl::unexpected<std::string> wrong(const std::string& path, std::uint64_t offset,
                                  std::string_view what) {
    return tl::unexpected{fmt::format("{}: byte {}: {}", path, offset, what)};
}

std::uint32_t big_endian(const std::array<char, chunk_head_bytes>& head) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<std::uint8_t>(head.at(i));
    }
    return value;
}

Status<std::string> read_chunks(const std::string& path, const UnitSerial& unit,
                                FixesJudge& judge) {
    std::ifstream file{path, std::ios::binary};
    std::array<char, chunk_head_bytes> head{};
    std::string payload;
    for (std::uint64_t offset = 0;;) {
        file.read(head.data(), head.size());
        if (file.gcount() == 0 && file.eof()) {
            return {};
        }
        const std::uint32_t length = big_endian(head);
        if (!file || length > wire::max_batch_bytes) {
            return wrong(path, offset, "no chunk begins here");
        }
        payload.resize(length);
        file.read(payload.data(), length);
        const auto batch =
            file ? wire::decode_batch(std::as_bytes(std::span{payload.data(), payload.size()}))
                 : wire::Result<wire::Batch>{tl::unexpected{wire::Error::truncated}};
        if (!batch) {
            return wrong(path, offset, "the chunk here is no batch");
        }
        judge.store(unit, batch->epoch, batch->first, batch->fixes);
        offset += chunk_head_bytes + length;
    }
}

template<class Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

/// As PostgreSQL writes an int8multirange: {[0,5),[7,9)}.
std::optional<std::vector<wire::SequenceRange>> ranges_of(std::string_view text) {
    std::vector<wire::SequenceRange> ranges;
    if (!text.starts_with('{') || !text.ends_with('}')) {
        return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto end = text.find(')');
        if (!text.starts_with('[') || comma == std::string_view::npos ||
            end == std::string_view::npos || end < comma) {
            return std::nullopt;
        }
        const auto from = number_of<Sequence>(text.substr(1, comma - 1));
        const auto to = number_of<Sequence>(text.substr(comma + 1, end - comma - 1));
        if (!from || !to || *from >= *to || *to > last_sequence) {
            return std::nullopt;
        }
        ranges.push_back({*from, *to});
        text.remove_prefix(end + 1);
        if (text.starts_with(',')) {
            text.remove_prefix(1);
        }
    }
    return ranges;
}

/// Takes each row of a table with these columns; one that `take` refuses is a fault: it says what
/// cannot be read.
Status<std::string> each_row(const std::string& path, const TableFile::Fields& columns,
                             const std::function<bool(const TableFile::Fields&)>& take,
                             std::string_view wrong) {
    auto table = TableFile::open(path, columns);
    if (!table) {
        return tl::unexpected{table.error()};
    }
    for (;;) {
        const auto row = table->next();
        if (!row) {
            return tl::unexpected{row.error()};
        }
        const std::optional<TableFile::Fields>& fields = *row;
        if (!fields) {
            return {};
        }
        if (!take(*fields)) {
            return tl::unexpected{table->fault(wrong)};
        }
    }
}

Status<std::string> read_epochs(const std::string& path, FixesJudge& judge) {
    const auto take = [&judge](const TableFile::Fields& fields) {
        const auto unit = UnitSerial::from(fields[0]);
        const auto epoch = number_of<Epoch>(fields[1]);
        const auto lost = ranges_of(fields[3]);
        if (!unit || !epoch || !lost) {
            return false;
        }
        for (const wire::SequenceRange& range : *lost) {
            judge.declare_lost(*unit, *epoch, range);
        }
        return true;
    };
    return each_row(path, {"unit", "epoch", "received", "lost", "disputed", "dropped"}, take,
                    "unit, epoch or lost cannot be read");
}

} // namespace

Status<std::string> read_archive(const std::string& folder, FixesJudge& judge) {
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& item : fs::directory_iterator{folder + "/chunks", error}) {
        files.push_back(item.path());
        if (files.size() > max_units) {
            return tl::unexpected{fmt::format("{}/chunks: more than {} files", folder, max_units)};
        }
    }
    if (error) {
        return tl::unexpected{
            fmt::format("{}: is no archive: chunks: {}", folder, error.message())};
    }
    std::ranges::sort(files);
    for (const fs::path& file : files) {
        const auto unit = UnitSerial::from(file.filename().string());
        if (!unit) {
            return tl::unexpected{fmt::format("{}: is no unit's serial", file.string())};
        }
        if (auto read = read_chunks(file.string(), *unit, judge); !read) {
            return read;
        }
    }
    return read_epochs(folder + "/epochs.csv", judge);
}

Status<std::string> read_export(const std::string& path, FixesJudge& judge) {
    const auto take = [&judge](const TableFile::Fields& fields) {
        const auto unit = UnitSerial::from(fields[2]);
        const auto epoch = number_of<Epoch>(fields[4]);
        const auto number = number_of<Sequence>(fields[5]);
        if (!unit || !epoch || !number || *number > last_sequence) {
            return false;
        }
        judge.store(*unit, *epoch, *number);
        return true;
    };
    return each_row(path,
                    {"bib", "name", "unit", "role", "epoch", "sequence", "time_utc", "latitude_deg",
                     "longitude_deg", "altitude_m", "speed_mps", "course_deg", "accuracy_m",
                     "satellites", "mode", "received_utc", "scored"},
                    take, "unit, epoch or sequence cannot be read");
}

} // namespace lanterne::simulator::judge
