#include "simulator/commands/truth.hpp"

#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

#include "simulator/truth/truth_text.hpp"

namespace lanterne::simulator {

TruthCommand::TruthCommand(CLI::App& program)
    : Command{program.add_subcommand("truth", "print what really happened in a run")} {
    words().add_option("folder", folder_, "that a run wrote")->required();
    auto* csv = words()
                    .add_option("--csv", csv_, "seconds: a line an athlete and second")
                    ->check(CLI::IsMember({"seconds"}));
    words()
        .add_option("--at", at_, "everybody at that race time, e.g. 2026-05-17T08:00:00Z")
        ->excludes(csv);
}

int TruthCommand::run(const std::function<bool()>& stop) {
    const auto time = parse_time(at_);
    if (!at_.empty() && !time) {
        throw std::invalid_argument{
            fmt::format("--at {}: 2026-05-17T08:00:00Z would be right", at_)};
    }
    auto truth = read_truth(folder_);
    if (!truth) {
        throw std::runtime_error{truth.error()};
    }
    if (!csv_.empty()) {
        const auto done = truth_seconds_csv(*truth, [&](std::string_view text) {
            const bool is_taken =
                !stop() && std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
            return is_taken ? Reading::go_on : Reading::enough;
        });
        if (!done) {
            throw std::runtime_error{done.error()};
        }
        return std::fflush(stdout) == 0 ? 0 : 1;
    }
    const auto text =
        time ? truth_at(*truth, *time) : Result<std::string, std::string>{truth_summary(*truth)};
    if (!text) {
        throw std::runtime_error{text.error()};
    }
    fmt::print("{}", *text);
    return 0;
}

} // namespace lanterne::simulator
