#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/wire/live.hpp"
#include "ingest-server/clock.hpp"
#include "ingest-server/stages.hpp"
#include "service/otlp.hpp"

namespace lanterne::ingest {

/// Each turn of the loop is a trace: its parts are spans below it, and the frame that tells of what
/// it committed is a span of the same trace, linked to the other turns that it tells of. A turn
/// with nothing to store says nothing, unless it was slow. One thread.
class TurnTrace {
public:
    /// Takes spans that are over. Empty: nobody wants them.
    using Sink = std::function<void(service::Span)>;

    /// Turns that one frame is linked to; of others before them it does not tell.
    static constexpr std::size_t max_links = 16;
    /// Parts of one turn that are told; a load of many races has more.
    static constexpr std::size_t max_parts = 64;
    static constexpr std::chrono::milliseconds slow_turn{250};

    /// The same seed draws the same ids.
    TurnTrace(Clock clock, std::uint64_t seed);

    void send_to(Sink sink) { sink_ = std::move(sink); }

    /// A turn begins, and the one before is over.
    void begin();
    /// A part of this turn is over.
    void part(Work work, SteadyTime began, SteadyTime ended, bool failed);
    /// This turn stored something.
    void stored(std::size_t batches, std::size_t fixes);
    /// This turn scored fixes of that race.
    void touched(std::int32_t race);
    /// The next frame of that race: where what it tells of was traced; nothing: it tells no news of
    /// units.
    std::optional<wire::LiveTrace> frame(std::int32_t race);

    /// Nothing of what was scored is known any more.
    void forget() { touched_.clear(); }

    /// Of this turn, for the log.
    std::string traceparent() const { return service::traceparent(turn_); }

private:
    service::Span::Time wall_of(SteadyTime time) const;
    void end();

    Clock clock_;
    service::TraceIds ids_;
    Sink sink_;
    service::TraceContext turn_{};
    SteadyTime began_{};
    UtcTime began_wall_{};
    SteadyTime ended_{};
    std::vector<service::Span> parts_;
    std::vector<std::pair<std::string, std::int64_t>> counts_;
    bool has_stored_ = false;
    bool has_failed_ = false;
    std::map<std::int32_t, std::vector<service::TraceContext>> touched_; ///< since their frame
};

} // namespace lanterne::ingest
