#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/plan/race_plan.hpp"
#include "simulator/fleet/connections.hpp"

namespace lanterne::simulator {

struct LoadSettings {
    BrokerSettings broker;
    double fixes_per_s = 1'000; ///< of the first step; of wall time, more than 0
    double factor = 1.5;        ///< of each further step; 1: there is one step
    std::chrono::milliseconds step{20'000};
    std::size_t fixes_a_batch = 5;
    double most_lag_s = 2; ///< 95 % of the receipts asked for come within it, or it is too much
    std::uint64_t seed = 1;
};

/// What one step showed.
struct LoadStep {
    double wished_per_s = 0;
    double sent_per_s = 0;          ///< fixes that the broker has taken
    std::size_t asked = 0;          ///< receipts
    std::size_t came = 0;           ///< of them, within the step and the wait behind it
    std::optional<double> lag_50_s; ///< from a batch to the receipt that covers it
    std::optional<double> lag_95_s;
    bool is_too_much = false;
};

/// A line for people.
std::string to_text(const LoadStep& step);

/// A value that so much of them is not above, 0 to 1; nothing of none.
std::optional<double> quantile(std::vector<double> values, double part);

/// What becomes of one step's figures: too much when the broker did not take 98 % of them in time,
/// when receipts stayed away, or when they came late.
LoadStep judged(LoadStep step, std::vector<double> lags_s, double most_lag_s);

/// Sends batches of a field at a set rate, made before the clock runs, in steps that grow until one
/// is too much, the race is over, or `stop`. `told` hears of each step. Answers the rate of the
/// last step that was not too much: the limit, when a further one was. Throws std::runtime_error
/// without a broker.
std::optional<double> run_load(const plan::RacePlan& plan, const LoadSettings& settings,
                               const std::function<void(const LoadStep&)>& told,
                               const std::function<bool()>& stop);

} // namespace lanterne::simulator
