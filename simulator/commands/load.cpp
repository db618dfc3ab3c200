#include "simulator/commands/load.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "simulator/commands/broker_words.hpp"
#include "simulator/crowd.hpp"
#include "simulator/run/prepare.hpp"

namespace lanterne::simulator {

LoadCommand::LoadCommand(CLI::App& program)
    : Command{program.add_subcommand(
          "load", "send batches of a field at a set rate, made ahead, to find limits")} {
    words().add_option("folder", folder_, "race folder, as the ingest has it")->required();
    words().add_option("--units", units_, "so many instead of the folder's own entries");
    add_broker_words(words(), settings_.broker);
    words()
        .add_option("--rate", settings_.fixes_per_s, "fixes a second, of the first step")
        ->check(CLI::Range(1.0, 1e7));
    words()
        .add_option("--factor", settings_.factor,
                    "each further step has so many times more, until one is too much; 1: one step")
        ->check(CLI::Range(1.0, 10.0));
    words().add_option("--step", step_s_, "seconds of a step")->check(CLI::Range(0.5, 3600.0));
    words()
        .add_option("--batch", settings_.fixes_a_batch, "fixes of a batch")
        ->check(CLI::Range(std::size_t{1}, std::size_t{60}));
    words()
        .add_option("--most-lag", settings_.most_lag_s,
                    "seconds: 95 % of the receipts come within, or it is too much")
        ->check(CLI::Range(0.01, 600.0));
    words().add_option("--seed", settings_.seed, "other athletes");
}

int LoadCommand::run(const std::function<bool()>& stop) {
    auto plan = read_plan(folder_);
    if (!plan) {
        throw std::runtime_error{plan.error()};
    }
    if (units_ > 0) {
        plan->entries = crowd(*plan, units_);
    }
    settings_.broker.password = broker_password();
    settings_.step = std::chrono::milliseconds{std::llround(step_s_ * 1000)};
    bool found = false;
    const auto good = run_load(
        *plan, settings_,
        [&found](const LoadStep& step) {
            fmt::print("{}\n", to_text(step));
            std::fflush(stdout);
            found = step.is_too_much;
        },
        stop);
    fmt::print("{} fixes/s {}\n", good ? fmt::format("{:.0f}", *good) : "no",
               found ? "was the last that was not too much" : "went well");
    return good ? 0 : 1;
}

} // namespace lanterne::simulator
