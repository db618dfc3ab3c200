#include <cstdlib>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/report/groups.hpp"
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

// A new group of rows: its own pair of files, and a line here. The options are read later.
std::vector<Group> groups_with(const Options& options) {
    return {{"wrong", [&] { return wrong(options); }},
            {"times", [&] { return times(options); }},
            {"known", [&] { return known_failures(options); }},
            {"standing", [&] { return standing(options); }},
            {"cost", [&] { return cost(options); }},
            {"eta", [&] { return eta(options); }},
            {"knowledge", [&] { return knowledge(options); }},
            {"rescore", [&] { return rescore(options); }},
            {"turn", [&] { return turn(options); }}};
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
    using namespace lanterne::bench;
    CLI::App app{
        "Measures what matching and scoring promise, against athletes whose truth is known.",
        "lanterne_bench_scoring"};
    Options options;
    const std::vector<Group> groups = groups_with(options);
    std::vector<std::string> only;
    app.add_option("--athletes", options.athletes, "how many are looked at for what is wrong")
        ->check(CLI::Range(1, 10'000'000));
    app.add_option("--shape", options.shapes, "these course shapes alone")
        ->check(CLI::IsMember(shape_names()));
    app.add_option("--seed", options.seed, "other athletes, lines and noise");
    app.add_flag("--list-wrong", options.list_wrong, "say each thing that was wrong");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(names_of(groups)));
    app.add_option("--threads", options.threads, "to compute on")->check(CLI::Range(1, 64));
    CLI11_PARSE(app, argc, argv);
    fmt::print("seed {}\n", options.seed);
    const Outcome outcome = measure(groups, only);
    return outcome.missed + outcome.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
