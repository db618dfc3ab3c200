#include "ingest-server/after/archive_writing.hpp"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "core/exchange/race_folder.hpp"
#include "ingest-server/after/archive_text.hpp"
#include "ingest-server/plan_store.hpp"
#include "ingest-server/text_of.hpp"

namespace lanterne::ingest::after {

namespace {

using database::Connection;
using database::Parameters;
using database::Rows;
using exchange::write_csv_line;

BibOfEntry bibs_of(const EntryOfBib& entries) {
    BibOfEntry bibs;
    for (const auto& [bib, entry] : entries) {
        bibs.emplace(entry, bib);
    }
    return bibs;
}

class Writer {
public:
    Writer(Connection& connection, ArchiveRow& archive)
        : connection_{connection}, archive_{archive} {}

    void file(const std::string& name, std::string_view content) {
        write_file(connection_, archive_, name, content);
    }

    void plan(const plan_store::Definition& definition) {
        const Rows rows = ask("SELECT name, content FROM plan.race_file WHERE race_id = $1");
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const auto name = rows.get<std::string>(row, 0);
            if (name != "entries.csv") {
                file("race/" + name, text_of(rows.bytes(row, 1)));
            }
        }
        file("race/entries.csv",
             exchange::write_entries_csv(without_names(definition.plan.entries)));
        file("clock.csv", clock_text(definition.plan.rehearsal));
    }

    void acts(const plan_store::Acts& acts) {
        file("acts.csv", acts_text(acts.acts));
        const Rows rows = ask("SELECT number, body FROM plan.act WHERE race_id = $1");
        for (std::size_t row = 0; row < rows.size(); ++row) {
            file(act_file(rows.get<std::int64_t>(row, 0)), rows.get<std::string>(row, 1));
        }
    }

    void publication() {
        const Rows rows = ask(
            R"(SELECT revision::text, state, engine, input_digest, digest, who, why,
                      published_at, body, tables
                 FROM race.publication WHERE race_id = $1 ORDER BY revision DESC LIMIT 1)");
        std::vector<std::string> fields;
        for (std::size_t column = 0; column < 7; ++column) {
            fields.push_back(rows.get<std::string>(0, column));
        }
        fields.push_back(to_text(rows.get<UtcTime>(0, 7)));
        file("publication.csv", write_csv_line({"revision", "state", "engine", "input_digest",
                                                "digest", "who", "why", "published_at"}) +
                                    write_csv_line(fields));
        file("publication.txt", rows.get<std::string>(0, 8));
        file("publication.json", rows.get<std::string>(0, 9));
    }

    void chunks(const std::set<UnitSerial>& units) {
        std::string epochs =
            write_csv_line({"unit", "epoch", "received", "lost", "disputed", "dropped"});
        for (const UnitSerial& unit : units) {
            chunks(unit);
            const Rows rows = connection_.execute(
                R"(SELECT e.epoch::text, e.received::text, e.lost::text, e.disputed::text,
                          e.dropped::text
                     FROM race.unit_epoch e JOIN race.unit u USING (unit_id)
                    WHERE u.serial = $1 ORDER BY e.epoch)",
                Parameters{}.add(unit.text()));
            for (std::size_t row = 0; row < rows.size(); ++row) {
                std::vector<std::string> fields{unit.text()};
                for (std::size_t column = 0; column < 5; ++column) {
                    fields.push_back(rows.get<std::string>(row, column));
                }
                epochs += write_csv_line(fields);
            }
        }
        file("epochs.csv", epochs);
    }

private:
    Rows ask(std::string_view sql) const {
        return connection_.execute(sql, Parameters{}.add(archive_.race));
    }

    /// Those that scoring looks at, as it chooses them.
    void chunks(const UnitSerial& unit) {
        const Rows rows = connection_.execute(
            R"(SELECT c.payload, c.received_at, c.n
                 FROM race.track_chunk c JOIN race.unit u USING (unit_id)
                WHERE u.serial = $1
                  AND EXISTS (SELECT FROM plan.assignment a JOIN plan.entry e USING (entry_id)
                               WHERE e.race_id = $2 AND a.unit = $1
                                 AND c.last_time >= coalesce(lower(a.during), '-infinity')
                                 AND c.first_time < coalesce(upper(a.during), 'infinity'))
                ORDER BY c.epoch, c.first)",
            Parameters{}.add(unit.text()).add(archive_.race));
        std::string content;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            append_chunk(content, rows.bytes(row, 0), rows.get<UtcTime>(row, 1));
            archive_.fixes += rows.get<std::int16_t>(row, 2);
        }
        if (!content.empty()) {
            file("chunks/" + unit.text(), content);
        }
    }

    Connection& connection_;
    ArchiveRow& archive_;
};

} // namespace

Result<void, std::string> write_files(Connection& connection, ArchiveRow& archive) {
    const auto definition = plan_store::definition(connection, archive.race);
    if (!definition) {
        return tl::unexpected{definition.error()};
    }
    const plan_store::Acts acts = plan_store::acts_after(connection, archive.race, 0);
    if (!acts.unreadable.empty()) {
        return tl::unexpected{fmt::format("act {} cannot be read: {}",
                                          acts.unreadable.front().number,
                                          acts.unreadable.front().what)};
    }
    const auto assignments = plan_store::assignments(connection, archive.race);
    std::set<UnitSerial> units;
    for (const Assignment& assignment : assignments) {
        units.insert(assignment.unit);
    }
    Writer writer{connection, archive};
    writer.file("format", archive_format);
    writer.plan(*definition);
    writer.file("assignments.csv", assignments_text(assignments, bibs_of(definition->entries)));
    writer.acts(acts);
    writer.publication();
    writer.chunks(units);
    return {};
}

Result<std::string, std::string> assignments_of_now(Connection& connection, std::int32_t race) {
    const auto definition = plan_store::definition(connection, race);
    if (!definition) {
        return tl::unexpected{definition.error()};
    }
    return assignments_text(plan_store::assignments(connection, race),
                            bibs_of(definition->entries));
}

} // namespace lanterne::ingest::after
