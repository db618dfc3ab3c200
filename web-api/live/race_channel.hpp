#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "service/watcher.hpp"
#include "web-api/live/live_counts.hpp"
#include "web-api/live/part_collector.hpp"
#include "web-api/live/race_image.hpp"
#include "web-api/live/race_stream.hpp"
#include "web-api/live/spectators.hpp"
#include "web-api/rest/clock.hpp"
#include "web-api/spectator/spectator_frame.hpp"

namespace lanterne::web {

/// The two clocks, as main hands them in.
struct Clocks {
    WallClock wall;
    std::function<std::chrono::steady_clock::time_point()> steady;
};

/// What came of a frame, for those who keep messages.
struct NewMessage {
    std::string delta; ///< as in FORMAT.md; empty: only a keyframe leads here
};

/// One race, live: what is known of it, told to those who watch. On the loop's thread, without any
/// input or output but the watchers it was given.
class RaceChannel : private LiveSource {
public:
    /// Whether the database must be read again: frames may have been missed.
    enum class Wish { nothing, reload };

    RaceChannel(Clocks clocks, LiveCounts& counts)
        : clocks_{std::move(clocks)}, counts_{counts}, spectators_{counts} {}

    /// A part of a frame, or of a whole race.
    Wish take_frame(wire::LiveFrame part);
    void take_whole(wire::LiveFrame part);
    void take(const RaceSnapshot& snapshot);

    /// What the database says its versions are; asked each few seconds, of `now` each time after
    /// the last answer was taken. It is ahead twice: frames were lost. It lacks what was known the
    /// last time, or its store is another: it was restored, and what is known is void.
    Wish compare(const RaceVersion& now);

    /// One who has everything up to `has`, if he says so. Waits for the first snapshot.
    void join(std::shared_ptr<service::Watcher> watcher, Form form, std::optional<FrameId> has);
    void is_idle(const service::Watcher& watcher);

    void leave(const service::Watcher& watcher) { spectators_.leave(watcher); }

    void close_all(unsigned short code) { spectators_.close_all(code); }

    /// Some were not served yet what is new: call sweep() soon, until it says no.
    bool has_to_sweep() const { return has_to_sweep_; }

    void sweep();

    bool is_loaded() const { return snapshot_.has_value(); }

    std::size_t clients() const { return spectators_.size(); }

    FrameId newest() const override { return newest_; }

    /// All of the race as of the newest message, in the bytes of FORMAT.md.
    std::string keyframe_of_newest() const { return keyframe_bytes(stream_.view()); }

    /// What the last take() or take_frame() told; nothing when it told nothing. Once.
    std::optional<NewMessage> take_message() { return std::exchange(message_, std::nullopt); }

private:
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
    void tell(const wire::LiveFrame& frame, const RaceChanges& changes, bool follows);
    void begin_anew(UtcTime race_time);
    void begin_sweep();
    StreamHead head(UtcTime race_time) const;
    UtcTime race_time() const;
    service::SharedText message(std::uint64_t sequence, Form form, bool deflated) override;
    service::SharedText keyframe(Form form, bool deflated) override;

    Clocks clocks_;
    LiveCounts& counts_;
    RaceImage image_;
    RaceStream stream_;
    Spectators spectators_;
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
    std::uint64_t last_event_ = 0;
    bool has_to_sweep_ = false;
    std::optional<NewMessage> message_;
};

} // namespace lanterne::web
