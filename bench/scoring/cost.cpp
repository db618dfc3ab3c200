#include "bench/scoring/cost.hpp"

#include <algorithm>
#include <ctime>
#include <span>

#include <fmt/format.h>

#include "bench/scoring/chosen.hpp"
#include "bench/scoring/counted_memory.hpp"
#include "bench/scoring/long_ride.hpp"
#include "core/scoring/race.hpp"
#include "core/scoring/tracking/athlete.hpp"
#include "core/wire/batch.hpp"
#include "tests/support/truth/sample.hpp"

namespace lanterne::bench {
namespace {

using Fixes = std::vector<Fix>;

// Time of one core, so that others on the machine do not count.
double core_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Bib bib(int number) { return *Bib::from(std::to_string(number)); }

Row match_row(const Options& options) {
    double best_us = 0;
    std::string note;
    constexpr int of_each = 2;
    constexpr int times = 3;
    for (int round = 0; round < times; ++round) {
        double took = 0;
        std::size_t fixes = 0;
        for (const truth::Shape* shape : chosen_shapes(options)) {
            scoring::Race race{truth::as_drawn(shape->truth, 1, of_each)};
            for (int number = 1; number <= of_each; ++number) {
                const truth::Sample sample = truth::sample_of(
                    *shape, simulator::conditions(1, 3), 1, static_cast<std::uint64_t>(number));
                const double began = core_seconds();
                for (const Fix& fix : sample.reception.fixes) {
                    race.apply(bib(number), std::span{&fix, 1});
                }
                took += core_seconds() - began;
                fixes += sample.reception.fixes.size();
            }
        }
        const double us = 1e6 * took / static_cast<double>(fixes);
        best_us = round == 0 ? us : std::min(best_us, us);
        note = fmt::format("best of {} runs over {} fixes of all shapes, one core", times, fixes);
    }
    return {.key = "match_and_score_fix_us",
            .what = "match and score one fix",
            .measured = best_us,
            .unit = "us",
            .most = 3,
            .note = note};
}

std::vector<wire::Bytes> bytes_of(const Fixes& fixes) {
    std::vector<wire::Bytes> stored;
    for (const wire::Batch& batch : batches_of(fixes)) {
        stored.push_back(encode(batch).value());
    }
    return stored;
}

Fixes read(const std::vector<wire::Bytes>& batches) {
    Fixes fixes;
    for (const wire::Bytes& bytes : batches) {
        const wire::Batch batch = wire::decode_batch(bytes).value();
        fixes.insert(fixes.end(), batch.fixes.begin(), batch.fixes.end());
    }
    return fixes;
}

Row rescore_row(const truth::Shape& shape, const std::vector<Fixes>& rides, int entries) {
    std::vector<std::vector<wire::Bytes>> stored;
    for (const Fixes& ride : rides) {
        stored.push_back(bytes_of(ride));
    }
    scoring::Race race{truth::as_drawn(shape.truth, 1, entries)};
    std::size_t fixes = 0;
    const double began = core_seconds();
    for (int number = 1; number <= entries; ++number) {
        Fixes all = read(stored[static_cast<std::size_t>(number) % stored.size()]);
        fixes += all.size();
        race.rescore(bib(number), std::move(all));
    }
    const std::string digest = race.digest();
    const double took = core_seconds() - began;
    return {.key = "rescore_race_s",
            .what = "score a race anew: 200 athletes, 5 h",
            .measured = took * long_ride_athletes / entries,
            .unit = "s",
            .most = 12,
            .note = fmt::format(
                "{} fixes of {} athletes decoded from batches of {} and scored, one "
                "core, {:.2f} us each; the database is not in it",
                fixes, entries, fixes_in_batch, 1e6 * took / static_cast<double>(fixes))};
}

// What a copy of an athlete takes, who has gone that way.
Row athlete_row(const truth::Shape& shape, const Fixes& ride) {
    const plan::RacePlan plan = truth::as_drawn(shape.truth, 1, 1);
    scoring::Athlete athlete{plan.course, plan.start};
    std::size_t most = 0;
    for (std::size_t i = 0; i < ride.size(); ++i) {
        athlete.take(ride[i]);
        if (i % 600 == 0) {
            const std::size_t before = heap_bytes();
            const scoring::Athlete copy = athlete;
            most = std::max(most, heap_bytes() - before + sizeof(copy));
        }
    }
    return {.key = "athlete_kib",
            .what = "memory of an athlete besides the course",
            .measured = static_cast<double>(most) / 1024,
            .unit = "KiB",
            .most = 6,
            .note = fmt::format("the most in 5 h, looked at each 10 min; {} points passed",
                                athlete.crossed().size())};
}

Row saved_row(const truth::Shape& shape, const std::vector<Fixes>& rides) {
    constexpr int entries = 50;
    scoring::Race race{truth::as_drawn(shape.truth, 1, entries)};
    const std::size_t before = heap_bytes();
    for (int number = 1; number <= entries; ++number) {
        race.apply(bib(number), rides[static_cast<std::size_t>(number) % rides.size()]);
    }
    const std::size_t bytes = heap_bytes() - before;
    return {.key = "athlete_with_saved_states_kib",
            .what = "memory of an athlete with saved states",
            .measured = static_cast<double>(bytes) / entries / 1024,
            .unit = "KiB",
            .most = 64,
            .note = fmt::format("what a race of {} grew by in 5 h", entries)};
}

} // namespace

std::vector<Row> cost(const Options& options) {
    const truth::Shape shape = long_ride();
    std::vector<Fixes> rides;
    for (std::uint64_t number = 1; number <= 4; ++number) {
        rides.push_back(fixes_of_long_ride(shape, number));
    }
    const int entries = std::clamp(options.athletes / 50, 4, long_ride_athletes);
    return {match_row(options), rescore_row(shape, rides, entries),
            athlete_row(shape, rides.front()), saved_row(shape, rides)};
}

} // namespace lanterne::bench
