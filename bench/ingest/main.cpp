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

#include "bench/ingest/store.hpp"
#include "bench/report/table.hpp"

namespace lanterne::bench {
namespace {

/// Rows that are measured together.
struct Group {
    std::string_view name;
    std::vector<Row> (*measure)(const Options&);
};

// A new group of rows: its own pair of files, and a line here.
constexpr std::array groups = {Group{"store", store}};

int run(const Options& options, const std::vector<std::string>& only) {
    fmt::print("seed {}\n{}", options.seed, table_head());
    std::string lines;
    int missed = 0;
    int failed = 0;
    for (const Group& group : groups) {
        if (!only.empty() && std::ranges::find(only, group.name) == only.end()) {
            continue;
        }
        try {
            for (const Row& row : group.measure(options)) {
                fmt::print("{}", table_line(row));
                lines += key_line(row);
                missed += is_missed(row) ? 1 : 0;
            }
        } catch (const std::exception& error) {
            fmt::print("{}: {}\n", group.name, error.what());
            ++failed;
        }
        static_cast<void>(std::fflush(stdout)); // a group takes its time
    }
    fmt::print("{}goals_missed={}\nfailed={}\n", lines, missed, failed);
    // A quick look is too short for figures of time: they are shown, not judged.
    return failed == 0 && (missed == 0 || options.quick) ? EXIT_SUCCESS : EXIT_FAILURE;
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
    CLI::App app{"Measures what ingest promises, beside the fastest that promises nothing.",
                 "lanterne_bench_ingest"};
    lanterne::bench::Options options;
    std::vector<std::string> only;
    app.add_flag("--quick", options.quick, "seconds in all; figures are not judged");
    app.add_option("--seed", options.seed, "other tracks");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(lanterne::bench::group_names()));
    CLI11_PARSE(app, argc, argv);
    return lanterne::bench::run(options, only);
}
