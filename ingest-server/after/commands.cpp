#include "ingest-server/after/commands.hpp"

#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "database/connection.hpp"
#include "ingest-server/after/archive_check.hpp"
#include "ingest-server/after/archiving.hpp"
#include "ingest-server/after/compacting.hpp"
#include "ingest-server/after/exporting.hpp"
#include "ingest-server/after/months.hpp"
#include "ingest-server/after/output.hpp"
#include "ingest-server/after/race_rows.hpp"
#include "ingest-server/after/reopening.hpp"
#include "ingest-server/after/retention.hpp"

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
Progress progress_lines(const std::string& race, const std::string& done_what) {
    auto said = std::chrono::steady_clock::now();
    return [race, done_what, said](std::size_t done, std::size_t all) mutable {
        if (const auto now = std::chrono::steady_clock::now(); now - said >= progress_interval) {
            said = now;
            std::cerr << race << ": " << done << " of " << all << ' ' << done_what << '\n';
        }
    };
}

int freeze(database::Connection& connection, const Slug& race, UtcTime wall) {
    const auto archived =
        archive_race(connection, race, wall, progress_lines(race.text(), "entries scored"));
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

double a_fix(double bytes, std::size_t fixes) {
    return fixes == 0 ? 0 : bytes / static_cast<double>(fixes);
}

int compact_chosen(database::Connection& connection, const std::string& of, const Chosen& chosen,
                   bool rewrite) {
    const auto disk_before = static_cast<double>(bytes_on_disk(connection));
    const Compacted done = compact(connection, chosen.epochs, progress_lines(of, "epochs joined"));
    if (rewrite) {
        rewrite_partitions(connection, chosen.epochs);
    }
    const auto disk_after = static_cast<double>(bytes_on_disk(connection));
    std::cout << fmt::format(
        "{}: {} fixes of {} epochs in {} chunks, were {}\n"
        "batches: {:.1f} bytes a fix, were {:.1f}\n"
        "disk, of all chunks with their indexes: {:.0f} bytes, were {:.0f}{}\n",
        of, done.fixes, done.epochs, done.chunks_after, done.chunks_before,
        a_fix(static_cast<double>(done.bytes_after), done.fixes),
        a_fix(static_cast<double>(done.bytes_before), done.fixes), disk_after, disk_before,
        rewrite ? "" : " (--rewrite gives back what is saved)");
    if (done.unreadable > 0) {
        std::cout << fmt::format("{} chunks cannot be read; verify says which\n", done.unreadable);
    }
    if (chosen.waiting > 0) {
        std::cout << fmt::format("{} epochs stay as they are until these races are archived: {}\n",
                                 chosen.waiting, fmt::join(chosen.races, ", "));
    }
    return chosen.waiting > 0 || done.unreadable > 0 ? 1 : 0;
}

/// 1: something is older and is kept all the same.
int drop_before(database::Connection& connection, UtcTime before, bool dry_run) {
    int code = 0;
    for (const MonthOfFixes& month : months_before(connection, before)) {
        const std::string& name = month.partition.month;
        if (!month.kept.empty()) {
            std::cout << fmt::format("{}: kept: {}\n", name, fmt::join(month.kept, "; "));
            code = month.is_young ? code : 1;
            continue;
        }
        const std::string what = fmt::format("{} fixes in {} chunks, {} bytes on the disk",
                                             month.fixes, month.chunks, month.bytes);
        if (dry_run) {
            std::cout << fmt::format("{}: would be dropped: {}\n", name, what);
        } else if (const auto dropped = drop_month(connection, month.partition, before)) {
            std::cout << fmt::format("{}: dropped: {}\n", name, what);
        } else {
            std::cout << fmt::format("kept: {}\n", dropped.error());
            code = 1;
        }
    }
    return code;
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
    check_archives(connection, race, report, progress_lines(race.text(), "entries scored"));
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
    CLI::App* join = app.add_subcommand(
        "compact", "Join the small chunks of archived races: a third less on the disk");
    auto* of_race = join->add_option("RACE", race_, "slug of the race");
    join->add_option("--month", month_, "YYYY-MM: all that was first seen then")->excludes(of_race);
    join->add_flag(
        "--rewrite", rewrite_,
        "give the disk back what is saved; nobody can store or read that month meanwhile");
    compact_ = join;
    CLI::App* old = app.add_subcommand(
        "retention", "Drop fixes of archived races that are older than [retention] fixes_days");
    old->add_flag("--dry-run", dry_run_, "only say what would be dropped");
    retention_ = old;
}

std::optional<int> Commands::run(const Settings& settings, UtcTime wall) const {
    if (export_->parsed()) {
        return write_out(settings);
    }
    if (archive_->parsed()) {
        return archive(settings, wall);
    }
    if (compact_->parsed()) {
        return compact(settings);
    }
    if (retention_->parsed()) {
        return drop_old(settings, wall);
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

int Commands::compact(const Settings& settings) const {
    const auto slug = Slug::from(race_);
    if (month_.empty() && !slug) {
        return refuse(race_.empty() ? "compact wants a race or --month YYYY-MM"
                                    : race_ + ": no slug of a race");
    }
    if (!month_.empty() && !is_month(month_)) {
        return refuse("--month is YYYY-MM, not '" + month_ + "'");
    }
    database::Connection connection{settings.conninfo, answer_limit};
    if (!month_.empty()) {
        return compact_chosen(connection, month_, epochs_of_closed_races(connection, month_),
                              rewrite_);
    }
    const auto race = race_of(connection, *slug);
    return race ? compact_chosen(connection, race_, epochs_of_race(connection, *race), rewrite_)
                : refuse(race.error());
}

int Commands::drop_old(const Settings& settings, UtcTime wall) const {
    if (!settings.fixes_kept) {
        return refuse("[retention] fixes_days is not set: everything is kept");
    }
    database::Connection connection{settings.conninfo, answer_limit};
    return drop_before(connection, wall - *settings.fixes_kept, dry_run_);
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
