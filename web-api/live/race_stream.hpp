#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "web-api/live/frame_ring.hpp"
#include "web-api/live/race_image.hpp"
#include "web-api/spectator/spectator_view.hpp"

namespace lanterne::web {

/// What a message says besides rows.
struct StreamHead {
    FrameId id;
    UtcTime time; ///< race time
    RaceState state = RaceState::before;
    std::uint64_t last_event = 0;
};

/// A race's messages, from the newest back to where the chain of deltas begins, as everybody may
/// see it (public_entry). No clock: `now` never goes back.
class RaceStream {
public:
    using Time = FrameRing::Time;

    FrameId newest() const { return view_.id; }

    /// Where units may be seen before the start; from the next message on.
    void set_starts(std::vector<Position> starts) { starts_ = std::move(starts); }

    /// The next message: what changed in the image, and what happened. JSON only when somebody
    /// reads it. The bytes of FORMAT.md, or nothing when there are other entries: then all has to
    /// begin anew.
    std::optional<std::string> go_on(const StreamHead& head, const RaceImage& image,
                                     const RaceChanges& changes,
                                     const std::vector<wire::LiveEvent>& events, bool has_json,
                                     Time now);

    /// No message leads to what the image is: only keyframes do.
    void begin_anew(const StreamHead& head, const RaceImage& image);

    const ToldMessage* find(std::uint64_t sequence) const { return ring_.find(sequence); }

    /// All of the race in that form, as of the newest message; what says the time may be older by a
    /// fifth of a second. `head` is asked when one has to be written.
    service::SharedText keyframe(Form form, bool deflated, const RaceImage& image,
                                 const std::function<StreamHead()>& head, Time now);

    const SpectatorView& view() const { return view_; }

private:
    SpectatorSource source(const StreamHead& head, const RaceImage& image) const;
    std::vector<wire::LiveEntry> shown(std::vector<wire::LiveEntry> entries) const;
    std::string json_keyframe(const StreamHead& head, const RaceImage& image) const;

    std::vector<Position> starts_;
    SpectatorView view_;
    FrameRing ring_;
    ToldMessage keyframe_; ///< in the forms that were asked for
    Time keyframe_written_{};
};

} // namespace lanterne::web
