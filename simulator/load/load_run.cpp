#include "simulator/load/load_run.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <unordered_map>

#include <fmt/format.h>

#include "core/wire/receipt.hpp"
#include "core/wire/topic.hpp"
#include "simulator/load/batch_maker.hpp"

namespace lanterne::simulator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds broker_patience{10};
constexpr std::chrono::seconds receipt_wait{5}; // behind a step
constexpr std::chrono::milliseconds turn{5};
constexpr double least_part = 0.98; // of what was wished, taken and receipted

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Sends what was made, and waits for the receipts that were asked for.
class Load {
public:
    Load(const plan::RacePlan& plan, const LoadSettings& settings,
         const std::function<bool()>& stop)
        : settings_{settings}, stop_{stop},
          maker_{plan, {.fixes_a_batch = settings.fixes_a_batch, .seed = settings.seed}},
          connections_{settings.broker} {
        for (std::size_t unit = 0; unit < maker_.units().size(); ++unit) {
            by_topic_.emplace(wire::receipt_topic(maker_.units()[unit]), unit);
        }
        const auto begin = Clock::now();
        while (!stop_() && !connections_.ready()) {
            poll(std::chrono::milliseconds{50});
            if (Clock::now() - begin > broker_patience) {
                throw std::runtime_error{fmt::format("no connection to the broker {}:{}: {}",
                                                     settings.broker.host, settings.broker.port,
                                                     connections_.fault())};
            }
        }
    }

    /// Nothing when the race is over before it is whole.
    std::optional<LoadStep> step(double fixes_per_s) {
        const std::vector<MadeBatch> batches = make(fixes_per_s);
        if (batches.empty()) {
            return std::nullopt;
        }
        waiting_.clear();
        lags_s_.clear();
        LoadStep result{.wished_per_s = fixes_per_s};
        const auto begin = Clock::now();
        const double fixes = send(batches, begin, fixes_per_s, result);
        result.sent_per_s = fixes / std::max(seconds_since(begin), 1e-3);
        wait_for_receipts();
        result.came = lags_s_.size();
        return judged(result, lags_s_, settings_.most_lag_s);
    }

private:
    struct Asked {
        Sequence end;
        Clock::time_point at;
    };

    std::vector<MadeBatch> make(double fixes_per_s) {
        const double wished = fixes_per_s * std::chrono::duration<double>(settings_.step).count();
        std::vector<MadeBatch> batches;
        for (double fixes = 0; fixes < wished && !stop_();) {
            auto batch = maker_.next();
            if (!batch) {
                return {};
            }
            fixes += batch->fixes;
            batches.push_back(std::move(*batch));
        }
        return batches;
    }

    /// Answers the fixes that the broker has.
    double send(const std::vector<MadeBatch>& batches, Clock::time_point begin, double fixes_per_s,
                LoadStep& step) {
        double fixes = 0;
        const auto longest = 2 * settings_.step;
        for (std::size_t next = 0; next < batches.size() && !stop_();) {
            const double due = fixes_per_s * seconds_since(begin);
            for (; next < batches.size() && fixes < due && connections_.has_room(); ++next) {
                fixes += publish(batches[next], step);
            }
            poll(turn);
            if (Clock::now() - begin > longest) {
                break;
            }
        }
        while (connections_.unsent() > 0 && !stop_() && Clock::now() - begin < longest) {
            poll(turn);
        }
        return fixes;
    }

    double publish(const MadeBatch& batch, LoadStep& step) {
        const auto topic = wire::to_text(
            {.shard = 0, .unit = maker_.units()[batch.unit], .channel = wire::UnitChannel::fixes});
        if (!connections_.carrier(batch.unit)
                 .publish(topic, batch.payload, service::Qos::at_least_once, service::Retain::no)) {
            return 0; // a lost connection: it counts as not taken
        }
        if (batch.receipt_wanted) {
            ++step.asked;
            waiting_[batch.unit].push_back({batch.first + batch.fixes, Clock::now()});
        }
        return batch.fixes;
    }

    void wait_for_receipts() {
        const auto begin = Clock::now();
        while (!waiting_.empty() && !stop_() && Clock::now() - begin < receipt_wait) {
            poll(turn);
        }
    }

    void poll(std::chrono::milliseconds timeout) {
        connections_.poll(timeout, [this](const auto& message) { hear(message); });
    }

    void hear(const service::MqttMessage& message) {
        const auto unit = by_topic_.find(message.topic);
        const auto receipt = wire::decode_receipt(message.payload);
        if (unit == by_topic_.end() || !receipt || receipt->epoch != maker_.epoch(unit->second)) {
            return;
        }
        const auto asked = waiting_.find(unit->second);
        if (asked == waiting_.end()) {
            return;
        }
        std::erase_if(asked->second, [&](const Asked& one) {
            const bool is_covered = one.end <= receipt->next;
            if (is_covered) {
                lags_s_.push_back(seconds_since(one.at));
            }
            return is_covered;
        });
        if (asked->second.empty()) {
            waiting_.erase(asked);
        }
    }

    const LoadSettings& settings_;
    const std::function<bool()>& stop_;
    BatchMaker maker_;
    Connections connections_;
    std::unordered_map<std::string, std::size_t> by_topic_;
    std::map<std::size_t, std::vector<Asked>> waiting_; ///< by unit
    std::vector<double> lags_s_;
};

std::string text_of(const std::optional<double>& seconds) {
    return seconds ? fmt::format("{:.3f} s", *seconds) : "-";
}

} // namespace

std::optional<double> quantile(std::vector<double> values, double part) {
    if (values.empty()) {
        return std::nullopt;
    }
    const auto last = static_cast<double>(values.size() - 1);
    const auto at = static_cast<std::ptrdiff_t>(std::ceil(part * last));
    std::ranges::nth_element(values, values.begin() + at);
    return values[static_cast<std::size_t>(at)];
}

LoadStep judged(LoadStep step, std::vector<double> lags_s, double most_lag_s) {
    step.lag_50_s = quantile(lags_s, 0.5);
    step.lag_95_s = quantile(std::move(lags_s), 0.95);
    step.is_too_much =
        step.sent_per_s < least_part * step.wished_per_s ||
        static_cast<double>(step.came) < least_part * static_cast<double>(step.asked) ||
        step.lag_95_s.value_or(0) > most_lag_s;
    return step;
}

std::string to_text(const LoadStep& step) {
    return fmt::format("{:>8.0f} fixes/s: {:>8.0f} taken, {} of {} receipts, half within {}, 95 % "
                       "within {}{}",
                       step.wished_per_s, step.sent_per_s, step.came, step.asked,
                       text_of(step.lag_50_s), text_of(step.lag_95_s),
                       step.is_too_much ? ": too much" : "");
}

std::optional<double> run_load(const plan::RacePlan& plan, const LoadSettings& settings,
                               const std::function<void(const LoadStep&)>& told,
                               const std::function<bool()>& stop) {
    if (settings.fixes_per_s <= 0 || settings.factor < 1) {
        throw std::invalid_argument{"a rate above 0 and a factor from 1 on would be right"};
    }
    Load load{plan, settings, stop};
    std::optional<double> good;
    for (double rate = settings.fixes_per_s; !stop(); rate *= settings.factor) {
        const auto step = load.step(rate);
        if (!step) {
            break;
        }
        told(*step);
        if (step->is_too_much) {
            break;
        }
        good = rate;
        if (settings.factor == 1) {
            break;
        }
    }
    return good;
}

} // namespace lanterne::simulator
