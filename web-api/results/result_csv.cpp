#include "web-api/results/result_csv.hpp"

#include <optional>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"

namespace lanterne::web {

namespace {

template<class Number>
std::string text_of(const std::optional<Number>& number) {
    return number ? std::to_string(*number) : "";
}

} // namespace

std::string standings_csv(const std::vector<StandingRow>& standings) {
    std::string csv = exchange::write_csv_line(
        {"ranking", "rank", "bib", "name", "category", "status", "gap_ms", "linked", "along_m",
         "last_point", "last_leg", "last_lap", "last_time_utc"});
    for (const StandingRow& row : standings) {
        const auto& last = row.last_passage;
        csv += exchange::write_csv_line(
            {row.ranking, text_of(row.rank), row.bib, exchange::guarded(row.name),
             exchange::guarded(row.category), row.status, text_of(row.gap_ms),
             row.is_linked ? "yes" : "no",
             row.along_dm ? fmt::format("{:.1f}", static_cast<double>(*row.along_dm) / 10) : "",
             last ? last->point : "", last ? std::to_string(last->leg) : "",
             last ? std::to_string(last->lap) : "", last ? to_text(last->time) : ""});
    }
    return csv;
}

std::string passages_csv(const std::vector<PassageRow>& passages) {
    std::string csv =
        exchange::write_csv_line({"bib", "point", "leg", "lap", "time_utc", "standard_error_ms",
                                  "source", "revision", "bridged", "settled"});
    for (const PassageRow& passage : passages) {
        csv += exchange::write_csv_line(
            {passage.bib, passage.point, std::to_string(passage.leg), std::to_string(passage.lap),
             to_text(passage.time), std::to_string(passage.standard_error_ms), passage.source,
             std::to_string(passage.revision), passage.is_bridged ? "yes" : "no",
             passage.is_settled ? "yes" : "no"});
    }
    return csv;
}

} // namespace lanterne::web
