#include "core/wire/live.hpp"

#include <algorithm>
#include <functional>

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/live_rows.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 5;
constexpr std::size_t frame_items = 15;

constexpr std::size_t trace_id_bytes = 16;

bool is_trace(const LiveTrace& trace) {
    const auto is_set = [](std::byte byte) { return byte != std::byte{}; };
    const auto span_id = trace.begin() + trace_id_bytes;
    return std::any_of(trace.begin(), span_id, is_set) && std::any_of(span_id, trace.end(), is_set);
}

bool is_within_limits(const LiveFrame& frame) {
    const auto good = [](const auto& row) { return is_within_limits(row); };
    return frame.parts >= 1 && frame.parts <= max_live_parts && frame.part < frame.parts &&
           is_time(frame.race_time) && frame.from_version <= frame.to_version &&
           (!frame.trace || is_trace(*frame.trace)) && std::ranges::all_of(frame.entries, good) &&
           std::ranges::all_of(frame.passages, good) &&
           std::ranges::all_of(frame.forecasts, good) && std::ranges::all_of(frame.grades, good) &&
           std::ranges::all_of(frame.events, good) &&
           std::ranges::adjacent_find(frame.events, std::greater_equal<>{}, &LiveEvent::number) ==
               frame.events.end() &&
           (frame.events.empty() || frame.events.back().number <= frame.last_event);
}

template<class Row>
void write(CborWriter& out, const std::vector<Row>& rows) {
    out.array(rows.size());
    for (const Row& row : rows) {
        write(out, row);
    }
}

std::optional<LiveTrace> read_trace(CborReader& in) {
    const std::optional<ByteView> bytes = in.byte_string_or_null();
    if (!bytes) {
        return std::nullopt;
    }
    LiveTrace trace{};
    in.expect(bytes->size() == trace.size(), Error::out_of_range);
    std::ranges::copy_n(bytes->begin(),
                        static_cast<std::ptrdiff_t>(std::min(bytes->size(), trace.size())),
                        trace.begin());
    return trace;
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

/// More than the head of a frame and the heads of its five lists take at their longest.
constexpr std::size_t frame_head_bytes = 128;

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
        empty_.forecasts.clear();
        empty_.grades.clear();
        empty_.events.clear();
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

std::string_view to_text(LiveEventKind kind) {
    switch (kind) {
    case LiveEventKind::passage: return "passage";
    case LiveEventKind::finish: return "finish";
    case LiveEventKind::withdrawn: return "withdrawn";
    case LiveEventKind::status: return "status";
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
    out.number(frame.from_version);
    out.number(frame.to_version);
    frame.trace ? out.byte_string(*frame.trace) : out.null();
    write(out, frame.entries);
    write(out, frame.passages);
    write(out, frame.forecasts);
    write(out, frame.grades);
    out.number(frame.last_event);
    write(out, frame.events);
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
    frame.from_version = in.number<std::uint64_t>();
    frame.to_version = in.number<std::uint64_t>();
    frame.trace = read_trace(in);
    frame.entries = read_rows(in, read_entry);
    frame.passages = read_rows(in, read_passage);
    frame.forecasts = read_rows(in, read_forecast);
    frame.grades = read_rows(in, read_grade);
    frame.last_event = in.number<std::uint64_t>();
    frame.events = read_rows(in, read_event);
    in.expect(is_within_limits(frame), Error::out_of_range);
    return in.result(std::move(frame));
}

std::vector<LiveFrame> split_into_parts(const LiveFrame& whole) {
    Cutter cutter{whole};
    cutter.add(whole.entries, &LiveFrame::entries);
    cutter.add(whole.passages, &LiveFrame::passages);
    cutter.add(whole.forecasts, &LiveFrame::forecasts);
    cutter.add(whole.grades, &LiveFrame::grades);
    cutter.add(whole.events, &LiveFrame::events);
    return std::move(cutter).numbered();
}

} // namespace lanterne::wire
