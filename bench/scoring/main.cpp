#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/report/table.hpp"
#include "bench/scoring/cost.hpp"
#include "bench/scoring/eta.hpp"
#include "bench/scoring/knowledge.hpp"
#include "bench/scoring/known.hpp"
#include "bench/scoring/rescore.hpp"
#include "bench/scoring/standing.hpp"
#include "bench/scoring/times.hpp"
#include "bench/scoring/turn.hpp"
#include "bench/scoring/wrong.hpp"
#include "tests/support/truth/shapes.hpp"

namespace lanterne::bench {
namespace {

/// Rows that are measured together.
struct Group {
    std::string_view name;
    std::vector<Row> (*measure)(const Options&);
};

// A new group of rows: its own pair of files, and a line here.
constexpr std::array groups = {
    Group{"wrong", wrong},         Group{"times", times},     Group{"known", known_failures},
    Group{"standing", standing},   Group{"cost", cost},       Group{"eta", eta},
    Group{"knowledge", knowledge}, Group{"rescore", rescore}, Group{"turn", turn},
};

/// How the groups came out.
struct Outcome {
    std::string lines; ///< key=value
    int missed = 0;
};

void measure(Outcome& outcome, const Group& group, const Options& options) {
    const auto began = std::chrono::steady_clock::now();
    try {
        for (const Row& row : group.measure(options)) {
            fmt::print("{}", table_line(row));
            outcome.lines += key_line(row);
            outcome.missed += is_missed(row) ? 1 : 0;
        }
    } catch (const std::exception& error) {
        fmt::print("{}: {}\n", group.name, error.what());
        ++outcome.missed;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print("    ({}: {:.0f} s)\n", group.name, took.count());
    static_cast<void>(std::fflush(stdout)); // a group takes its time
}

bool is_wished(const std::vector<std::string>& only, std::string_view name) {
    return only.empty() || std::find(only.begin(), only.end(), name) != only.end();
}

int run(const Options& options, const std::vector<std::string>& only) {
    fmt::print("seed {}\n{}", options.seed, table_head());
    Outcome outcome;
    for (const Group& group : groups) {
        if (is_wished(only, group.name)) {
            measure(outcome, group, options);
        }
    }
    fmt::print("{}goals_missed={}\n", outcome.lines, outcome.missed);
    return outcome.missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

std::vector<std::string> group_names() {
    std::vector<std::string> names(groups.size());
    std::ranges::transform(groups, names.begin(),
                           [](const Group& group) { return std::string{group.name}; });
    return names;
}

std::vector<std::string> shape_names() {
    std::vector<std::string> names;
    for (const truth::Shape& shape : truth::shapes()) {
        names.push_back(shape.name);
    }
    return names;
}

} // namespace
} // namespace lanterne::bench

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    CLI::App app{
        "Measures what matching and scoring promise, against athletes whose truth is known.",
        "lanterne_bench_scoring"};
    lanterne::bench::Options options;
    std::vector<std::string> only;
    app.add_option("--athletes", options.athletes, "how many are looked at for what is wrong")
        ->check(CLI::Range(1, 10'000'000));
    app.add_option("--shape", options.shapes, "these course shapes alone")
        ->check(CLI::IsMember(lanterne::bench::shape_names()));
    app.add_option("--seed", options.seed, "other athletes, lines and noise");
    app.add_flag("--list-wrong", options.list_wrong, "say each thing that was wrong");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(lanterne::bench::group_names()));
    app.add_option("--threads", options.threads, "to compute on")->check(CLI::Range(1, 64));
    CLI11_PARSE(app, argc, argv);
    return lanterne::bench::run(options, only);
}
