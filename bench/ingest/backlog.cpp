#include "bench/ingest/backlog.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>

#include <fmt/format.h>

#include "bench/ingest/delays.hpp"
#include "bench/ingest/rig.hpp"

namespace lanterne::bench {
namespace {

constexpr std::size_t live_in_batch = 5;

/// How much is sent.
struct Load {
    Field live{.first = 0, .count = 1'000};
    std::vector<Field> away{{.first = 10'000, .count = 2'500}, {.first = 20'000, .count = 2'500}};
    std::size_t fixes_away = 200; ///< of each unit that was away
    std::size_t fixes_live = 70;  ///< the backlog comes in the midst of it
    double live_seconds_between = live_in_batch;
    std::chrono::seconds settling{10};
    std::chrono::seconds alone{30}; ///< from the begin of live: then the backlog comes

    std::size_t fixes() const {
        std::size_t sum = static_cast<std::size_t>(live.count) * fixes_live;
        for (const Field& field : away) {
            sum += static_cast<std::size_t>(field.count) * fixes_away;
        }
        return sum;
    }
};

Load small() {
    return {.live = {.first = 0, .count = 50},
            .away = {{.first = 10'000, .count = 100}},
            .fixes_away = 100,
            .fixes_live = 30,
            .live_seconds_between = 1,
            .settling = std::chrono::seconds{1},
            .alone = std::chrono::seconds{3}};
}

/// Runs on a thread of its own; what it throws is thrown by join().
class Beside {
public:
    template<class Work>
    explicit Beside(Work work)
        : thread_{[this, work] {
              try {
                  work();
              } catch (...) {
                  thrown_ = std::current_exception();
              }
          }} {}

    void join() {
        thread_.join();
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
    }

private:
    std::exception_ptr thrown_;
    std::jthread thread_;
};

std::vector<Field> all_of(const Load& load) {
    std::vector<Field> fields = load.away;
    fields.push_back(load.live);
    return fields;
}

WallTime last_commit(std::span<const Rig::Commit> commits, const Load& load) {
    WallTime last{};
    for (const Rig::Commit& commit : commits) {
        last = commit.unit >= load.away.front().first ? std::max(last, commit.at) : last;
    }
    return last;
}

std::vector<Row> rows_of(const Load& load, double drained_s, const Delays& before,
                         const Delays& meanwhile) {
    const auto times = [&](double part) { return meanwhile.at(part) / before.at(part); };
    const auto note = [&](double part) {
        return fmt::format("{:.0f} ms of {} batches, without backlog {:.0f} ms of {}",
                           meanwhile.at(part), meanwhile.size(), before.at(part), before.size());
    };
    const std::size_t late =
        load.fixes() - static_cast<std::size_t>(load.live.count) * load.fixes_live;
    return {{.key = "backlog_drained_s",
             .what = fmt::format("{} fixes at once, committed and scored within", late),
             .measured = drained_s,
             .unit = "s",
             .most = 20,
             .note = "from the first one's sending; ten fixes a batch"},
            {.key = "live_beside_backlog_median_x",
             .what = "live meanwhile, publish to COMMIT, 50 %: beside no backlog",
             .measured = times(0.5),
             .unit = "x",
             .most = 2,
             .note = note(0.5)},
            {.key = "live_beside_backlog_99_x",
             .what = "and 99 %",
             .measured = times(0.99),
             .unit = "x",
             .most = 2,
             .note = note(0.99)}};
}

} // namespace

std::vector<Row> backlog(const Options& options) {
    const Load load = options.quick ? small() : Load{};
    Riders riders{options.seed};
    Rig rig{riders, all_of(load)};
    rig.start_ingest();
    rig.wait_for_sessions();
    std::vector<Outgoing> late;
    for (const Field& field : load.away) {
        const auto more = riders.messages(field, {.fixes = load.fixes_away, .backlog = true}, 0);
        late.insert(late.end(), more.begin(), more.end());
    }
    const std::vector<Outgoing> live =
        riders.messages(load.live, {.fixes = load.fixes_live, .in_batch = live_in_batch},
                        load.live_seconds_between);
    const Sending sending{.field = load.live,
                          .in_batch = live_in_batch,
                          .seconds_between = load.live_seconds_between,
                          .began = std::chrono::system_clock::now()};
    Beside units{[&] { Publisher{rig.broker().port(), "live"}.send(live, sending.began); }};
    std::this_thread::sleep_until(sending.began + load.alone);
    const WallTime back = std::chrono::system_clock::now();
    Publisher{rig.broker().port(), "back"}.send(late, back);
    units.join();
    rig.wait_for_fixes(load.fixes(), std::chrono::seconds{120});
    rig.expect_scored(load.fixes());
    const std::vector<Rig::Commit> commits = rig.commits();
    const WallTime drained = last_commit(commits, load);
    return rows_of(load, std::chrono::duration<double>(drained - back).count(),
                   delays(commits, sending, sending.began + load.settling, back),
                   delays(commits, sending, back, drained));
}

} // namespace lanterne::bench
