#include "ingest-server/race_loader.hpp"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "ingest-server/lease.hpp"

namespace lanterne::ingest {

namespace {

/// The program ends.
struct Stopped {};

} // namespace

RaceLoader::RaceLoader(std::string conninfo, Clock clock, service::Log& log)
    : conninfo_{std::move(conninfo)}, clock_{std::move(clock)}, log_{log},
      thread_{[this] { run(); }} {}

RaceLoader::~RaceLoader() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void RaceLoader::begin(LoadOrder order) {
    {
        const std::lock_guard lock{mutex_};
        orders_.push_back(std::move(order));
    }
    changed_.notify_all();
}

std::optional<LoadedRace> RaceLoader::take() {
    const std::lock_guard lock{mutex_};
    if (loaded_.empty()) {
        return std::nullopt;
    }
    std::optional<LoadedRace> next{std::move(loaded_.front())};
    loaded_.pop_front();
    return next;
}

bool RaceLoader::has_loaded() const {
    const std::lock_guard lock{mutex_};
    return !loaded_.empty();
}

bool RaceLoader::is_stopping() const {
    const std::lock_guard lock{mutex_};
    return is_stopping_;
}

std::optional<LoadOrder> RaceLoader::next() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return is_stopping_ || !orders_.empty(); });
    if (is_stopping_) {
        return std::nullopt;
    }
    LoadOrder order = std::move(orders_.front());
    orders_.pop_front();
    return order;
}

void RaceLoader::run() {
    try {
        while (const auto order = next()) {
            LoadedRace loaded = load(*order);
            const std::lock_guard lock{mutex_};
            loaded_.push_back(std::move(loaded));
        }
    } catch (const Stopped&) {
        log_.info("a race that was being loaded is given up");
    }
}

// One that waited may be dead by now. A program that stands still in the midst of a transaction
// must not keep rows from whoever takes its race over.
void RaceLoader::connect() {
    connection_.emplace(conninfo_, answer_limit);
    connection_->give_up_when([this] { return is_stopping(); });
    connection_->run_script(fmt::format("SET idle_in_transaction_session_timeout = '{}s'",
                                        silent_transaction_limit.count()));
}

LoadedRace RaceLoader::load(const LoadOrder& order) {
    LoadedRace failed;
    failed.order = order;
    SteadyTime said = clock_.steady();
    try {
        connect();
        return load_race(*connection_, order, clock_.wall(), [&](std::size_t done, std::size_t of) {
            if (is_stopping()) {
                throw Stopped{};
            }
            if (clock_.steady() - said >= progress_interval) {
                said = clock_.steady();
                log_.info("loading a race", {{"race", order.row.slug},
                                             {"done", std::uint64_t{done}},
                                             {"of", std::uint64_t{of}}});
            }
        });
    } catch (const results_store::ClaimLost& lost) {
        failed.is_claim_lost = true;
        failed.fault = lost.what();
    } catch (const std::exception& broken) {
        if (is_stopping()) {
            throw Stopped{};
        }
        failed.fault = broken.what();
    }
    return failed;
}

} // namespace lanterne::ingest
