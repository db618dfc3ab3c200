#include "simulator/truth/truth.hpp"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "simulator/truth/seconds_format.hpp"
#include "simulator/truth/table_file.hpp"
#include "simulator/truth/truth_rows.hpp"

namespace lanterne::simulator {

namespace {

using Failure = tl::unexpected<std::string>;

Result<std::string, std::string> small_file(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return Failure{fmt::format("{}: {}", path, error.message())};
    }
    if (size > max_run_bytes) {
        return Failure{
            fmt::format("{}: {} bytes; at most {} would be right", path, size, max_run_bytes)};
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    return file ? Result<std::string, std::string>{bytes}
                : Failure{fmt::format("{}: cannot be read", path)};
}

/// Shows each row; what `take` says of one is wrong in its line.
Status<std::string> read_table(const std::string& path, const TruthFields& columns,
                               std::size_t most,
                               const std::function<Status<std::string>(const TruthFields&)>& take) {
    auto table = TableFile::open(path, columns);
    if (!table) {
        return Failure{table.error()};
    }
    for (std::size_t rows = 0;; ++rows) {
        const auto row = table->next();
        if (!row) {
            return Failure{row.error()};
        }
        const std::optional<TruthFields>& fields = *row;
        if (!fields) {
            return {};
        }
        if (rows == most) {
            return Failure{table->fault(fmt::format("more than {} rows", most))};
        }
        if (const auto taken = take(*fields); !taken) {
            return Failure{table->fault(taken.error())};
        }
    }
}

/// Whose timing point has that id, leg and lap; of each course.
class PointNames {
public:
    explicit PointNames(const TruthRace& race) : names_(race.courses.size()) {
        for (std::size_t course = 0; course < race.courses.size(); ++course) {
            const auto& points = race.courses[course].points;
            for (std::size_t i = 0; i < points.size(); ++i) {
                names_[course].emplace(std::tuple{points[i].id, std::to_string(points[i].leg),
                                                  std::to_string(points[i].lap)},
                                       i);
            }
        }
    }

    std::optional<std::size_t> find(std::size_t course, const TruthFields& row) const {
        const auto found = names_[course].find(std::tuple{row[1], row[2], row[3]});
        return found == names_[course].end() ? std::nullopt : std::optional{found->second};
    }

private:
    std::vector<std::map<std::tuple<std::string, std::string, std::string>, std::size_t>> names_;
};

Status<std::string> take_athlete(const TruthFields& row, Truth& truth) {
    const auto read = read_athlete_row(row, truth.race);
    if (!read) {
        return Failure{read.error()};
    }
    if (!truth.entries_by_bib.emplace(read->entry.bib.text(), truth.race.entries.size()).second) {
        return Failure{fmt::format("bib {} is there twice", read->entry.bib.text())};
    }
    truth.race.entries.push_back(read->entry);
    truth.results.push_back(read->result);
    return {};
}

Status<std::string> take_passage(const TruthFields& row, const PointNames& names, Truth& truth) {
    const auto entry = truth.entry_of(row[0]);
    if (!entry) {
        return Failure{fmt::format("bib \"{}\" is no athlete's", row[0])};
    }
    const auto point = names.find(truth.race.entries[*entry].course, row);
    const auto time = parse_time(row[4]);
    if (!point) {
        return Failure{"its course has no such timing point"};
    }
    if (!time) {
        return Failure{fmt::format("time is \"{}\"", row[4])};
    }
    truth.passages[*entry].push_back({.entry = *entry, .point = *point, .time = *time});
    return {};
}

Status<std::string> read_tables(const std::string& folder, Truth& truth) {
    auto read = read_table(folder + "/athletes.csv", athlete_columns(), max_seconds_entries,
                           [&](const TruthFields& row) { return take_athlete(row, truth); });
    if (!read) {
        return read;
    }
    truth.passages.resize(truth.race.entries.size());
    const PointNames names{truth.race};
    read = read_table(folder + "/passages.csv", passage_columns(), max_told_passages,
                      [&](const TruthFields& row) { return take_passage(row, names, truth); });
    if (!read) {
        return read;
    }
    read = read_table(folder + "/faults.csv", fault_columns(), max_told_rows,
                      [&](const TruthFields& row) {
                          return read_fault_row(row).map([&](InjectedFault fault) {
                              truth.faults.push_back(std::move(fault));
                          });
                      });
    std::error_code error;
    if (!read || !std::filesystem::exists(folder + "/units.csv", error)) {
        return read;
    }
    truth.units.emplace();
    return read_table(folder + "/units.csv", unit_columns(), max_told_rows,
                      [&](const TruthFields& row) {
                          return read_unit_row(row).map(
                              [&](UnitTally tally) { truth.units->push_back(std::move(tally)); });
                      });
}

std::int32_t between(std::int32_t a, std::int32_t b, double share) {
    return static_cast<std::int32_t>(std::lround(a + share * (b - a)));
}

} // namespace

std::optional<std::size_t> Truth::entry_of(std::string_view bib) const {
    const auto found = entries_by_bib.find(bib);
    return found == entries_by_bib.end() ? std::nullopt : std::optional{found->second};
}

Result<std::optional<ToldMoment>, std::string> Truth::moment(std::size_t entry, UtcTime time) {
    const auto ms = (time - seconds.begin()).count();
    if (ms < 0 || ms > (std::int64_t{seconds.seconds()} - 1) * 1000) {
        return std::nullopt;
    }
    const auto second = static_cast<std::uint32_t>(ms / 1000);
    const auto before = seconds.at(entry, second);
    if (!before || ms % 1000 == 0) {
        return before.map([](const ToldMoment& told) { return std::optional{told}; });
    }
    const auto after = seconds.at(entry, second + 1);
    if (!after) {
        return Failure{after.error()};
    }
    ToldMoment moment = *before;
    const double share = static_cast<double>(ms % 1000) / 1000;
    moment.along_dm = between(before->along_dm, after->along_dm, share);
    moment.beside_dm = between(before->beside_dm, after->beside_dm, share);
    return moment;
}

Result<Truth, std::string> read_truth(const std::string& folder) {
    const std::string run_path = folder + "/run.json";
    const auto text = small_file(run_path);
    if (!text) {
        return Failure{text.error()};
    }
    auto run = read_run(*text);
    if (!run) {
        return Failure{fmt::format("{}: {}", run_path, run.error())};
    }
    const std::string seconds_path = folder + "/seconds.bin";
    auto seconds = SecondsReader::open(seconds_path);
    if (!seconds) {
        return Failure{seconds.error()};
    }
    Truth truth{.run = std::move(run->run),
                .race = std::move(run->race),
                .results = {},
                .passages = {},
                .faults = {},
                .units = {},
                .seconds = std::move(*seconds),
                .entries_by_bib = {}};
    if (const auto read = read_tables(folder, truth); !read) {
        return Failure{read.error()};
    }
    if (truth.seconds.entries() != truth.race.entries.size()) {
        return Failure{fmt::format("{}: has {} athletes, athletes.csv has {}", seconds_path,
                                   truth.seconds.entries(), truth.race.entries.size())};
    }
    return truth;
}

} // namespace lanterne::simulator
