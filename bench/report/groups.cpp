#include "bench/report/groups.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "bench/report/table.hpp"

namespace lanterne::bench {
namespace {

bool is_wished(const std::vector<std::string>& only, std::string_view name) {
    return only.empty() || std::ranges::find(only, name) != only.end();
}

void measure(const Group& group, Outcome& outcome, std::string& lines) {
    const auto began = std::chrono::steady_clock::now();
    try {
        for (const Row& row : group.measure()) {
            fmt::print("{}", table_line(row));
            lines += key_line(row);
            outcome.missed += is_missed(row) ? 1 : 0;
        }
    } catch (const std::exception& error) {
        fmt::print("{}: {}\n", group.name, error.what());
        ++outcome.failed;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print("    ({}: {:.0f} s)\n", group.name, took.count());
    static_cast<void>(std::fflush(stdout)); // a group takes its time
}

} // namespace

std::vector<std::string> names_of(const std::vector<Group>& groups) {
    std::vector<std::string> names;
    for (const Group& group : groups) {
        names.emplace_back(group.name);
    }
    return names;
}

Outcome measure(const std::vector<Group>& groups, const std::vector<std::string>& only) {
    fmt::print("{}", table_head());
    Outcome outcome;
    std::string lines;
    for (const Group& group : groups) {
        if (is_wished(only, group.name)) {
            measure(group, outcome, lines);
        }
    }
    fmt::print("{}goals_missed={}\nfailed={}\n", lines, outcome.missed, outcome.failed);
    return outcome;
}

} // namespace lanterne::bench
