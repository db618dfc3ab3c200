#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/metrics.hpp"
#include "service/watcher.hpp"
#include "web-api/live/frame_ring.hpp"
#include "web-api/live/live_json.hpp"
#include "web-api/live/part_collector.hpp"
#include "web-api/live/race_image.hpp"
#include "web-api/rest/clock.hpp"

namespace lanterne::web {

/// The two clocks, as main hands them in.
struct Clocks {
    WallClock wall;
    std::function<std::chrono::steady_clock::time_point()> steady;
};

/// What channels count together.
struct LiveCounts {
    explicit LiveCounts(service::Registry& registry);

    service::Counter& keyframes; ///< sent
    service::Counter& deltas;    ///< sent
    service::Counter& resumed;   ///< joins that needed no keyframe
    service::Counter& conflated; ///< keyframes to clients that the ring could not serve
    service::Counter& gaps;      ///< frames that began beyond what was known, or of a new life
    service::Counter& reloads;   ///< races read from the database
};

/// One race's live stream: its image, its latest frames, its clients. On the loop's thread, without
/// any input or output but the sockets it was given.
///
/// A client has no queue: it stands at a number, and whenever its socket is idle it gets the frame
/// behind that number from the ring, or a keyframe when the ring has it no more.
class RaceChannel {
public:
    static constexpr std::chrono::seconds keyframe_interval{30};

    /// Whether the database must be read again: frames may have been missed.
    enum class Wish { nothing, reload };

    RaceChannel(Clocks clocks, LiveCounts& counts) : clocks_{std::move(clocks)}, counts_{counts} {}

    /// A part of a frame, or of a whole race.
    Wish take_frame(wire::LiveFrame part);
    void take_whole(wire::LiveFrame part);
    void take(const RaceSnapshot& snapshot);

    /// What the database says its versions are; asked each few seconds, of `now` each time after
    /// the last answer was taken. It is ahead twice: frames were lost. It lacks what was known the
    /// last time, or its store is another: it was restored, and what is known is void.
    Wish compare(const RaceVersion& now);

    /// A client that has everything up to `has`, if it says so. Waits for the first snapshot.
    void join(std::shared_ptr<service::Watcher> socket, std::optional<FrameId> has);
    void socket_is_idle(service::Watcher& socket);
    void leave(service::Watcher& socket);
    void close_all(unsigned short code);

    bool is_loaded() const { return snapshot_.has_value(); }

    std::size_t clients() const { return clients_.size(); }

    FrameId newest() const { return newest_; }

private:
    struct Client {
        std::shared_ptr<service::Watcher> socket;
        std::uint64_t has = 0; ///< frame number, of the present epoch
        bool needs_keyframe = true;
    };

    /// What stays of a snapshot.
    struct Loaded {
        RaceVersion version;
        UtcTime starts_at;
        std::optional<plan::RehearsalClock> rehearsal;
    };

    /// Versions that frames told without a hole between them.
    struct Told {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };

    Wish take_complete(const wire::LiveFrame& frame);
    /// The frame's versions; false when there is a hole before them.
    bool take_versions(const wire::LiveFrame& frame);
    /// The version up to which all of the race is known.
    std::uint64_t known() const;
    /// What is known is of a life that the database does not have any more.
    void outdate();
    void push(const wire::LiveFrame& frame, const RaceChanges& changes);
    void begin_anew();
    bool lacks_nothing(const Client& client) const;
    void serve(Client& client);
    void send_next(Client& client);
    void serve_all();
    service::SharedText keyframe();
    UtcTime race_time() const;

    Clocks clocks_;
    LiveCounts& counts_;
    RaceImage image_;
    FrameRing ring_;
    PartCollector frame_parts_;
    PartCollector whole_parts_;
    std::optional<Loaded> snapshot_;
    FrameId newest_;
    /// Ids of this life up to here went out with more than one content, or may have: who holds one
    /// has not said what it knows.
    std::uint64_t ambiguous_ = 0;
    std::optional<Told> told_;
    std::uint64_t behind_ = 0; ///< version that the database had, and was not known
    std::uint64_t known_at_last_look_ = 0;
    std::vector<Client> clients_;
    service::SharedText keyframe_; ///< null: must be written anew
    std::chrono::steady_clock::time_point keyframe_written_{};
    std::chrono::steady_clock::time_point keyframe_to_all_{};
};

} // namespace lanterne::web
