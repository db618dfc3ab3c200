#include "web-api/acts/act_commands.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/exchange/act_check.hpp"
#include "core/exchange/csv.hpp"
#include "core/exchange/race_folder.hpp"
#include "core/exchange/reads_csv.hpp"
#include "core/exchange/table_reader.hpp"
#include "core/exchange/toml_value.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::web {

namespace {

using exchange::GivenAct;
using Acts = std::vector<GivenAct>;

Outcome refuse(std::string what) { return {1, std::move(what) + "\n"}; }

Outcome refuse(const std::vector<exchange::Fault>& faults) {
    Outcome outcome{1, ""};
    for (const exchange::Fault& fault : faults) {
        outcome.says += exchange::to_text(fault) + "\n";
    }
    return outcome;
}

Result<std::string, Outcome> read_file(const std::filesystem::path& path, std::size_t most_bytes) {
    std::ifstream in{path, std::ios::binary};
    std::string content(most_bytes + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad() || in.gcount() == 0) {
        return tl::unexpected{
            refuse(fmt::format("{}: cannot be read, or is empty", path.string()))};
    }
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (content.size() > most_bytes) {
        return tl::unexpected{
            refuse(fmt::format("{}: has more than {} bytes", path.string(), most_bytes))};
    }
    return content;
}

Result<Acts, Outcome> acts_in(const ActOrder& order) {
    if (order.undo) {
        return Acts{{.effective = {}, .body = plan::Undo{*order.undo}}};
    }
    const bool are_reads = !order.reads.empty();
    const std::filesystem::path& path = are_reads ? order.reads : order.file;
    if (are_reads && !exchange::is_id(order.clock)) {
        return tl::unexpected{refuse(fmt::format(
            "--clock is \"{}\"; 1 to 64 of a-z, 0-9 and hyphen would be right", order.clock))};
    }
    const auto content =
        read_file(path, are_reads ? exchange::max_csv_bytes : exchange::max_toml_bytes);
    if (!content) {
        return tl::unexpected{content.error()};
    }
    const std::string name = path.filename().string();
    auto acts = are_reads ? exchange::read_reads_csv(name, *content, order.clock)
                          : exchange::read_acts(name, *content);
    if (!acts) {
        return tl::unexpected{refuse(acts.error())};
    }
    return std::move(*acts);
}

/// Cases are not part of the race's definition: the ingest raised them.
void check_cases(database::Connection& connection, std::int32_t race, const Acts& acts,
                 exchange::Faults& faults) {
    std::vector<std::string> closed;
    for (const GivenAct& act : acts) {
        if (const auto* close = std::get_if<plan::CloseCase>(&act.body)) {
            closed.push_back(close->identity);
        }
    }
    if (closed.empty()) {
        return;
    }
    const std::set<std::string> known = cases_among(connection, race, closed);
    for (const GivenAct& act : acts) {
        const auto* close = std::get_if<plan::CloseCase>(&act.body);
        if (close != nullptr && !known.contains(close->identity)) {
            faults.add(act.line, fmt::format("there is no case \"{}\"", close->identity),
                       "an identity of race.race_case (docs/operations.md)");
        }
    }
}

/// What in the acts does not fit the race as the database has it.
std::vector<exchange::Fault> faults_in_race(database::Connection& connection, const RaceRow& race,
                                            const std::string& file, const Acts& acts,
                                            UtcTime now) {
    const auto files = export_race(connection, Slug::from(race.slug).value());
    const auto plan = exchange::read_race_folder(files.value_or(exchange::FolderFiles{}));
    if (!plan) {
        return plan.error();
    }
    const exchange::RaceNames names{*plan};
    exchange::Faults faults{file};
    for (const GivenAct& act : acts) {
        names.check(act.body, act.effective.value_or(now), act.line, faults);
    }
    check_cases(connection, race.race_id, acts, faults);
    return faults.take();
}

std::string summary(std::string_view slug, const GivenNumbers& given) {
    return given.first == given.last
               ? fmt::format("{}: act {} given\n", slug, given.first)
               : fmt::format("{}: acts {} to {} given\n", slug, given.first, given.last);
}

Outcome give(database::Connection& connection, const RaceRow& race, const ActOrder& order,
             UtcTime wall) {
    if (!exchange::is_name(order.giver.who) || !exchange::is_name(order.giver.why)) {
        return refuse("--who and --why: a text of 1 to 200 bytes on one line would be right");
    }
    const auto acts = acts_in(order);
    if (!acts) {
        return acts.error();
    }
    const UtcTime now = plan::race_time(race.rehearsal, wall);
    const std::string file = (order.reads.empty() ? order.file : order.reads).filename().string();
    const auto faults = faults_in_race(connection, race, file, *acts, now);
    if (!faults.empty()) {
        return refuse(faults);
    }
    const auto given = give_acts(connection, race.race_id, race.slug, *acts, order.giver, now);
    if (!given) {
        return refuse(fmt::format("{}: {}", race.slug, given.error().what));
    }
    return {0, summary(race.slug, *given)};
}

/// Which act took each back, of those that are not in force.
std::map<std::int64_t, std::int64_t> undone_by(const std::vector<ActRow>& rows) {
    std::map<std::int64_t, std::int64_t> undone;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const auto body = exchange::read_act_body("act", row->body);
        const auto* undo = body ? std::get_if<plan::Undo>(&*body) : nullptr;
        if (undo != nullptr && !undone.contains(row->number)) {
            undone.emplace(undo->number, row->number);
        }
    }
    return undone;
}

/// The body on one line: `rule bib = "12", status = "did_not_finish"`.
std::string on_one_line(const std::string& body) {
    std::string line;
    for (std::size_t begin = 0; begin < body.size();) {
        const auto end = std::min(body.find('\n', begin), body.size());
        const std::string_view key{body.data() + begin, end - begin};
        line += line.empty() ? "" : ", ";
        line += key;
        begin = end + 1;
    }
    return line;
}

Outcome list(database::Connection& connection, const RaceRow& race) {
    const std::vector<ActRow> rows = acts_of(connection, race.race_id);
    const auto undone = undone_by(rows);
    Outcome outcome;
    for (const ActRow& row : rows) {
        outcome.says += fmt::format("{} from {}: {}\n    given at {} by {}: {}\n", row.number,
                                    to_text(row.effective), on_one_line(row.body),
                                    to_text(row.recorded), row.who, row.why);
        if (const auto by = undone.find(row.number); by != undone.end()) {
            outcome.says += fmt::format("    undone by {}\n", by->second);
        }
        if (!row.is_applied) {
            outcome.says += "    not counted yet\n";
        }
    }
    outcome.says += fmt::format("{}: {} acts\n", race.slug, rows.size());
    return outcome;
}

} // namespace

Outcome act_on_race(const std::string& conninfo, const ActOrder& order, UtcTime wall) {
    database::Connection connection{conninfo};
    const auto race = find_race(connection, order.race);
    if (!race) {
        return refuse(fmt::format("{}: there is no such race", order.race));
    }
    if (race->is_retired && !order.is_list) {
        return refuse(fmt::format(
            "{}: it is retired, and nobody would count an act; importing it again brings it back",
            order.race));
    }
    return order.is_list ? list(connection, *race) : give(connection, *race, order, wall);
}

} // namespace lanterne::web
