#include "simulator/truth/truth_writer.hpp"

#include <cmath>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/exchange/csv.hpp"
#include "simulator/truth/output_file.hpp"
#include "simulator/truth/ranks.hpp"
#include "simulator/truth/seconds_writer.hpp"
#include "simulator/truth/truth_rows.hpp"

namespace lanterne::simulator {

namespace {

constexpr Milliseconds one_second{1000};

std::int32_t decimetres(double metres) {
    if (!(std::abs(metres) <= max_true_m)) {
        throw std::invalid_argument{"a true moment is beyond all bounds"};
    }
    return static_cast<std::int32_t>(std::llround(metres * 10));
}

ToldMoment told(const TrueMoment& moment, std::uint32_t rank) {
    return {.along_dm = decimetres(moment.along_m),
            .beside_dm = decimetres(moment.beside_m),
            .rank = rank,
            .doing = moment.doing};
}

} // namespace

struct TruthWriter::State {
    State(std::string where, TruthRun the_run, TruthRace the_race)
        : folder{std::move(where)}, run{std::move(the_run)}, race{std::move(the_race)}, ranks{race},
          results(race.entries.size()), told_moments(race.entries.size()) {}

    std::string path(std::string_view name) const { return fmt::format("{}/{}", folder, name); }

    Status<std::string> open() {
        auto seconds_file =
            SecondsWriter::create(path("seconds.bin"), run.begin, race.entries.size());
        auto passage_file = OutputFile::create(path("passages.csv"));
        auto fault_file = OutputFile::create(path("faults.csv"));
        if (!seconds_file) {
            return tl::unexpected{seconds_file.error()};
        }
        if (!passage_file) {
            return tl::unexpected{passage_file.error()};
        }
        if (!fault_file) {
            return tl::unexpected{fault_file.error()};
        }
        seconds = std::make_unique<SecondsWriter>(std::move(*seconds_file));
        passages = std::make_unique<OutputFile>(std::move(*passage_file));
        faults = std::make_unique<OutputFile>(std::move(*fault_file));
        if (auto done = passages->write(exchange::write_csv_line(passage_columns())); !done) {
            return done;
        }
        if (auto done = faults->write(exchange::write_csv_line(fault_columns())); !done) {
            return done;
        }
        if (auto done = write_athletes(); !done) {
            return done;
        }
        return replace_file(path("run.json"), write_run(run, race));
    }

    Status<std::string> write_athletes() const {
        std::string table = exchange::write_csv_line(athlete_columns());
        for (std::size_t entry = 0; entry < race.entries.size(); ++entry) {
            table += exchange::write_csv_line(athlete_row(race.entries[entry], results[entry]));
        }
        return replace_file(path("athletes.csv"), table);
    }

    void note(std::size_t entry, const TrueMoment& moment) {
        TrueResult& result = results[entry];
        result.finish = ranks.finish(entry);
        const bool is_out = moment.doing == Doing::gave_up || moment.doing == Doing::in_vehicle;
        if (is_out && !result.left_at_m) {
            result.left_at_m = moment.along_m;
        }
        switch (moment.doing) {
        case Doing::waiting: result.outcome = TrueOutcome::not_started; break;
        case Doing::racing:
        case Doing::standing:
        case Doing::lost: result.outcome = TrueOutcome::racing; break;
        case Doing::gave_up: result.outcome = TrueOutcome::gave_up; break;
        case Doing::in_vehicle: result.outcome = TrueOutcome::taken_in; break;
        case Doing::finished: result.outcome = TrueOutcome::finished; break;
        }
        if (result.finish) {
            result.outcome = TrueOutcome::finished;
            result.left_at_m.reset();
        }
    }

    /// Each second, for whoever follows the race: officials of a demo read a passage when it was.
    Status<std::string> flush_tables() const {
        auto flushed = passages->flush();
        return flushed ? faults->flush() : flushed;
    }

    std::string folder;
    TruthRun run;
    TruthRace race;
    TrueRanks ranks;
    std::vector<TrueResult> results;
    std::vector<ToldMoment> told_moments;
    std::span<const std::uint32_t> ranks_now;
    std::unique_ptr<SecondsWriter> seconds;
    std::unique_ptr<OutputFile> passages;
    std::unique_ptr<OutputFile> faults;
};

TruthWriter::TruthWriter(std::unique_ptr<State> state) : state_{std::move(state)} {}

TruthWriter::~TruthWriter() = default;
TruthWriter::TruthWriter(TruthWriter&&) noexcept = default;
TruthWriter& TruthWriter::operator=(TruthWriter&&) noexcept = default;

Result<TruthWriter, std::string> TruthWriter::begin(const std::string& folder, TruthRun run,
                                                    TruthRace race) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return tl::unexpected{fmt::format("{}: cannot be made: {}", folder, error.message())};
    }
    if (std::filesystem::exists(folder + "/run.json", error)) {
        return tl::unexpected{fmt::format(
            "{}: holds the truth of another run; an empty folder would be right", folder)};
    }
    run.end.reset();
    auto state = std::make_unique<State>(folder, std::move(run), std::move(race));
    if (const auto opened = state->open(); !opened) {
        return tl::unexpected{opened.error()};
    }
    return TruthWriter{std::move(state)};
}

Status<std::string> TruthWriter::second(UtcTime time, std::span<const TrueMoment> moments) {
    State& state = *state_;
    if (time != state.run.begin + state.seconds->seconds() * one_second ||
        moments.size() != state.told_moments.size()) {
        throw std::invalid_argument{
            "a truth is told second by second, with a moment of each entry"};
    }
    state.ranks_now = state.ranks.at(time, moments);
    for (std::size_t entry = 0; entry < moments.size(); ++entry) {
        state.told_moments[entry] = told(moments[entry], state.ranks_now[entry]);
        state.note(entry, moments[entry]);
    }
    state.run.end = time;
    auto added = state.seconds->add(state.told_moments);
    return added ? state.flush_tables() : added;
}

Status<std::string> TruthWriter::passage(const ToldPassage& passage) {
    state_->ranks.pass(passage);
    ++state_->run.passages;
    return state_->passages->write(exchange::write_csv_line(passage_row(state_->race, passage)));
}

Status<std::string> TruthWriter::fault(const InjectedFault& fault) {
    ++state_->run.faults;
    return state_->faults->write(exchange::write_csv_line(fault_row(fault)));
}

std::span<const std::uint32_t> TruthWriter::ranks() const { return state_->ranks_now; }

Status<std::string> TruthWriter::finish(std::span<const UnitTally> units) {
    State& state = *state_;
    std::string table = exchange::write_csv_line(unit_columns());
    for (const UnitTally& unit : units) {
        table += exchange::write_csv_line(unit_row(unit));
    }
    if (auto done = state.seconds->finish(); !done) {
        return done;
    }
    if (auto done = state.passages->close(); !done) {
        return done;
    }
    if (auto done = state.faults->close(); !done) {
        return done;
    }
    if (auto done = replace_file(state.path("units.csv"), table); !done) {
        return done;
    }
    if (auto done = state.write_athletes(); !done) {
        return done;
    }
    return replace_file(state.path("run.json"), write_run(state.run, state.race));
}

} // namespace lanterne::simulator
