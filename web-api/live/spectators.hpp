#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "service/watcher.hpp"
#include "web-api/live/live_counts.hpp"
#include "web-api/live/live_source.hpp"

namespace lanterne::web {

/// Those who watch a race, and where each of them stands. On the loop's thread.
///
/// Nobody has a queue: who is idle gets the message behind the one he has, or a keyframe when there
/// is none. Who needs keyframes for his slowness again and again is sent away.
class Spectators {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t at_once = 256; ///< of a sweep; between them others have the loop
    static constexpr unsigned most_conflated = 3;
    static constexpr std::chrono::minutes conflated_within{1};

    explicit Spectators(LiveCounts& counts) : counts_{counts} {}

    /// `has`: he needs no keyframe, for he has that message of the present epoch.
    void join(std::shared_ptr<service::Watcher> watcher, Form form,
              std::optional<std::uint64_t> has);
    void leave(const service::Watcher& watcher);
    void close_all(unsigned short code);

    /// What everybody has leads nowhere any more.
    void need_keyframes();

    /// Gives him what he lacks, until he is up to date or busy. Not known: nothing.
    void serve(const service::Watcher& watcher, LiveSource& source, Time now);

    /// There is something new: a sweep begins, with another one each time, so that nobody is always
    /// the last.
    void begin_sweep();
    /// Serves `at_once` of them; false when the sweep is at its end.
    bool sweep(LiveSource& source, Time now);

    std::size_t size() const { return seats_.size(); }

    /// Somebody reads JSON, or did since the race is held.
    bool has_json() const { return has_json_; }

private:
    struct Seat {
        std::shared_ptr<service::Watcher> watcher;
        std::uint64_t has = 0; ///< number of a message of the present epoch
        Time conflated_from{}; ///< when `conflated` began to count
        Form form = Form::binary;
        bool needs_keyframe = true;
        unsigned char conflated = 0;
    };

    void serve(Seat& seat, LiveSource& source, Time now);
    /// The next that he lacks, or null when it was a keyframe too many.
    service::SharedText next_for(Seat& seat, LiveSource& source, Time now);

    LiveCounts& counts_;
    std::vector<Seat> seats_;
    std::unordered_map<const service::Watcher*, std::size_t> seat_of_;
    std::size_t sweep_at_ = 0;   ///< seat that the sweep serves next
    std::size_t sweep_left_ = 0; ///< seats that it still has to serve
    bool has_json_ = false;
};

} // namespace lanterne::web
