#include "core/wire/live.hpp"

#include <algorithm>

#include "core/wire/batch.hpp"
#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 2;
constexpr std::size_t frame_items = 8;
constexpr std::size_t entry_items = 13;
constexpr std::size_t passage_items = 9;

constexpr std::uint8_t linked_flag = 1;
constexpr std::uint8_t bridged_flag = 1;
constexpr std::uint8_t unsettled_flag = 2;

constexpr std::size_t max_point_bytes = 64;
constexpr std::size_t max_source_bytes = 16;

bool is_within_limits(const LiveEntry& entry) {
    return entry.status <= RaceStatus::not_classified && entry.rank != 0U &&
           (!entry.fix_time || is_time(*entry.fix_time)) &&
           (!entry.position || is_on_earth(*entry.position)) &&
           (!entry.battery_pct || *entry.battery_pct <= greatest_battery_pct) &&
           entry.reason <= static_cast<std::uint8_t>(Reason::shutting_down);
}

bool is_within_limits(const LivePassage& passage) {
    return is_printable(passage.point, max_point_bytes) && passage.lap >= 1 &&
           is_time(passage.time) && is_printable(passage.source, max_source_bytes);
}

bool is_within_limits(const LiveFrame& frame) {
    const auto good = [](const auto& row) { return is_within_limits(row); };
    return frame.parts >= 1 && frame.parts <= max_live_parts && frame.part < frame.parts &&
           is_time(frame.race_time) && std::ranges::all_of(frame.entries, good) &&
           std::ranges::all_of(frame.passages, good);
}

void write(CborWriter& out, const std::optional<Position>& position) {
    if (!position) {
        out.null();
        return;
    }
    out.array(2);
    out.integer(position->latitude.e6);
    out.integer(position->longitude.e6);
}

void write(CborWriter& out, const LiveEntry& entry) {
    out.array(entry_items);
    out.text(entry.bib.text());
    out.number(entry.version);
    out.number(static_cast<std::uint64_t>(entry.status));
    out.number_or_null(entry.rank);
    out.integer_or_null(entry.gap_ms);
    out.integer_or_null(entry.along_dm);
    out.integer_or_null(entry.fix_time ? std::optional{to_ms(*entry.fix_time)} : std::nullopt);
    write(out, entry.position);
    out.number_or_null(entry.speed_dmps);
    out.number_or_null(entry.battery_pct);
    out.number_or_null(entry.next_report_s);
    out.number(entry.reason);
    out.number(entry.is_linked ? linked_flag : 0U);
}

void write(CborWriter& out, const LivePassage& passage) {
    out.array(passage_items);
    out.text(passage.bib.text());
    out.text(passage.point);
    out.number(passage.leg);
    out.number(passage.lap);
    out.integer(to_ms(passage.time));
    out.number(passage.standard_error_ms);
    out.text(passage.source);
    out.number(passage.revision);
    out.number((passage.is_bridged ? bridged_flag : 0U) |
               (passage.is_settled ? 0U : unsettled_flag));
}

template<class Row>
void write(CborWriter& out, const std::vector<Row>& rows) {
    out.array(rows.size());
    for (const Row& row : rows) {
        write(out, row);
    }
}

std::optional<Bib> read_bib(CborReader& in) {
    const std::optional<Bib> bib = Bib::from(in.text());
    in.expect(bib.has_value(), Error::out_of_range);
    return bib;
}

std::optional<Position> read_position(CborReader& in) {
    if (!in.array_of_or_null(2)) {
        return std::nullopt;
    }
    const auto latitude = in.integer<std::int32_t>();
    const auto longitude = in.integer<std::int32_t>();
    return Position{Latitude{latitude}, Longitude{longitude}};
}

std::uint8_t read_flags(CborReader& in, unsigned known) {
    const auto flags = in.number<std::uint8_t>();
    in.expect((flags & ~known) == 0, Error::out_of_range);
    return flags;
}

