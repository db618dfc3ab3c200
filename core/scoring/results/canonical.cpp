#include <fmt/format.h>

#include "core/scoring/results/outcome_text.hpp"
#include "core/scoring/results/tables.hpp"

namespace lanterne::scoring::results {
namespace {

std::string text_of(std::optional<Milliseconds> time) {
    return time ? fmt::format("{}", time->count()) : "-";
}

std::string text_of(std::optional<std::uint32_t> rank) {
    return rank ? fmt::format("{}", *rank) : "-";
}

std::string text_of(const Row& row) {
    std::string text =
        fmt::format("{} {} {} {} {} {} {} {} {}\n", row.bib.text(), to_text(row.outcome),
                    text_of(row.rank), row.is_linked ? "linked" : "apart", row.laps,
                    text_of(row.exact), text_of(row.time), text_of(row.gap), row.penalty.count());
    if (!row.article.empty()) {
        text += fmt::format("{} article {} {}\n", row.bib.text(), row.article.size(), row.article);
    }
    for (const Split& split : row.splits) {
        text += fmt::format("{} {} {} {} {} {}\n", row.bib.text(), split.at.point, split.at.lap,
                            split.time.count(), split.gap.count(), split.rank);
    }
    for (const SegmentTime& segment : row.segments) {
        text += fmt::format("{} {} {} {} {} {}\n", row.bib.text(), segment.segment,
                            segment.time.count(), segment.gap.count(), segment.rank,
                            segment.gained.value_or(0));
    }
    return text;
}

} // namespace

std::string canonical_text(const Tables& tables) {
    std::string text;
    for (const Table& table : tables.rankings) {
        text += fmt::format("ranking {}\n", table.id);
        for (const Row& row : table.rows) {
            text += text_of(row);
        }
    }
    for (const TeamTable& table : tables.teams) {
        text += fmt::format("teams {}\n", table.id);
        for (const TeamRow& row : table.rows) {
            text += fmt::format("{} {} {} {}", text_of(row.rank), text_of(row.time), row.places,
                                row.team);
            for (const Bib& bib : row.counted) {
                text += " " + bib.text();
            }
            text += "\n";
        }
    }
    for (const PointsTable& table : tables.points) {
        text += fmt::format("points {}\n", table.id);
        for (const PointsRow& row : table.rows) {
            text += fmt::format("{} {} {}", row.bib.text(), text_of(row.rank), row.hundredths);
            for (const std::int64_t award : row.awards) {
                text += fmt::format(" {}", award);
            }
            text += "\n";
        }
    }
    return text;
}

} // namespace lanterne::scoring::results
