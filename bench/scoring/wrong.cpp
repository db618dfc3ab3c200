#include "bench/scoring/wrong.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "bench/scoring/chosen.hpp"
#include "bench/scoring/decidable.hpp"
#include "bench/scoring/spread.hpp"
#include "tests/support/truth/judge.hpp"

namespace lanterne::bench {
namespace {

constexpr int athletes_in_race = 25;

/// A race to be judged.
struct Task {
    const truth::Shape* shape;
    std::uint64_t seed;
    int athletes;
};

struct Count {
    std::size_t athletes = 0;
    std::size_t wrong = 0;
    std::size_t without_case = 0; ///< of those
    std::size_t needless = 0;     ///< right, but with a case that nothing gave cause for
    std::size_t undecidable = 0;  ///< nobody can tell when they passed some point
    std::size_t wrong_so = 0;     ///< wrong, and only there
    std::string by_shape;         ///< where anything was wrong

    std::string undecidable_note() const {
        return fmt::format(
            "; of {} nobody can tell when they passed some point, {} are wrong only there",
            undecidable, wrong_so);
    }
};

/// What came out of a race.
struct Judged {
    std::vector<truth::Verdict> verdicts;
    std::vector<std::vector<std::size_t>> undecidable; ///< points, by verdict
};

Judged judged(const Task& task, const simulator::Conditions& conditions) {
    Judged all{.verdicts = judge_race(*task.shape, conditions, task.seed, task.athletes),
               .undecidable = {}};
    for (const truth::Verdict& verdict : all.verdicts) {
        const truth::Sample sample =
            sample_of(*task.shape, conditions, verdict.seed, verdict.number);
        all.undecidable.push_back(undecidable_points(sample, task.shape->truth, conditions));
    }
    return all;
}

// Wrong in nothing that could be told.
bool is_excusable(const truth::Verdict& verdict, const std::vector<std::size_t>& undecidable) {
    return !verdict.wrong.empty() &&
           std::ranges::all_of(verdict.wrong_points, [&](std::size_t point) {
               return std::ranges::find(undecidable, point) != undecidable.end();
           });
}

void add(Count& all, const truth::Verdict& verdict, const std::vector<std::size_t>& undecidable) {
    const bool is_wrong = !verdict.wrong.empty();
    ++all.athletes;
    all.undecidable += undecidable.empty() ? 0U : 1U;
    all.wrong_so += is_excusable(verdict, undecidable) ? 1U : 0U;
    all.wrong += is_wrong ? 1U : 0U;
    all.without_case += is_wrong && verdict.cases.empty() ? 1U : 0U;
    all.needless += !is_wrong && !verdict.cases.empty() && !verdict.ought_to_be_a_case ? 1U : 0U;
}

std::vector<Task> tasks_of(const std::vector<const truth::Shape*>& shapes, const Options& options,
                           int athletes) {
    std::vector<Task> tasks;
    const int each = static_cast<int>(
        std::ceil(static_cast<double>(athletes) / static_cast<double>(shapes.size())));
    for (const truth::Shape* shape : shapes) {
        std::uint64_t seed = options.seed * 1'000;
        for (int left = each; left > 0; left -= athletes_in_race) {
            tasks.push_back({shape, seed++, std::min(left, athletes_in_race)});
        }
    }
    return tasks;
}

void list(const Task& task, const truth::Verdict& verdict,
          const std::vector<std::size_t>& undecidable) {
    const bool is_decidable = !is_excusable(verdict, undecidable);
    for (const std::string& line : verdict.wrong) {
        fmt::print("    {} seed {} athlete {}{}: {}\n", task.shape->name, verdict.seed,
                   verdict.number, is_decidable ? "" : " (undecidable)", line);
    }
}

Count count(const std::vector<const truth::Shape*>& shapes, const simulator::Conditions& conditions,
            const Options& options, int athletes) {
    const std::vector<Task> tasks = tasks_of(shapes, options, athletes);
    const auto races = spread(tasks.size(), options.threads,
                              [&](std::size_t i) { return judged(tasks[i], conditions); });
    Count all;
    for (const truth::Shape* shape : shapes) {
        const std::size_t before = all.wrong;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            if (tasks[i].shape != shape) {
                continue;
            }
            for (std::size_t k = 0; k < races[i].verdicts.size(); ++k) {
                add(all, races[i].verdicts[k], races[i].undecidable[k]);
                if (options.list_wrong) {
                    list(tasks[i], races[i].verdicts[k], races[i].undecidable[k]);
                }
            }
        }
        if (all.wrong > before) {
            all.by_shape += fmt::format(" {} {}", shape->name, all.wrong - before);
        }
    }
    return all;
}

// Laps that last three intervals even for the fastest: m/s that nobody keeps up over a lap.
bool lasts_three_intervals(const truth::Shape& shape, double interval_s) {
    return std::ranges::all_of(shape.truth.course.legs(), [&](const course::Leg& leg) {
        const double fastest = leg.sport == course::Sport::bike ? 12.5 : 5;
        return leg.laps == 1 || course::lap_length(leg).value / fastest >= 3 * interval_s;
    });
}

std::vector<Row> sparse(const Options& options, double interval_s) {
    std::vector<const truth::Shape*> shapes = chosen_shapes(options);
    std::erase_if(shapes,
                  [&](const auto* shape) { return !lasts_three_intervals(*shape, interval_s); });
    if (shapes.empty()) {
        return {};
    }
    const Count all =
        count(shapes, simulator::conditions(interval_s, 8), options, options.athletes);
    const auto share = [&](std::size_t number) {
        return 100.0 * static_cast<double>(number) / static_cast<double>(all.athletes);
    };
    const std::string each = fmt::format("a fix each {:.0f} s, 8 m", interval_s);
    const std::string key = fmt::format("at_{:.0f}_s", interval_s);
    return {{.key = "wrong_" + key + "_percent",
             .what = "athletes with anything wrong, " + each,
             .measured = share(all.wrong),
             .unit = "%",
             .most = 0.1,
             .note = fmt::format("{} of {} athletes, {} shapes;{}", all.wrong, all.athletes,
                                 shapes.size(), all.by_shape.empty() ? " none" : all.by_shape) +
                     all.undecidable_note()},
            {.key = "wrong_without_case_" + key,
             .what = "wrong and without a case, " + each,
             .measured = static_cast<double>(all.without_case),
             .unit = "",
             .most = 0},
            {.key = "needless_case_" + key + "_percent",
             .what = "right but with a case, " + each,
             .measured = share(all.needless),
             .unit = "%",
             .most = 1}};
}

// As somebody does who goes to the food: each athlete leaves the course right behind the finish.
Row turning_off(const Options& options) {
    std::vector<truth::Shape> turned;
    for (const truth::Shape* shape : chosen_shapes(options)) {
        turned.push_back(*shape);
        turned.back().turns_off = true;
    }
    std::vector<const truth::Shape*> shapes;
    for (const truth::Shape& shape : turned) {
        shapes.push_back(&shape);
    }
    const Count all = count(shapes, simulator::conditions(1, 3), options, options.athletes / 10);
    return {.key = "wrong_turning_off",
            .what = "wrong, turning off behind the finish, 1 Hz, 3 m",
            .measured = static_cast<double>(all.wrong),
            .unit = "",
            .most = 0,
            .note = fmt::format("of {} athletes;{}", all.athletes,
                                all.by_shape.empty() ? " none" : all.by_shape) +
                    all.undecidable_note()};
}

} // namespace

std::vector<Row> wrong(const Options& options) {
    const std::vector<const truth::Shape*> shapes = chosen_shapes(options);
    const Count all = count(shapes, simulator::conditions(1, 3), options, options.athletes);
    std::vector<Row> rows{
        {.key = "wrong_athletes",
         .what = "athletes with anything wrong, 1 Hz, 3 m",
         .measured = static_cast<double>(all.wrong),
         .unit = "",
         .most = 0,
         .note = fmt::format("of {} athletes, {} shapes;{}; {} more have a case", all.athletes,
                             shapes.size(), all.by_shape.empty() ? " none" : all.by_shape,
                             all.needless) +
                 all.undecidable_note()}};
    rows.push_back(turning_off(options));
    for (const double interval_s : {10.0, 30.0}) {
        for (Row& row : sparse(options, interval_s)) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace lanterne::bench
