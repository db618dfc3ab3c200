#include "ingest-server/entry_scoring.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "ingest-server/results_store.hpp"

namespace lanterne::ingest {

namespace {

using results_store::StoredTrack;

/// What is read and not yet scored, and what is scored.
class Desk {
public:
    explicit Desk(std::size_t room) : room_{room} {}

    /// Waits for room.
    void put(StoredTrack track) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_.size() < room_; });
        waiting_.push_back(std::move(track));
        changed_.notify_all();
    }

    /// Nothing more comes.
    void close() {
        const std::lock_guard lock{mutex_};
        is_closed_ = true;
        changed_.notify_all();
    }

    /// What waits is not to be scored.
    void clear() {
        const std::lock_guard lock{mutex_};
        waiting_.clear();
    }

    /// Waits for the next; nothing at the end.
    std::optional<StoredTrack> next() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return is_closed_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            return std::nullopt;
        }
        StoredTrack track = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return track;
    }

    void finish(KeptRace::Apart apart) {
        const std::lock_guard lock{mutex_};
        done_.push_back(std::move(apart));
    }

    std::size_t done() {
        const std::lock_guard lock{mutex_};
        return done_.size();
    }

    /// When no thread is at work any more.
    std::vector<KeptRace::Apart> take_done() { return std::move(done_); }

private:
    std::size_t room_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<StoredTrack> waiting_;
    std::vector<KeptRace::Apart> done_;
    bool is_closed_ = false;
};

/// Threads that score what comes to a desk. When this goes they are at their end.
class Scorers {
public:
    Scorers(Desk& desk, const KeptRace& race, std::size_t count) : desk_{desk} {
        for (std::size_t i = 0; i < count; ++i) {
            threads_.emplace_back([&desk, &race] {
                while (const auto track = desk.next()) {
                    desk.finish(race.score_apart(track->entry, track_of(*track, race)));
                }
            });
        }
    }

    /// A fault of the reader ends them early.
    ~Scorers() {
        desk_.clear();
        end();
    }

    Scorers(const Scorers&) = delete;
    Scorers& operator=(const Scorers&) = delete;

    void end() {
        desk_.close();
        threads_.clear(); // joins
    }

private:
    Desk& desk_;
    std::vector<std::jthread> threads_;
};

} // namespace

unsigned scoring_threads() {
    return std::clamp(std::thread::hardware_concurrency(), 1U, max_scoring_threads);
}

std::size_t rescore_entries(database::Connection& connection, KeptRace& race,
                            const std::set<std::int32_t>& entries, unsigned threads,
                            const Progress& progress) {
    const std::size_t count = std::clamp(std::min<std::size_t>(threads, entries.size()),
                                         std::size_t{1}, std::size_t{max_scoring_threads});
    Desk desk{count * max_tracks_waiting};
    Scorers scorers{desk, race, count};
    for (const std::int32_t entry : entries) {
        desk.put(results_store::stored_track(connection, race, entry));
        if (progress) {
            progress(desk.done(), entries.size());
        }
    }
    scorers.end();
    std::vector<KeptRace::Apart> scored = desk.take_done();
    std::ranges::sort(scored, {}, &KeptRace::Apart::entry);
    std::size_t fixes = 0;
    for (KeptRace::Apart& apart : scored) {
        fixes += apart.fixes;
        race.take(std::move(apart));
    }
    return fixes;
}

} // namespace lanterne::ingest
