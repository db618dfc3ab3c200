#include "ingest-server/turn_trace.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::ingest {

using service::Span;
using service::TraceContext;

TurnTrace::TurnTrace(Clock clock, std::uint64_t seed) : clock_{std::move(clock)}, ids_{seed} {
    begin();
}

void TurnTrace::begin() {
    end();
    turn_ = {ids_.trace(), ids_.span()};
    began_ = clock_.steady();
    began_wall_ = clock_.wall();
    ended_ = began_;
    parts_.clear();
    counts_.clear();
    has_stored_ = false;
    has_failed_ = false;
}

// It ends with its last part: what follows is waiting.
void TurnTrace::end() {
    if (!sink_ || parts_.empty() || (!has_stored_ && ended_ - began_ < slow_turn)) {
        return;
    }
    for (Span& part : parts_) {
        sink_(std::move(part));
    }
    sink_({.context = turn_,
           .name = "turn",
           .kind = Span::Kind::consumer,
           .began = wall_of(began_),
           .ended = wall_of(ended_),
           .counts = std::move(counts_),
           .failed = has_failed_});
}

// One look at the wall a turn: its parts follow each other whatever that clock does.
Span::Time TurnTrace::wall_of(SteadyTime time) const { return began_wall_ + (time - began_); }

void TurnTrace::part(Work work, SteadyTime began, SteadyTime ended, bool failed) {
    ended_ = std::max(ended_, ended);
    has_failed_ = has_failed_ || failed;
    if (sink_ && parts_.size() < max_parts) {
        parts_.push_back({.context = {turn_.trace, ids_.span()},
                          .parent = turn_.span,
                          .name = std::string{name_of(work)},
                          .began = wall_of(began),
                          .ended = wall_of(ended),
                          .failed = failed});
    }
}

void TurnTrace::stored(std::size_t batches, std::size_t fixes) {
    has_stored_ = true;
    counts_.emplace_back("batches", static_cast<std::int64_t>(batches));
    counts_.emplace_back("fixes", static_cast<std::int64_t>(fixes));
}

void TurnTrace::touched(std::int32_t race) {
    std::vector<TraceContext>& turns = touched_[race];
    if (!turns.empty() && turns.back() == turn_) {
        return;
    }
    if (turns.size() == max_links) {
        turns.erase(turns.begin());
    }
    turns.push_back(turn_);
}

std::optional<wire::LiveTrace> TurnTrace::frame(std::int32_t race) {
    const auto known = touched_.find(race);
    if (known == touched_.end()) {
        return std::nullopt;
    }
    std::vector<TraceContext> turns = std::move(known->second);
    touched_.erase(known);
    const TraceContext newest = turns.back();
    turns.pop_back();
    const TraceContext frame{newest.trace, ids_.span()};
    if (sink_) {
        const Span::Time now = wall_of(clock_.steady());
        sink_({.context = frame,
               .parent = newest.span,
               .name = "frame",
               .kind = Span::Kind::producer,
               .began = now,
               .ended = now,
               .links = std::move(turns)});
    }
    return service::to_bytes(frame);
}

} // namespace lanterne::ingest
