#include <cstdlib>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "bench/http/cached.hpp"
#include "bench/http/mixed.hpp"
#include "bench/report/groups.hpp"

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    using namespace lanterne::bench;
    CLI::App app{"Measures what the web server's REST promises, beside nginx.",
                 "lanterne_bench_http"};
    HttpOptions options;
    // A new group of rows: its own pair of files, and a line here.
    const std::vector<Group> groups{{"cached", [&] { return cached(options); }},
                                    {"mixed", [&] { return mixed(options); }}};
    std::vector<std::string> only;
    app.add_flag("--quick", options.quick, "seconds in all; figures are not judged");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(names_of(groups)));
    CLI11_PARSE(app, argc, argv);
    const Outcome outcome = measure(groups, only);
    // A quick look is too short for figures of time: they are shown, not judged.
    return outcome.failed == 0 && (outcome.missed == 0 || options.quick) ? EXIT_SUCCESS
                                                                         : EXIT_FAILURE;
}
