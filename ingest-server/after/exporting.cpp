#include "ingest-server/after/exporting.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/exchange/geojson.hpp"
#include "core/exchange/gpx.hpp"
#include "core/exchange/track_csv.hpp"
#include "ingest-server/after/archive_scoring.hpp"
#include "ingest-server/after/entry_fixes.hpp"
#include "ingest-server/after/race_rows.hpp"
#include "ingest-server/moment.hpp"
#include "ingest-server/plan_store.hpp"

namespace lanterne::ingest::after {

namespace {

using exchange::RecordedTrack;

constexpr std::array<std::pair<std::string_view, ExportFormat>, 3> formats{
    {{"gpx", ExportFormat::gpx}, {"csv", ExportFormat::csv}, {"geojson", ExportFormat::geojson}}};

/// The document of one format, piece by piece.
class Document {
public:
    explicit Document(ExportFormat format) : format_{format} {}

    std::string begin(const std::string& race_name) const {
        switch (format_) {
        case ExportFormat::gpx: return exchange::gpx_begin(race_name);
        case ExportFormat::csv: return exchange::track_csv_header();
        case ExportFormat::geojson: return exchange::geojson_begin(race_name);
        }
        return {};
    }

    std::string next(const RecordedTrack& track) {
        switch (format_) {
        case ExportFormat::gpx: {
            const exchange::GpxTrack gpx = exchange::gpx_track_of(track);
            return gpx.segments.empty() ? std::string{} : exchange::gpx_track(gpx);
        }
        case ExportFormat::csv: return exchange::track_csv_lines(track);
        case ExportFormat::geojson:
            return std::string{std::exchange(separator_, exchange::geojson_separator)} +
                   exchange::geojson_feature(track);
        }
        return {};
    }

    std::string end() const {
        switch (format_) {
        case ExportFormat::gpx: return std::string{exchange::gpx_end};
        case ExportFormat::csv: break;
        case ExportFormat::geojson: return std::string{exchange::geojson_end};
        }
        return {};
    }

private:
    ExportFormat format_;
    std::string_view separator_;
};

/// The one that closed the race.
std::optional<ArchiveRow> archive_of(database::Connection& connection, std::int32_t race) {
    const auto number = plan_store::archive_that_closed(connection, race);
    return number ? std::optional{archives_of(connection, race)
                                      .at(static_cast<std::size_t>(*number - 1))}
                  : std::nullopt;
}

} // namespace

std::optional<ExportFormat> parse_export_format(std::string_view text) {
    const auto found =
        std::ranges::find(formats, text, &std::pair<std::string_view, ExportFormat>::first);
    return found == formats.end() ? std::nullopt : std::optional{found->second};
}

Result<Exported, std::string> export_race(database::Connection& connection,
                                          const ExportOrder& order,
                                          const std::function<void(std::string_view)>& write) {
    const Moment moment{connection};
    const auto race = race_of(connection, order.race);
    if (!race) {
        return tl::unexpected{race.error()};
    }
    const auto definition = plan_store::definition(connection, *race);
    if (!definition) {
        return tl::unexpected{fmt::format("{}: {}", order.race.text(), definition.error())};
    }
    const auto assignments = plan_store::assignments(connection, *race);
    const auto archive = archive_of(connection, *race);
    std::string fault;
    const ChunkSource source =
        archive ? chunks_of_archive(connection, *archive, fault) : chunks_of_store(connection);
    Document document{order.format};
    Exported exported{.entries = definition->plan.entries.size()};
    write(document.begin(definition->plan.name));
    for (const plan::Entry& entry : definition->plan.entries) {
        const auto worn = worn_by(assignments, definition->entries.at(entry.bib));
        const RecordedTrack track = recorded_track(entry, source, worn, definition->plan.rehearsal);
        exported.with_fixes += track.fixes.empty() ? 0U : 1U;
        exported.fixes += track.fixes.size();
        write(document.next(track));
    }
    write(document.end());
    if (!fault.empty()) {
        return tl::unexpected{fmt::format("{}: {} in its archive", order.race.text(), fault)};
    }
    return exported;
}

} // namespace lanterne::ingest::after
