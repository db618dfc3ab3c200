#include "web-api/spectator/standing_codes.hpp"

#include <optional>

#include "web-api/spectator/runs.hpp"
#include "web-api/spectator/skips.hpp"

namespace lanterne::web {

namespace {

constexpr unsigned place_bits = 2U | 4U; ///< rank and gap

/// What changed in how an entry stands; nothing: no bits.
unsigned changed_standing(const SpectatorRow& before, const SpectatorRow& now) {
    return (before.status != now.status ? 1U : 0U) | (before.rank != now.rank ? 2U : 0U) |
           (before.gap_ms != now.gap_ms ? 4U : 0U) | (before.is_linked != now.is_linked ? 8U : 0U) |
           (before.reason != now.reason ? 16U : 0U) |
           (before.next_report_s != now.next_report_s ? 32U : 0U) |
           (before.battery_pct != now.battery_pct ? 64U : 0U);
}

void write_standing(FrameWriter& out, unsigned what, const SpectatorRow& row) {
    constexpr unsigned no_battery = 255;
    out.byte(what);
    if ((what & 1U) != 0) {
        out.byte(static_cast<unsigned>(row.status));
    }
    if ((what & 2U) != 0) {
        out.number(row.rank.value_or(0));
    }
    if ((what & 4U) != 0) {
        out.number(row.gap_ms ? FrameWriter::zigzag(gap_number(*row.gap_ms)) + 1 : 0);
    }
    if ((what & 8U) != 0) {
        out.byte(row.is_linked ? 1 : 0);
    }
    if ((what & 16U) != 0) {
        out.byte(row.reason);
    }
    if ((what & 32U) != 0) {
        out.number(row.next_report_s ? *row.next_report_s + std::uint64_t{1} : 0);
    }
    if ((what & 64U) != 0) {
        out.byte(row.battery_pct ? *row.battery_pct : no_battery);
    }
}

/// Ranks gained or lost, and gap seconds, as bytes: of who has both before and after.
struct PlaceCodes {
    unsigned ranks = 0;
    unsigned gap_s = 0;
};

std::optional<PlaceCodes> place_codes(const SpectatorRow& before, const SpectatorRow& now) {
    const bool has_all = before.rank && now.rank && before.gap_ms && now.gap_ms;
    if (!has_all || *before.gap_ms % 1000 != 0 || *now.gap_ms % 1000 != 0) {
        return std::nullopt;
    }
    const auto ranks = short_code(std::int64_t{*now.rank} - *before.rank);
    const auto gap_s = short_code((*now.gap_ms - *before.gap_ms) / 1000);
    return ranks && gap_s ? std::optional{PlaceCodes{*ranks, *gap_s}} : std::nullopt;
}

} // namespace

std::int64_t gap_number(std::int64_t gap_ms) {
    return gap_ms % 1000 == 0 ? gap_ms / 1000 * 2 : gap_ms * 2 + 1;
}

void write_standings(FrameWriter& out, const SpectatorView& before, const SpectatorView& now) {
    std::vector<std::size_t> gained;
    FrameWriter ranks;
    FrameWriter gaps;
    FrameWriter changes;
    std::uint64_t count = 0;
    Skips skips;
    for (std::size_t i = 0; i < now.rows.size(); ++i) {
        unsigned what = changed_standing(before.rows[i], now.rows[i]);
        const auto codes =
            (what & place_bits) != 0 ? place_codes(before.rows[i], now.rows[i]) : std::nullopt;
        if (codes) {
            gained.push_back(i);
            ranks.byte(codes->ranks);
            gaps.byte(codes->gap_s);
            what &= ~place_bits;
        }
        if (what != 0) {
            changes.number(skips.next(i));
            write_standing(changes, what, now.rows[i]);
            ++count;
        }
    }
    write_runs(out, gained);
    out.append(ranks);
    out.append(gaps);
    out.number(count);
    out.append(changes);
}

} // namespace lanterne::web
