#include "ingest-server/after/commands.hpp"

#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "database/connection.hpp"
#include "ingest-server/after/archive_check.hpp"
#include "ingest-server/after/archiving.hpp"
#include "ingest-server/after/exporting.hpp"
#include "ingest-server/after/output.hpp"
#include "ingest-server/after/reopening.hpp"

namespace lanterne::ingest::after {

namespace {

/// Tables that are long take longer to read than a statement of the ingest may.
constexpr std::chrono::hours answer_limit{1};
constexpr std::chrono::seconds progress_interval{2};

int refuse(const std::string& what) {
    std::cerr << "lanterne-ingest: " << what << '\n';
    return 2;
}

/// Says at a terminal, or in a log, how far work is that takes long.
Progress progress_lines(const Slug& race, const std::string& done_what) {
    auto said = std::chrono::steady_clock::now();
    return [race, done_what, said](std::size_t done, std::size_t all) mutable {
        if (const auto now = std::chrono::steady_clock::now(); now - said >= progress_interval) {
            said = now;
            std::cerr << race.text() << ": " << done << " of " << all << ' ' << done_what << '\n';
        }
    };
}

int freeze(database::Connection& connection, const Slug& race, UtcTime wall) {
    const auto archived =
        archive_race(connection, race, wall, progress_lines(race, "entries scored"));
    if (!archived) {
        return refuse(archived.error());
    }
    const ArchiveRow& row = archived->archive;
    std::cout << fmt::format(
        "{}: {}\n{} fixes, {} parts with {} bytes, sha256 {}\n"
        "digest {} by engine {}, revision {} was published\n",
        race.text(),
        archived->is_new ? fmt::format("archive {} is made", row.number)
                         : fmt::format("archive {} holds just this, and closes the race "
                                       "again",
                                       row.number),
        row.fixes, row.parts, row.bytes, row.sha256, row.digest, row.engine, row.publication);
    return 0;
}

int reopen(database::Connection& connection, const Slug& race) {
    const auto reopened = reopen_race(connection, race);
    if (!reopened) {
        return refuse(reopened.error());
    }
    std::cout << fmt::format("{}: reopened, archive {} stays; {} chunks with {} fixes are stored "
                             "again\n",
                             race.text(), reopened->number, reopened->chunks, reopened->fixes);
    return 0;
}

int check(database::Connection& connection, const Slug& race) {
    verify::Report report{[](const std::string& line) { std::cout << line << '\n'; }};
    check_archives(connection, race, report, progress_lines(race, "entries scored"));
    std::cout << fmt::format("{}: {} archives, {} of them scored anew: {} faults\n", race.text(),
                             report.counts.archives, report.counts.scored, report.faults());
    if (report.faults() > 0) {
        return 1;
    }
    return report.is_whole() ? 0 : 2;
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
    CLI::App* freeze = app.add_subcommand(
        "archive", "Freeze a race that is over, for good: nobody scores it any more");
    freeze->add_option("RACE", race_, "slug of the race")->required();
    auto* check = freeze->add_flag("--check", only_check_,
                                   "only look at its archives, and score it anew from them");
    freeze->add_flag("--reopen", reopen_, "let the ingest score it again, to correct it")
        ->excludes(check);
    archive_ = freeze;
}

std::optional<int> Commands::run(const Settings& settings, UtcTime wall) const {
    if (export_->parsed()) {
        return write_out(settings);
    }
    if (archive_->parsed()) {
        return archive(settings, wall);
    }
    return std::nullopt;
}

int Commands::archive(const Settings& settings, UtcTime wall) const {
    const auto slug = Slug::from(race_);
    if (!slug) {
        return refuse(race_ + ": no slug of a race");
    }
    database::Connection connection{settings.conninfo, answer_limit};
    if (only_check_) {
        return check(connection, *slug);
    }
    return reopen_ ? reopen(connection, *slug) : freeze(connection, *slug, wall);
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
