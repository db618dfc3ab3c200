#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "bench/report/groups.hpp"
#include "bench/simulator/day.hpp"
#include "bench/simulator/field.hpp"
#include "bench/simulator/memory.hpp"
#include "bench/simulator/noise.hpp"

namespace lanterne::bench {
namespace {

struct Options {
    bool quick = false;
    std::uint64_t seed = 1;
    NoiseOptions noise{.recordings = LANTERNE_SOURCE_FOLDER "/../shared/data",
                       .pictures = LANTERNE_BUILD_FOLDER};
};

// A new group of rows: its own pair of files, and a line here. The options are read later.
std::vector<Group> groups_with(const Options& options) {
    const auto day = [&options] {
        return DayOptions{.quick = options.quick, .seed = options.seed};
    };
    return {{"memory", [&] { return memory({.quick = options.quick}); }},
            {"units", [day] { return true_pace(day()); }},
            {"race", [day] { return as_fast_as_it_goes(day()); }},
            {"same", [day] { return same_bytes(day()); }},
            {"field", [] { return field(); }},
            {"noise", [&] { return noise(options.noise); }}};
}

} // namespace
} // namespace lanterne::bench

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    using namespace lanterne::bench;
    CLI::App app{"Measures what the simulator promises.", "lanterne_bench_simulator"};
    Options options;
    const std::vector<Group> groups = groups_with(options);
    std::vector<std::string> only;
    app.add_flag("--quick", options.quick, "seconds in all; figures of time are not judged");
    app.add_option("--seed", options.seed, "other athletes");
    app.add_option("--recordings", options.noise.recordings, "the folder with gpx/ and gpsd/")
        ->check(CLI::ExistingDirectory);
    app.add_option("--pictures", options.noise.pictures, "the folder for pictures")
        ->check(CLI::ExistingDirectory);
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(names_of(groups)));
    CLI11_PARSE(app, argc, argv);
    const Outcome outcome = measure(groups, only);
    // A quick look is too short for figures of time: they are shown, not judged.
    return outcome.failed == 0 && (outcome.missed == 0 || options.quick) ? EXIT_SUCCESS
                                                                         : EXIT_FAILURE;
}
