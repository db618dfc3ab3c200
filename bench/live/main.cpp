#include <cstdlib>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/live/bytes.hpp"
#include "bench/live/cost.hpp"
#include "bench/live/cuts.hpp"
#include "bench/live/memory.hpp"
#include "bench/live/overlay.hpp"
#include "bench/live/phone.hpp"
#include "bench/live/pixels.hpp"
#include "bench/live/scale.hpp"
#include "bench/live/served.hpp"
#include "bench/report/groups.hpp"
#include "service/descriptors.hpp"

/// Exit 1 when a goal is missed or a measurement failed.
int main(int argc, char** argv) {
    using namespace lanterne::bench;
    CLI::App app{"Measures what it costs to tell thousands of spectators, beside others who do.",
                 "lanterne_bench_live"};
    Options options;
    // A new group of rows: its own pair of files, and a line here.
    const std::vector<Group> groups{
        {"cost", [&] { return cost(options); }},     {"bytes", [&] { return bytes(options); }},
        {"scale", [&] { return scale(options); }},   {"cuts", [&] { return cuts(options); }},
        {"memory", [&] { return memory(options); }}, {"pixels", [&] { return pixels(options); }},
        {"phone", [&] { return phone(options); }},   {"overlay", [&] { return overlay(options); }}};
    std::vector<std::string> only;
    std::string server;
    Served served;
    std::int64_t interval_ms = served.interval.count();
    app.add_flag("--quick", options.quick, "seconds in all; figures are not judged");
    app.add_option("--rows", only, "these groups of rows alone")
        ->check(CLI::IsMember(names_of(groups)));
    app.add_option("--serve", server, "be that server, for a measurement")
        ->check(CLI::IsMember({"ours", "bare"}));
    app.add_option("--port", served.port, "of --serve");
    app.add_option("--clients", served.clients, "of --serve");
    app.add_option("--payload-bytes", served.payload_bytes, "of --serve");
    app.add_option("--interval-ms", interval_ms, "of --serve");
    CLI11_PARSE(app, argc, argv);
    lanterne::service::allow_all_descriptors();
    if (!server.empty()) {
        served.interval = std::chrono::milliseconds{interval_ms};
        (server == "ours" ? serve_pushed : serve_bare)(served);
        return EXIT_SUCCESS;
    }
    const Outcome outcome = measure(groups, only);
    // A quick look is too short for figures of time: they are shown, not judged.
    return outcome.failed == 0 && (outcome.missed == 0 || options.quick) ? EXIT_SUCCESS
                                                                         : EXIT_FAILURE;
}
