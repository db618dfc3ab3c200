#include "web-api/spectator/motion_codes.hpp"

#include <algorithm>
#include <map>

#include "web-api/spectator/runs.hpp"

namespace lanterne::web {

namespace {

struct Moved {
    std::size_t index = 0;
    const SpectatorRow* before = nullptr;
    const SpectatorRow* now = nullptr;

    bool is_on_line() const {
        return before->along_m && now->along_m && before->fix_time && now->fix_time;
    }

    std::int64_t metres() const { return std::int64_t{*now->along_m} - *before->along_m; }

    std::int64_t step_ms() const { return (*now->fix_time - *before->fix_time).count(); }
};

std::vector<Moved> moved(const SpectatorView& before, const SpectatorView& now) {
    std::vector<Moved> all;
    for (std::size_t i = 0; i < now.rows.size(); ++i) {
        const SpectatorRow& was = before.rows[i];
        const SpectatorRow& is = now.rows[i];
        if (was.along_m != is.along_m || was.place != is.place || was.fix_time != is.fix_time) {
            all.push_back({i, &was, &is});
        }
    }
    return all;
}

/// The step that most made; of several the shortest.
std::int64_t usual_step(const std::vector<Moved>& all) {
    std::map<std::int64_t, std::size_t> counts;
    for (const Moved& one : all) {
        if (one.is_on_line()) {
            ++counts[one.step_ms()];
        }
    }
    const auto most = std::ranges::max_element(
        counts, {}, [](const auto& step_and_count) { return step_and_count.second; });
    return most == counts.end() ? 0 : most->first;
}

/// So that half went farther.
std::int64_t usual_metres(const std::vector<Moved>& all) {
    std::vector<std::int64_t> metres;
    for (const Moved& one : all) {
        if (one.is_on_line()) {
            metres.push_back(one.metres());
        }
    }
    if (metres.empty()) {
        return 0;
    }
    const auto middle = metres.begin() + static_cast<std::ptrdiff_t>(metres.size() / 2);
    std::ranges::nth_element(metres, middle);
    return *middle;
}

void write_row(FrameWriter& out, const Moved& one, UtcTime time) {
    const SpectatorRow& was = *one.before;
    const SpectatorRow& is = *one.now;
    const bool along = is.along_m && is.along_m != was.along_m;
    const bool place = is.place && is.place != was.place;
    const bool fix = is.fix_time && is.fix_time != was.fix_time;
    out.byte((along ? 1U : 0U) | (was.along_m && !is.along_m ? 2U : 0U) | (place ? 4U : 0U) |
             (was.place && !is.place ? 8U : 0U) | (fix ? 16U : 0U) |
             (was.fix_time && !is.fix_time ? 32U : 0U));
    if (along) {
        out.integer(std::int64_t{*is.along_m} - was.along_m.value_or(0));
    }
    if (place) {
        const RoundPlace from = was.place.value_or(RoundPlace{});
        out.integer(std::int64_t{is.place->latitude_e5} - from.latitude_e5);
        out.integer(std::int64_t{is.place->longitude_e5} - from.longitude_e5);
    }
    if (fix) {
        out.integer((time - *is.fix_time).count());
    }
}

} // namespace

void write_motion(FrameWriter& out, const SpectatorView& before, const SpectatorView& now) {
    const std::vector<Moved> all = moved(before, now);
    const std::int64_t scale = along_step(now.rows.size());
    const std::int64_t step = usual_step(all);
    const std::int64_t base = usual_metres(all) / scale;
    out.integer(step);
    out.integer(base);
    out.number(static_cast<std::uint64_t>(scale));
    std::vector<std::size_t> indexes;
    for (const Moved& one : all) {
        indexes.push_back(one.index);
    }
    write_runs(out, indexes);
    FrameWriter rows;
    for (const Moved& one : all) {
        const bool is_usual =
            one.is_on_line() && one.step_ms() == step && one.metres() % scale == 0;
        const auto code = is_usual ? short_code(one.metres() / scale - base) : std::nullopt;
        if (code) {
            out.byte(*code);
        } else {
            out.byte(long_code);
            write_row(rows, one, now.time);
        }
    }
    out.append(rows);
}

} // namespace lanterne::web
