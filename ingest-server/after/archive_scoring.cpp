#include "ingest-server/after/archive_scoring.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "core/scoring/race.hpp"
#include "ingest-server/after/archive_text.hpp"
#include "ingest-server/after/entry_fixes.hpp"
#include "ingest-server/kept_race.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;

constexpr std::string_view folder = "race/";

/// The files of one archive.
class Files {
public:
    Files(Connection& connection, const ArchiveRow& archive)
        : connection_{connection}, archive_{archive} {}

    /// Empty when there is none: then it cannot be read as what it should be.
    std::string text(const std::string& name) const {
        return read_file(connection_, archive_, name).value_or("");
    }

    Result<plan::RacePlan, std::string> plan() const {
        exchange::FolderFiles files;
        for (const std::string& name : file_names(connection_, archive_, std::string{folder})) {
            files.emplace(name.substr(folder.size()), text(name));
        }
        auto plan = exchange::read_race_folder(files);
        if (!plan) {
            return tl::unexpected{exchange::to_text(plan.error().front())};
        }
        auto clock = read_clock(text("clock.csv"));
        if (!clock) {
            return tl::unexpected{clock.error()};
        }
        plan->rehearsal = *clock;
        return std::move(*plan);
    }

    Result<std::vector<plan::Act>, std::string> acts() const {
        return read_acts(text("acts.csv"), [this](const std::string& name) { return text(name); });
    }

private:
    Connection& connection_;
    const ArchiveRow& archive_;
};

EntryOfBib numbered(const plan::RacePlan& plan) {
    EntryOfBib ids;
    for (const plan::Entry& entry : plan.entries) {
        ids.emplace(entry.bib, static_cast<std::int32_t>(ids.size() + 1));
    }
    return ids;
}

std::string failure_of(KeptRace& race) {
    const auto failures = race.take_failures();
    return failures.empty()
               ? std::string{}
               : fmt::format("bib {} cannot be scored: {}",
                             race.bib_of(failures.front().entry).text(), failures.front().what);
}

Result<ArchiveScore, std::string> score(Connection& connection, const ArchiveRow& archive,
                                        const Files& files, const Progress& progress) {
    auto plan = files.plan();
    if (!plan) {
        return tl::unexpected{plan.error()};
    }
    EntryOfBib entries = numbered(*plan);
    auto assignments = read_assignments(files.text("assignments.csv"), entries);
    if (!assignments) {
        return tl::unexpected{assignments.error()};
    }
    auto acts = files.acts();
    if (!acts) {
        return tl::unexpected{acts.error()};
    }
    ArchiveScore made{.engine = fmt::format("{}", scoring::engine_version),
                      .entries = entries.size(),
                      .acts = acts->size()};
    KeptRace race{std::move(*plan), std::move(entries), *assignments};
    race.set_acts(std::move(*acts));
    std::string fault;
    const ChunkSource source = chunks_of_archive(connection, archive, fault);
    const auto worn = race.worn_entries();
    std::size_t done = 0;
    for (const std::int32_t entry : worn) {
        Track track = scored_track(source, worn_by(*assignments, entry), race.plan().rehearsal);
        made.fixes += track.fixes.size();
        race.rescore(entry, std::move(track));
        if (progress) {
            progress(++done, worn.size());
        }
    }
    fault = fault.empty() ? failure_of(race) : fault;
    if (!fault.empty()) {
        return tl::unexpected{fault};
    }
    scoring::Publication results = race.final_results().publication;
    made.input_digest = std::move(results.input_digest);
    made.digest = std::move(results.digest);
    return made;
}

} // namespace

ChunkSource chunks_of_archive(Connection& connection, const ArchiveRow& archive,
                              std::string& fault) {
    return [&](const Assignment& assignment, const LookAtChunk& look) {
        const std::string name = "chunks/" + assignment.unit.text();
        const std::string file = read_file(connection, archive, name).value_or("");
        if (!read_chunks(file, look) && fault.empty()) {
            fault = name + " cannot be read";
        }
    };
}

Result<ArchiveScore, std::string> score_archive(Connection& connection, const ArchiveRow& archive,
                                                const Progress& progress) {
    const Files files{connection, archive};
    if (files.text("format") != archive_format) {
        return tl::unexpected{
            std::string{"its file 'format' does not say that this program can read it"}};
    }
    return score(connection, archive, files, progress);
}

} // namespace lanterne::ingest::after
