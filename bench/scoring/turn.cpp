#include "bench/scoring/turn.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "bench/scoring/long_ride.hpp"
#include "ingest-server/kept_race.hpp"

namespace lanterne::bench {
namespace {

using Fixes = std::vector<Fix>;
using ingest::KeptRace;

constexpr int touched = 10;               ///< entries in a turn
constexpr int turns = 60;                 ///< of which the middle one is told
constexpr std::size_t seconds_a_fix = 10; ///< so that an hour of thousands is ridden soon
constexpr std::size_t fixes_before = 360; ///< before the first turn
constexpr std::chrono::hours at_hour{1};

double core_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double middle_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

UnitSerial unit(int number) { return *UnitSerial::from(fmt::format("bench{:04}", number)); }

/// A race that has been ridden for an hour.
class Ridden {
public:
    Ridden(const truth::Shape& shape, const std::vector<Fixes>& rides, int entries)
        : plan_{truth::as_drawn(shape.truth, 1, entries)}, rides_{rides},
          sent_(static_cast<std::size_t>(entries) + 1, 0), race_{plan_, ids(), worn()} {
        for (int number = 1; number <= entries; ++number) {
            send(number, fixes_before);
        }
        static_cast<void>(race_.results(wall()));
    }

    /// The next ones send a fix each; `ask` is timed, in microseconds.
    template<class Ask>
    double turn(Ask ask) {
        for (int i = 0; i < touched; ++i) {
            next_ = next_ % static_cast<int>(plan_.entries.size()) + 1;
            send(next_, 1);
        }
        const double began = core_seconds();
        static_cast<void>(ask(race_, wall()));
        return 1e6 * (core_seconds() - began);
    }

private:
    std::map<Bib, std::int32_t> ids() const {
        std::map<Bib, std::int32_t> ids;
        for (const plan::Entry& entry : plan_.entries) {
            ids.emplace(entry.bib, static_cast<std::int32_t>(ids.size()) + 1);
        }
        return ids;
    }

    std::vector<ingest::Assignment> worn() const {
        std::vector<ingest::Assignment> worn;
        for (int number = 1; number <= static_cast<int>(plan_.entries.size()); ++number) {
            worn.push_back(
                {.entry = number, .unit = unit(number), .from = std::nullopt, .to = std::nullopt});
        }
        return worn;
    }

    UtcTime wall() const { return plan_.start + at_hour; }

    void send(int number, std::size_t count) {
        const Fixes& ride = rides_[static_cast<std::size_t>(number) % rides_.size()];
        std::size_t& sent = sent_[static_cast<std::size_t>(number)];
        const auto first = ride.begin() + static_cast<std::ptrdiff_t>(sent);
        const auto last = first + static_cast<std::ptrdiff_t>(std::min(count, ride.size() - sent));
        race_.score(unit(number), std::span{first, last}, wall() + at_hour);
        sent += count;
    }

    plan::RacePlan plan_;
    const std::vector<Fixes>& rides_;
    std::vector<std::size_t> sent_; ///< fixes by number of the entry
    KeptRace race_;
    int next_ = 0;
};

std::vector<Row> rows_of(const truth::Shape& shape, const std::vector<Fixes>& rides, int entries) {
    Ridden ridden{shape, rides, entries};
    std::vector<double> passed;
    std::vector<double> standings;
    for (int i = 0; i < turns; ++i) {
        passed.push_back(ridden.turn([](KeptRace& race, UtcTime) { return race.passed(); }));
    }
    for (int i = 0; i < turns; ++i) {
        standings.push_back(
            ridden.turn([](KeptRace& race, UtcTime wall) { return race.results(wall); }));
    }
    const std::string note =
        fmt::format("{} of {} entries sent a fix; the middle of {}; matching and the database are "
                    "not in it",
                    touched, entries, turns);
    return {{.key = fmt::format("turn_of_{}_us", entries),
             .what = fmt::format("a storing turn's passages, {} entries", entries),
             .measured = middle_of(passed),
             .unit = "us",
             .note = note},
            {.key = fmt::format("standings_of_{}_us", entries),
             .what = fmt::format("a second's standings, {} entries", entries),
             .measured = middle_of(standings),
             .unit = "us",
             .note = note}};
}

Fixes thinned(const Fixes& ride) {
    Fixes some;
    for (std::size_t i = 0; i < ride.size(); i += seconds_a_fix) {
        some.push_back(ride[i]);
    }
    return some;
}

} // namespace

std::vector<Row> turn(const Options&) {
    const truth::Shape shape = long_ride();
    std::vector<Fixes> rides;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        rides.push_back(thinned(fixes_of_long_ride(shape, number)));
    }
    std::vector<Row> rows;
    for (const int entries : {200, 2'000}) {
        const std::vector<Row> more = rows_of(shape, rides, entries);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
}

} // namespace lanterne::bench
