#include "ingest-server/after/commands.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include "database/connection.hpp"
#include "ingest-server/after/exporting.hpp"
#include "ingest-server/after/output.hpp"

namespace lanterne::ingest::after {

namespace {

/// Tables that are long take longer to read than a statement of the ingest may.
constexpr std::chrono::hours answer_limit{1};

int refuse(const std::string& what) {
    std::cerr << "lanterne-ingest: " << what << '\n';
    return 2;
}

} // namespace

Commands::Commands(CLI::App& app) {
    CLI::App* out = app.add_subcommand(
        "export", "Write what the store holds of a race's entries; for who answers for the race: "
                  "it knows neither consent nor privacy zones");
    out->add_option("RACE", race_, "slug of the race")->required();
    out->add_option("--format", format_, "gpx, csv (every field of every fix) or geojson")
        ->required();
    out->add_option("--output", file_, "a file, which is replaced; else standard output");
    export_ = out;
}

std::optional<int> Commands::run(const Settings& settings, UtcTime) const {
    if (export_->parsed()) {
        return write_out(settings);
    }
    return std::nullopt;
}

int Commands::write_out(const Settings& settings) const {
    const auto slug = Slug::from(race_);
    if (!slug) {
        return refuse(race_ + ": no slug of a race");
    }
    const auto format = parse_export_format(format_);
    if (!format) {
        return refuse("--format is gpx, csv or geojson, not '" + format_ + "'");
    }
    database::Connection connection{settings.conninfo, answer_limit};
    try {
        Output output{file_.empty() ? std::nullopt : std::optional<std::filesystem::path>{file_}};
        const auto exported = export_race(connection, {*slug, *format},
                                          [&](std::string_view bytes) { output.write(bytes); });
        if (!exported) {
            return refuse(exported.error());
        }
        output.finish();
        std::cerr << race_ << ": " << exported->fixes << " fixes of " << exported->with_fixes
                  << " of " << exported->entries << " entries\n";
        return exported->fixes > 0 ? 0 : 1;
    } catch (const OutputFailed& reason) {
        return refuse(race_ + ": " + reason.what());
    }
}

} // namespace lanterne::ingest::after
