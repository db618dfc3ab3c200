#include "web-api/spectator/spectator_frame.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "web-api/spectator/frame_writer.hpp"
#include "web-api/spectator/motion_codes.hpp"
#include "web-api/spectator/skips.hpp"
#include "web-api/spectator/standing_codes.hpp"

namespace lanterne::web {

namespace {

/// The texts of one message, each once, by their place in the list.
class Texts {
public:
    std::uint64_t index_of(const std::string& text) {
        const auto [known, is_new] = index_.try_emplace(text, texts_.size());
        if (is_new) {
            texts_.push_back(text);
        }
        return known->second;
    }

    void write(FrameWriter& out) const {
        out.number(texts_.size());
        for (const std::string& text : texts_) {
            out.text(text);
        }
    }

private:
    std::map<std::string, std::uint64_t> index_;
    std::vector<std::string> texts_;
};

std::int64_t ms_between(UtcTime from, UtcTime to) { return (to - from).count(); }

void write_head(FrameWriter& out, SpectatorKind kind, const SpectatorView& now,
                std::uint64_t back) {
    out.byte(static_cast<unsigned>(kind));
    out.number(now.id.epoch);
    out.number(now.id.sequence);
    out.number(back);
    out.number(static_cast<std::uint64_t>(to_ms(now.time)));
    out.byte(static_cast<unsigned>(now.state));
    out.number(now.last_event);
}

void write_row(FrameWriter& out, const SpectatorRow& row, UtcTime time) {
    out.byte(static_cast<unsigned>(row.status));
    out.byte((row.along_m ? 1U : 0U) | (row.place ? 2U : 0U) | (row.fix_time ? 4U : 0U) |
             (row.rank ? 8U : 0U) | (row.gap_ms ? 16U : 0U) | (row.is_linked ? 32U : 0U) |
             (row.next_report_s ? 64U : 0U) | (row.battery_pct ? 128U : 0U));
    if (row.along_m) {
        out.number(*row.along_m);
    }
    if (row.place) {
        out.integer(row.place->latitude_e5);
        out.integer(row.place->longitude_e5);
    }
    if (row.fix_time) {
        out.integer(ms_between(*row.fix_time, time));
    }
    if (row.rank) {
        out.number(*row.rank);
    }
    if (row.gap_ms) {
        out.integer(gap_number(*row.gap_ms));
    }
    if (row.next_report_s) {
        out.number(*row.next_report_s);
    }
    if (row.battery_pct) {
        out.byte(*row.battery_pct);
    }
    out.byte(row.reason);
    out.number(row.speed_dmps);
}

/// Steps of a band count from the last full one before the message's time.
void write_arrival(FrameWriter& out, const SpectatorArrival& arrival, UtcTime time, Texts& texts) {
    const Milliseconds step = step_of(arrival.vagueness);
    const auto steps = [&](UtcTime at) { return at.time_since_epoch() / step; };
    out.number(texts.index_of(arrival.point));
    out.number(arrival.leg);
    out.number(arrival.lap);
    out.byte(static_cast<unsigned>(arrival.vagueness));
    out.integer(steps(arrival.band.likely) - steps(time));
    out.number(static_cast<std::uint64_t>(steps(arrival.band.likely) - steps(arrival.band.early)));
    out.number(static_cast<std::uint64_t>(steps(arrival.band.late) - steps(arrival.band.likely)));
}

/// Those that differ from `before`; null: of all that are expected somewhere.
void write_forecasts(FrameWriter& out, const SpectatorView* before, const SpectatorView& now,
                     Texts& texts) {
    FrameWriter forecasts;
    std::uint64_t count = 0;
    Skips skips;
    for (std::size_t i = 0; i < now.arrivals.size(); ++i) {
        const auto& arrivals = now.arrivals[i];
        if (before != nullptr ? arrivals == before->arrivals[i] : arrivals.empty()) {
            continue;
        }
        forecasts.number(skips.next(i));
        forecasts.number(arrivals.size());
        for (const SpectatorArrival& arrival : arrivals) {
            write_arrival(forecasts, arrival, now.time, texts);
        }
        ++count;
    }
    out.number(count);
    out.append(forecasts);
}

void write_grades(FrameWriter& out, const std::vector<wire::LiveGrade>& grades) {
    out.number(grades.size());
    for (const wire::LiveGrade& grade : grades) {
        out.byte(grade.horizon);
        out.number(grade.forecasts);
        out.number(grade.inside);
    }
}

void write_passage(FrameWriter& out, const wire::LivePassage& passage, UtcTime time, Texts& texts) {
    out.number(texts.index_of(passage.point));
    out.number(passage.leg);
    out.number(passage.lap);
    out.integer(ms_between(time, passage.time));
    out.number(passage.standard_error_ms);
    out.number(texts.index_of(passage.source));
    out.number(passage.revision);
    out.byte((passage.is_bridged ? 1U : 0U) | (passage.is_settled ? 0U : 2U));
}

const Bib& bib_of(const wire::LiveEvent& event) {
    return std::visit([](const auto& what) -> const Bib& { return what.bib; }, event.what);
}

/// Those without a hole before now.last_event.
std::span<const wire::LiveEvent> told_events(const SpectatorView& now,
                                             std::span<const wire::LiveEvent> events) {
    std::size_t count = 0;
    while (count < events.size()) {
        const wire::LiveEvent& event = events[events.size() - 1 - count];
        if (event.number != now.last_event - count ||
            !std::ranges::binary_search(now.bibs, bib_of(event))) {
            break;
        }
        ++count;
    }
    return events.last(count);
}

void write_events(FrameWriter& out, const SpectatorView& now,
                  std::span<const wire::LiveEvent> events, Texts& texts) {
    const auto told = told_events(now, events);
    out.number(told.size());
    for (const wire::LiveEvent& event : told) {
        const auto entry = std::ranges::lower_bound(now.bibs, bib_of(event)) - now.bibs.begin();
        out.byte(static_cast<unsigned>(event.kind));
        out.number(static_cast<std::uint64_t>(entry));
        if (const auto* outcome = std::get_if<wire::LiveOutcome>(&event.what)) {
            out.byte(static_cast<unsigned>(outcome->status));
            out.integer(ms_between(now.time, outcome->time));
        } else {
            write_passage(out, std::get<wire::LivePassage>(event.what), now.time, texts);
        }
    }
}

} // namespace

std::string keyframe_bytes(const SpectatorView& view) {
    Texts texts;
    FrameWriter body;
    body.number(view.bibs.size());
    for (const Bib& bib : view.bibs) {
        body.text(bib.text());
    }
    for (const SpectatorRow& row : view.rows) {
        write_row(body, row, view.time);
    }
    write_forecasts(body, nullptr, view, texts);
    write_grades(body, view.grades);
    FrameWriter out;
    write_head(out, SpectatorKind::keyframe, view, 0);
    texts.write(out);
    out.append(body);
    return std::move(out).take();
}

std::string delta_bytes(const SpectatorView& before, const SpectatorView& now,
                        std::span<const wire::LiveEvent> events) {
    Texts texts;
    FrameWriter body;
    write_motion(body, before, now);
    write_standings(body, before, now);
    write_forecasts(body, &before, now, texts);
    write_grades(body, before.grades == now.grades ? std::vector<wire::LiveGrade>{} : now.grades);
    write_events(body, now, events, texts);
    FrameWriter out;
    write_head(out, SpectatorKind::delta, now, now.id.sequence - before.id.sequence);
    texts.write(out);
    out.append(body);
    return std::move(out).take();
}

} // namespace lanterne::web
