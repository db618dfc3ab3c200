#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/unit/cuts.hpp"
#include "bench/unit/device_bytes.hpp"
#include "bench/unit/first_fix.hpp"
#include "bench/unit/link_bytes.hpp"
#include "bench/unit/messages.hpp"
#include "bench/unit/payload.hpp"
#include "bench/unit/recovery.hpp"
#include "bench/unit/running.hpp"
#include "bench/unit/table.hpp"

namespace lanterne::bench {
namespace {

/// Rows that are measured together.
struct Group {
    std::string_view name;
    std::vector<Row> (*measure)(const Plan&);
};

constexpr std::array groups = {
    Group{"power_cuts", power_cuts}, Group{"device_bytes", device_bytes},
    Group{"recovery", recovery},     Group{"payload", payload},
    Group{"messages", messages},     Group{"link_bytes", link_bytes},
    Group{"running", running},       Group{"first_fix", first_fix},
};

/// How the groups came out.
struct Outcome {
    std::string lines; ///< key=value
    int missed = 0;
    int unmeasured = 0;
};

/// A quick look is too short for figures of time: they are shown, not judged.
bool counts(const Row& row, const Plan& plan) {
    return !plan.quick || row.nature == Nature::counted;
}

void add(Outcome& outcome, const Row& row, const Plan& plan) {
    fmt::print("{}", table_line(row));
    outcome.lines += key_line(row);
    switch (verdict(row)) {
    case Verdict::met: break;
    case Verdict::missed: outcome.missed += counts(row, plan) ? 1 : 0; break;
    case Verdict::unmeasured: ++outcome.unmeasured; break;
    }
}

void measure(Outcome& outcome, const Group& group, const Plan& plan) {
    try {
        for (const Row& row : group.measure(plan)) {
            add(outcome, row, plan);
        }
    } catch (const std::exception& error) {
        fmt::print("{}: {}\n", group.name, error.what());
        ++outcome.missed;
    }
    static_cast<void>(std::fflush(stdout)); // a group takes its time
}

bool is_wished(const std::vector<std::string>& only, std::string_view name) {
    return only.empty() || std::find(only.begin(), only.end(), name) != only.end();
}

int run(const Plan& plan, const std::vector<std::string>& only) {
    fmt::print("{:<58} | {:>9} {:>7} {:<7} |\n", "what", "measured", "at most", "");
    Outcome outcome;
    for (const Group& group : groups) {
        if (is_wished(only, group.name)) {
            measure(outcome, group, plan);
        }
    }
    fmt::print("{}goals_missed={}\nnot_measurable={}\n", outcome.lines, outcome.missed,
               outcome.unmeasured);
    return outcome.missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

std::vector<std::string> group_names() {
    std::vector<std::string> names(groups.size());
    std::ranges::transform(groups, names.begin(),
                           [](const Group& group) { return std::string{group.name}; });
    return names;
}

} // namespace
} // namespace lanterne::bench

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    CLI::App app{"Measures what the unit promises.", "lanterne_bench_unit"};
    lanterne::bench::Plan plan{.recordings = LANTERNE_SOURCE_FOLDER "/../shared/data",
                               .tracker = LANTERNE_BUILD_FOLDER "/bin/lanterne-tracker"};
    std::vector<std::string> only;
    app.add_flag("--quick", plan.quick, "seconds in all; figures of time are not judged");
    app.add_option("--only", only, "these groups of rows alone")
        ->check(CLI::IsMember(lanterne::bench::group_names()));
    app.add_option("--recordings", plan.recordings, "the folder with gpx/ and gpsd/")
        ->check(CLI::ExistingDirectory);
    app.add_option("--tracker", plan.tracker, "the program lanterne-tracker")
        ->check(CLI::ExistingFile);
    CLI11_PARSE(app, argc, argv);
    return lanterne::bench::run(plan, only);
}
