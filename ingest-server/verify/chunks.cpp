#include "ingest-server/verify/chunks.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "core/wire/batch.hpp"
#include "ingest-server/verify/pages.hpp"
#include "ingest-server/verify/ranges.hpp"

namespace lanterne::ingest::verify {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;

/// A row of race.track_chunk, without its key's epoch.
struct ChunkRow {
    std::int64_t first = 0;
    std::int16_t n = 0;
    UtcTime first_time;
    UtcTime last_time;
    std::vector<std::int16_t> implausible;
    wire::SequenceRange range;
};

ChunkRow chunk_at(const Rows& rows, std::size_t row) {
    const auto first = rows.get<std::int64_t>(row, 0);
    const auto n = rows.get<std::int16_t>(row, 1);
    return {.first = first,
            .n = n,
            .first_time = rows.get<UtcTime>(row, 2),
            .last_time = rows.get<UtcTime>(row, 3),
            .implausible = rows.get_optional<std::vector<std::int16_t>>(row, 4).value_or(
                std::vector<std::int16_t>{}),
            .range = {static_cast<Sequence>(first), static_cast<Sequence>(first + n)}};
}

/// The chunks of one epoch, in the order of their numbers.
class EpochChunks {
public:
    EpochChunks(const EpochRow& epoch, Report& report) : epoch_{epoch}, report_{report} {}

    void take(const ChunkRow& chunk, std::span<const std::byte> payload) {
        ++report_.counts.chunks;
        report_.counts.fixes += static_cast<std::uint64_t>(chunk.n);
        if (const auto twice = stored_.common_with(chunk.range); !twice.empty()) {
            fault(FaultKind::chunk_overlap, chunk,
                  "numbers " + in_words(twice) + " are in a chunk before it too",
                  "each number is in one chunk");
        }
        stored_.add(chunk.range);
        check_payload(chunk, payload);
        check_marks(chunk);
    }

    /// After the last chunk.
    void end() const {
        if (const auto extra = difference(stored_, epoch_.received); !extra.empty()) {
            report_.fault({FaultKind::chunk_not_received, where(epoch_),
                           "numbers " + in_words(extra) + " are in a chunk, and not received",
                           "the received set is what the chunks have"});
        }
        if (const auto both = common(stored_, epoch_.dropped); !both.empty()) {
            report_.fault({FaultKind::dropped, where(epoch_),
                           "numbers " + in_words(both) + " were dropped, and are in a chunk",
                           "what was dropped is in none"});
        }
        wire::SequenceSet kept = stored_;
        kept.add(epoch_.dropped);
        if (const auto missing = difference(epoch_.received, kept); !missing.empty()) {
            report_.fault({FaultKind::chunk_missing, where(epoch_),
                           "numbers " + in_words(missing) + " are received, and in no chunk",
                           "the received set is what the chunks have"});
        }
    }

private:
    void fault(FaultKind kind, const ChunkRow& chunk, std::string what, std::string right) const {
        report_.fault({kind, fmt::format("{}, chunk {}", where(epoch_), chunk.first),
                       std::move(what), std::move(right)});
    }

    void check_payload(const ChunkRow& chunk, std::span<const std::byte> payload) const {
        const auto batch = wire::decode_batch(payload);
        if (!batch) {
            fault(FaultKind::chunk_unreadable, chunk,
                  fmt::format("its {} bytes cannot be read ({})", payload.size(),
                              wire::to_text(batch.error())),
                  "the batch as it was received");
            return;
        }
        const auto [least, greatest] = std::ranges::minmax(batch->fixes, {}, &Fix::time);
        if (batch->epoch != epoch_.epoch || batch->first != chunk.range.from ||
            batch->fixes.size() != static_cast<std::size_t>(chunk.n) ||
            least.time != chunk.first_time || greatest.time != chunk.last_time) {
            fault(FaultKind::chunk_key, chunk,
                  fmt::format("the row says {} fixes from {} to {}", chunk.n,
                              lanterne::to_text(chunk.first_time),
                              lanterne::to_text(chunk.last_time)),
                  fmt::format("epoch {}, {} fixes from number {} on, {} to {}, as its payload says",
                              batch->epoch, batch->fixes.size(), batch->first,
                              lanterne::to_text(least.time), lanterne::to_text(greatest.time)));
        }
    }

    void check_marks(const ChunkRow& chunk) const {
        const auto& marks = chunk.implausible;
        const bool ascends = std::ranges::adjacent_find(marks, std::greater_equal{}) == marks.end();
        if (!ascends || (!marks.empty() && (marks.front() < 0 || marks.back() >= chunk.n))) {
            fault(FaultKind::chunk_marks, chunk,
                  fmt::format("{} marks of implausible fixes, the last of fix {}", marks.size(),
                              marks.back()),
                  fmt::format("each fix once, ascending, below {}", chunk.n));
        }
    }

    const EpochRow& epoch_;
    Report& report_;
    wire::SequenceSet stored_;
};

void check_default_partition(Connection& connection, Report& report) {
    const Rows rows = connection.execute("SELECT count(*) FROM race.track_chunk_default");
    if (const auto chunks = rows.get<std::int64_t>(0, 0); chunks > 0) {
        report.fault({FaultKind::chunk_default, "race.track_chunk_default",
                      fmt::format("{} chunks lie there", chunks),
                      "each month has a partition of its own before its first chunk comes"});
    }
}

} // namespace

void check_chunks(Connection& connection, const EpochRow& epoch, Report& report) {
    EpochChunks chunks{epoch, report};
    std::int64_t after = std::numeric_limits<std::int64_t>::min();
    for (bool more = true; more;) {
        const Rows rows = connection.execute(
            R"(SELECT first, n, first_time, last_time, implausible, payload
                 FROM race.track_chunk
                WHERE month = $1::text::date AND unit_id = $2 AND epoch = $3 AND first > $4
                ORDER BY first LIMIT $5)",
            Parameters{}
                .add(epoch.month)
                .add(epoch.unit)
                .add(epoch.epoch)
                .add(after)
                .add(std::int64_t{page_rows}));
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const ChunkRow chunk = chunk_at(rows, row);
            chunks.take(chunk, rows.bytes(row, 5));
            after = chunk.first;
        }
        more = rows.size() == page_rows;
    }
    chunks.end();
}

void check_stray_chunks(Connection& connection, Report& report) {
    for_each_row(
        connection, "verify_stray_chunks",
        R"(SELECT c.unit_id, coalesce(u.serial, '?'), c.epoch, c.month::text,
                           coalesce(e.month::text, ''), count(*)
                      FROM race.track_chunk c
                      LEFT JOIN race.unit_epoch e USING (unit_id, epoch)
                      LEFT JOIN race.unit u USING (unit_id)
                     WHERE e.month IS DISTINCT FROM c.month
                     GROUP BY c.unit_id, u.serial, c.epoch, c.month, e.month
                     ORDER BY c.unit_id, c.epoch, c.month)",
        [&](const Rows& rows, std::size_t row) {
            const auto month = rows.get<std::string>(row, 4);
            report.fault(
                {FaultKind::chunk_astray,
                 fmt::format("unit {} (id {}), epoch {}", rows.get<std::string>(row, 1),
                             rows.get<std::int32_t>(row, 0), rows.get<std::int64_t>(row, 2)),
                 fmt::format("{} chunks in month {}", rows.get<std::int64_t>(row, 5),
                             rows.get<std::string>(row, 3)),
                 month.empty() ? "none, the epoch is not known"
                               : "month " + month + ", as race.unit_epoch says"});
        });
    check_default_partition(connection, report);
}

} // namespace lanterne::ingest::verify