/// Nothing, and the reader has failed, when it cannot be read.
std::optional<LiveEntry> read_entry(CborReader& in) {
    in.array_of(entry_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LiveEntry entry{.bib = *bib};
    entry.version = in.number<std::uint64_t>();
    entry.status = static_cast<RaceStatus>(in.number<std::uint8_t>());
    entry.rank = in.number_or_null<std::uint32_t>();
    entry.gap_ms = in.integer_or_null<std::int64_t>();
    entry.along_dm = in.integer_or_null<std::int64_t>();
    if (const auto time_ms = in.integer_or_null<std::int64_t>()) {
        entry.fix_time = from_ms(*time_ms);
    }
    entry.position = read_position(in);
    entry.speed_dmps = in.number_or_null<std::uint32_t>();
    entry.battery_pct = in.number_or_null<std::uint8_t>();
    entry.next_report_s = in.number_or_null<std::uint32_t>();
    entry.reason = in.number<std::uint8_t>();
    entry.is_linked = (read_flags(in, linked_flag) & linked_flag) != 0;
    in.expect(is_within_limits(entry), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{entry};
}

/// As read_entry.
std::optional<LivePassage> read_passage(CborReader& in) {
    in.array_of(passage_items);
    const std::optional<Bib> bib = read_bib(in);
    if (!bib) {
        return std::nullopt;
    }
    LivePassage passage{.bib = *bib};
    passage.point = in.text();
    passage.leg = in.number<std::uint32_t>();
    passage.lap = in.number<std::uint32_t>();
    passage.time = from_ms(in.integer<std::int64_t>());
    passage.standard_error_ms = in.number<std::uint32_t>();
    passage.source = in.text();
    passage.revision = in.number<std::uint32_t>();
    const auto flags = read_flags(in, bridged_flag | unsettled_flag);
    passage.is_bridged = (flags & bridged_flag) != 0;
    passage.is_settled = (flags & unsettled_flag) == 0;
    in.expect(is_within_limits(passage), Error::out_of_range);
    return in.failed() ? std::nullopt : std::optional{passage};
}

template<class Row>
std::vector<Row> read_rows(CborReader& in, std::optional<Row> (*read)(CborReader&)) {
    std::vector<Row> rows;
    const std::uint64_t count = in.array();
    while (rows.size() < count) {
        std::optional<Row> row = read(in);
        if (!row) {
            break;
        }
        rows.push_back(*std::move(row));
    }
    return rows;
}

/// More than the head of a frame and the heads of its two lists take at their longest.
constexpr std::size_t frame_head_bytes = 64;

template<class Row>
std::size_t encoded_size(const Row& row) {
    CborWriter out;
    write(out, row);
    return out.size();
}

/// Fills one part after the other.
class Cutter {
public:
    explicit Cutter(const LiveFrame& whole) : empty_{whole} {
        empty_.entries.clear();
        empty_.passages.clear();
        parts_.push_back(empty_);
    }

    template<class Row>
    void add(const std::vector<Row>& rows, std::vector<Row> LiveFrame::*list) {
        for (const Row& row : rows) {
            const std::size_t size = encoded_size(row);
            if (used_ + size > max_live_bytes) {
                parts_.push_back(empty_);
                used_ = frame_head_bytes;
            }
            (parts_.back().*list).push_back(row);
            used_ += size;
        }
    }

    std::vector<LiveFrame> numbered() && {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            parts_[i].part = static_cast<std::uint32_t>(i);
            parts_[i].parts = static_cast<std::uint32_t>(parts_.size());
        }
        return std::move(parts_);
    }

private:
    LiveFrame empty_;
    std::vector<LiveFrame> parts_;
    std::size_t used_ = frame_head_bytes;
};

} // namespace

std::string_view to_text(RaceStatus status) {
    switch (status) {
    case RaceStatus::not_started: return "not_started";
    case RaceStatus::racing: return "racing";
    case RaceStatus::off_course: return "off_course";
    case RaceStatus::stopped: return "stopped";
    case RaceStatus::silent: return "silent";
    case RaceStatus::finished: return "finished";
    case RaceStatus::over_time_limit: return "over_time_limit";
    case RaceStatus::did_not_finish: return "did_not_finish";
    case RaceStatus::did_not_start: return "did_not_start";
    case RaceStatus::disqualified: return "disqualified";
    case RaceStatus::unscored: return "unscored";
    case RaceStatus::lapped: return "lapped";
    case RaceStatus::not_classified: return "not_classified";
    }
    return "unknown";
}

std::optional<RaceStatus> parse_race_status(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(RaceStatus::not_classified); ++i) {
        if (to_text(static_cast<RaceStatus>(i)) == text) {
            return static_cast<RaceStatus>(i);
        }
    }
    return std::nullopt;
}

Result<Bytes> encode(const LiveFrame& frame) {
    if (!is_within_limits(frame)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(frame_items);
    out.number(version);
    out.number(frame.epoch);
    out.number(frame.frame);
    out.number(frame.part);
    out.number(frame.parts);
    out.integer(to_ms(frame.race_time));
    write(out, frame.entries);
    write(out, frame.passages);
    return std::move(out).finish(max_live_bytes);
}

Result<LiveFrame> decode_live_frame(ByteView payload) {
    CborReader in{payload, max_live_bytes};
    LiveFrame frame;
    in.expect(in.message(version) == frame_items - 1, Error::wrong_type);
    frame.epoch = in.number<std::uint32_t>();
    frame.frame = in.number<std::uint64_t>();
    frame.part = in.number<std::uint32_t>();
    frame.parts = in.number<std::uint32_t>();
    frame.race_time = from_ms(in.integer<std::int64_t>());
    frame.entries = read_rows(in, read_entry);
    frame.passages = read_rows(in, read_passage);
    in.expect(is_within_limits(frame), Error::out_of_range);
    return in.result(std::move(frame));
}

std::vector<LiveFrame> split_into_parts(const LiveFrame& whole) {
    Cutter cutter{whole};
    cutter.add(whole.entries, &LiveFrame::entries);
    cutter.add(whole.passages, &LiveFrame::passages);
    return std::move(cutter).numbered();
}

} // namespace lanterne::wire
