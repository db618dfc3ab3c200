#include "web-api/live/spectators.hpp"

#include <algorithm>
#include <utility>

#include "service/websocket_frame.hpp"

namespace lanterne::web {

using service::SharedText;
using service::Watcher;

void Spectators::join(std::shared_ptr<Watcher> watcher, Form form,
                      std::optional<std::uint64_t> has) {
    seat_of_.emplace(watcher.get(), seats_.size());
    seats_.push_back({.watcher = std::move(watcher),
                      .has = has.value_or(0),
                      .form = form,
                      .needs_keyframe = !has});
    has_json_ = has_json_ || form != Form::binary;
    counts_.resumed.add(has ? 1 : 0);
}

void Spectators::leave(const Watcher& watcher) {
    const auto found = seat_of_.find(&watcher);
    if (found == seat_of_.end()) {
        return;
    }
    const std::size_t seat = found->second;
    seat_of_.erase(found);
    if (seat + 1 < seats_.size()) {
        seats_[seat] = std::move(seats_.back());
        seat_of_[seats_[seat].watcher.get()] = seat;
    }
    seats_.pop_back();
}

void Spectators::close_all(unsigned short code) {
    for (const Seat& seat : seats_) {
        seat.watcher->close(code);
    }
}

void Spectators::need_keyframes() {
    for (Seat& seat : seats_) {
        seat.needs_keyframe = true;
    }
}

void Spectators::serve(const Watcher& watcher, LiveSource& source, Time now) {
    if (const auto found = seat_of_.find(&watcher); found != seat_of_.end()) {
        serve(seats_[found->second], source, now);
    }
}

void Spectators::begin_sweep() {
    if (seats_.empty()) {
        return;
    }
    constexpr std::size_t stride = 7'919; // prime: over time everybody is first as often as others
    sweep_at_ = (sweep_at_ + stride) % seats_.size();
    sweep_left_ = seats_.size();
}

// Whoever leaves during a sweep has another one moved into his seat, who may be served twice, which
// is nothing, or in the next second.
bool Spectators::sweep(LiveSource& source, Time now) {
    for (std::size_t i = 0; i < at_once && sweep_left_ > 0 && !seats_.empty(); ++i) {
        sweep_at_ = sweep_at_ % seats_.size();
        serve(seats_[sweep_at_], source, now);
        ++sweep_at_;
        --sweep_left_;
    }
    return sweep_left_ > 0 && !seats_.empty();
}

void Spectators::serve(Seat& seat, LiveSource& source, Time now) {
    while (seat.watcher->idle() && (seat.needs_keyframe || seat.has != source.newest().sequence)) {
        const SharedText next = next_for(seat, source, now);
        if (!next) {
            counts_.stalled.add();
            seat.watcher->close(service::close_code::try_again_later);
            return;
        }
        if (!seat.watcher->send(next)) {
            return;
        }
    }
}

SharedText Spectators::next_for(Seat& seat, LiveSource& source, Time now) {
    const bool deflated = seat.watcher->takes_deflated();
    if (!seat.needs_keyframe) {
        if (SharedText message = source.message(seat.has + 1, seat.form, deflated)) {
            ++seat.has;
            counts_.deltas.add();
            return message;
        }
        counts_.conflated.add();
        if (now - seat.conflated_from > conflated_within) {
            seat.conflated_from = now;
            seat.conflated = 0;
        }
        if (++seat.conflated > most_conflated) {
            return nullptr;
        }
    }
    seat.has = source.newest().sequence;
    seat.needs_keyframe = false;
    counts_.keyframes.add();
    return source.keyframe(seat.form, deflated);
}

} // namespace lanterne::web
