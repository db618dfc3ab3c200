#include "tests/support/spectator/spectator_reader.hpp"

#include "tests/support/spectator/frame_reader.hpp"

namespace lanterne::web {

namespace {

using std::chrono::milliseconds;

struct Head {
    SpectatorKind kind = SpectatorKind::keyframe;
    std::uint64_t back = 0;
    std::vector<std::string> texts;
};

Head read_head(FrameReader& in, SpectatorView& view) {
    Head head;
    head.kind = static_cast<SpectatorKind>(in.byte());
    view.id.epoch = static_cast<std::uint32_t>(in.number());
    view.id.sequence = in.number();
    head.back = in.number();
    view.time = from_ms(static_cast<std::int64_t>(in.number()));
    view.state = static_cast<RaceState>(in.byte());
    view.last_event = in.number();
    for (std::uint64_t count = in.number(); count > 0; --count) {
        head.texts.push_back(in.text());
    }
    return head;
}

std::int64_t gap_ms(std::int64_t number) {
    return number % 2 == 0 ? number / 2 * 1000 : (number - 1) / 2;
}

SpectatorRow read_row(FrameReader& in, UtcTime time) {
    SpectatorRow row;
    row.status = static_cast<wire::RaceStatus>(in.byte());
    const unsigned has = in.byte();
    if ((has & 1U) != 0) {
        row.along_m = static_cast<std::uint32_t>(in.number());
    }
    if ((has & 2U) != 0) {
        row.place.emplace();
        row.place->latitude_e5 = static_cast<std::int32_t>(in.integer());
        row.place->longitude_e5 = static_cast<std::int32_t>(in.integer());
    }
    if ((has & 4U) != 0) {
        row.fix_time = time - milliseconds{in.integer()};
    }
    if ((has & 8U) != 0) {
        row.rank = static_cast<std::uint32_t>(in.number());
    }
    if ((has & 16U) != 0) {
        row.gap_ms = gap_ms(in.integer());
    }
    row.is_linked = (has & 32U) != 0;
    if ((has & 64U) != 0) {
        row.next_report_s = static_cast<std::uint32_t>(in.number());
    }
    if ((has & 128U) != 0) {
        row.battery_pct = static_cast<std::uint8_t>(in.byte());
    }
    row.reason = static_cast<std::uint8_t>(in.byte());
    row.speed_dmps = static_cast<std::uint32_t>(in.number());
    return row;
}

void read_long_row(FrameReader& in, SpectatorRow& row, UtcTime time) {
    const unsigned what = in.byte();
    if ((what & 1U) != 0) {
        row.along_m = static_cast<std::uint32_t>(row.along_m.value_or(0) + in.integer());
    }
    if ((what & 2U) != 0) {
        row.along_m.reset();
    }
    if ((what & 4U) != 0) {
        RoundPlace place = row.place.value_or(RoundPlace{});
        place.latitude_e5 += static_cast<std::int32_t>(in.integer());
        place.longitude_e5 += static_cast<std::int32_t>(in.integer());
        row.place = place;
    }
    if ((what & 8U) != 0) {
        row.place.reset();
    }
    if ((what & 16U) != 0) {
        row.fix_time = time - milliseconds{in.integer()};
    }
    if ((what & 32U) != 0) {
        row.fix_time.reset();
    }
}

std::vector<std::size_t> read_runs(FrameReader& in) {
    std::vector<std::size_t> indexes;
    std::size_t index = 0;
    for (std::uint64_t runs = in.number(); runs > 0; --runs) {
        index += in.number();
        for (std::uint64_t count = in.number(); count > 0; --count) {
            indexes.push_back(index++);
        }
    }
    return indexes;
}

void read_motion(FrameReader& in, SpectatorView& view) {
    constexpr unsigned first_long_code = 250;
    const std::int64_t step = in.integer();
    const std::int64_t base = in.integer();
    const auto scale = static_cast<std::int64_t>(in.number());
    const std::vector<std::size_t> moved = read_runs(in);
    std::vector<std::size_t> in_full;
    for (const std::size_t each : moved) {
        SpectatorRow& row = view.rows.at(each);
        const unsigned code = in.byte();
        if (code >= first_long_code) {
            in_full.push_back(each);
            continue;
        }
        row.along_m = static_cast<std::uint32_t>(row.along_m.value() +
                                                 scale * (base + FrameReader::unzigzag(code)));
        row.fix_time = row.fix_time.value() + milliseconds{step};
    }
    for (const std::size_t each : in_full) {
        read_long_row(in, view.rows.at(each), view.time);
    }
}

void read_standing(FrameReader& in, SpectatorRow& row) {
    constexpr unsigned no_battery = 255;
    const unsigned what = in.byte();
    if ((what & 1U) != 0) {
        row.status = static_cast<wire::RaceStatus>(in.byte());
    }
    if ((what & 2U) != 0) {
        const std::uint64_t rank = in.number();
        row.rank = rank == 0 ? std::nullopt : std::optional{static_cast<std::uint32_t>(rank)};
    }
    if ((what & 4U) != 0) {
        const std::uint64_t gap = in.number();
        row.gap_ms =
            gap == 0 ? std::nullopt : std::optional{gap_ms(FrameReader::unzigzag(gap - 1))};
    }
    if ((what & 8U) != 0) {
        row.is_linked = in.byte() != 0;
    }
    if ((what & 16U) != 0) {
        row.reason = static_cast<std::uint8_t>(in.byte());
    }
    if ((what & 32U) != 0) {
        const std::uint64_t next = in.number();
        row.next_report_s =
            next == 0 ? std::nullopt : std::optional{static_cast<std::uint32_t>(next - 1)};
    }
    if ((what & 64U) != 0) {
        const unsigned battery = in.byte();
        row.battery_pct = battery == no_battery ? std::nullopt
                                                : std::optional{static_cast<std::uint8_t>(battery)};
    }
}

void read_standings(FrameReader& in, SpectatorView& view) {
    const std::vector<std::size_t> gained = read_runs(in);
    for (const std::size_t each : gained) {
        SpectatorRow& row = view.rows.at(each);
        row.rank = static_cast<std::uint32_t>(row.rank.value() + FrameReader::unzigzag(in.byte()));
    }
    for (const std::size_t each : gained) {
        SpectatorRow& row = view.rows.at(each);
        row.gap_ms = row.gap_ms.value() + 1000 * FrameReader::unzigzag(in.byte());
    }
    std::size_t index = 0;
    for (std::uint64_t count = in.number(); count > 0; --count) {
        index += in.number();
        read_standing(in, view.rows.at(index++));
    }
}

SpectatorArrival read_arrival(FrameReader& in, UtcTime time, const Head& head) {
    SpectatorArrival arrival;
    arrival.point = head.texts.at(in.number());
    arrival.leg = static_cast<std::uint32_t>(in.number());
    arrival.lap = static_cast<std::uint32_t>(in.number());
    arrival.vagueness = static_cast<Vagueness>(in.byte());
    const milliseconds step = step_of(arrival.vagueness);
    const auto at = [&](std::int64_t steps) { return UtcTime{step * steps}; };
    const std::int64_t likely = time.time_since_epoch() / step + in.integer();
    arrival.band.likely = at(likely);
    arrival.band.early = at(likely - static_cast<std::int64_t>(in.number()));
    arrival.band.late = at(likely + static_cast<std::int64_t>(in.number()));
    return arrival;
}

void read_forecasts(FrameReader& in, SpectatorView& view, const Head& head) {
    std::size_t index = 0;
    for (std::uint64_t count = in.number(); count > 0; --count) {
        index += in.number();
        std::vector<SpectatorArrival> arrivals;
        for (std::uint64_t many = in.number(); many > 0; --many) {
            arrivals.push_back(read_arrival(in, view.time, head));
        }
        view.arrivals.at(index++) = std::move(arrivals);
    }
}

void read_grades(FrameReader& in, SpectatorView& view) {
    std::vector<wire::LiveGrade> grades;
    for (std::uint64_t count = in.number(); count > 0; --count) {
        wire::LiveGrade grade;
        grade.horizon = static_cast<std::uint8_t>(in.byte());
        grade.forecasts = static_cast<std::uint32_t>(in.number());
        grade.inside = static_cast<std::uint32_t>(in.number());
        grades.push_back(grade);
    }
    if (!grades.empty()) {
        view.grades = std::move(grades);
    }
}

wire::LiveEvent read_event(FrameReader& in, std::uint64_t number, const SpectatorView& view,
                           const Head& head) {
    const auto kind = static_cast<wire::LiveEventKind>(in.byte());
    const Bib& bib = view.bibs.at(in.number());
    if (kind == wire::LiveEventKind::status) {
        const auto status = static_cast<wire::RaceStatus>(in.byte());
        const UtcTime time = view.time + milliseconds{in.integer()};
        return {number, kind, wire::LiveOutcome{bib, status, time}};
    }
    wire::LivePassage passage{.bib = bib};
    passage.point = head.texts.at(in.number());
    passage.leg = static_cast<std::uint32_t>(in.number());
    passage.lap = static_cast<std::uint32_t>(in.number());
    passage.time = view.time + milliseconds{in.integer()};
    passage.standard_error_ms = static_cast<std::uint32_t>(in.number());
    passage.source = head.texts.at(in.number());
    passage.revision = static_cast<std::uint32_t>(in.number());
    const unsigned flags = in.byte();
    passage.is_bridged = (flags & 1U) != 0;
    passage.is_settled = (flags & 2U) == 0;
    passage.is_withdrawn = kind == wire::LiveEventKind::withdrawn;
    return {number, kind, std::move(passage)};
}

std::vector<wire::LiveEvent> read_events(FrameReader& in, const SpectatorView& view,
                                         const Head& head) {
    std::vector<wire::LiveEvent> events;
    const std::uint64_t count = in.number();
    for (std::uint64_t i = 0; i < count; ++i) {
        events.push_back(read_event(in, view.last_event - count + 1 + i, view, head));
    }
    return events;
}

void read_keyframe(FrameReader& in, SpectatorView& view) {
    view.bibs.clear();
    view.rows.clear();
    for (std::uint64_t count = in.number(); count > 0; --count) {
        view.bibs.push_back(Bib::from(in.text()).value());
    }
    while (view.rows.size() < view.bibs.size()) {
        view.rows.push_back(read_row(in, view.time));
    }
    view.arrivals.assign(view.bibs.size(), {});
    view.grades.clear();
}

} // namespace

bool SpectatorReader::read(std::string_view bytes) {
    FrameReader in{bytes};
    SpectatorView view = view_;
    const Head head = read_head(in, view);
    std::vector<wire::LiveEvent> events;
    if (head.kind == SpectatorKind::keyframe) {
        read_keyframe(in, view);
        read_forecasts(in, view, head);
        read_grades(in, view);
    } else {
        const FrameId before{view.id.epoch, view.id.sequence - head.back};
        if (before != view_.id) {
            return false;
        }
        read_motion(in, view);
        read_standings(in, view);
        read_forecasts(in, view, head);
        read_grades(in, view);
        events = read_events(in, view, head);
    }
    if (!in.is_at_end()) {
        throw std::runtime_error{"something is left over"};
    }
    view_ = std::move(view);
    events_ = std::move(events);
    return true;
}

} // namespace lanterne::web
