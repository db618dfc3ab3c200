#include "firmware/sending/outbox.hpp"

#include <algorithm>

namespace lanterne::firmware {
namespace {

SequenceRange at_most_a_batch(SequenceRange range) {
    return {range.from, std::min<Sequence>(range.to, range.from + wire::max_batch_fixes)};
}

std::chrono::seconds wait_after(int sends) {
    auto wait = Outbox::first_wait;
    for (int send = 1; send < sends && wait < Outbox::last_wait; ++send) {
        wait *= 2;
    }
    return std::min(wait, Outbox::last_wait);
}

} // namespace

void Outbox::rebuild(const std::vector<HeldEpoch>& held, const Receipts& receipts) {
    order_.clear();
    pending_.clear();
    for (const auto& [epoch, fixes] : held) {
        order_.push_back(epoch);
        SequenceSet taken = receipts.fixes(epoch);
        for (const Flight& flight : flights_) {
            if (flight.epoch == epoch) {
                taken.add(flight.range);
            }
        }
        for (const Aside& aside : aside_) {
            if (aside.epoch == epoch) {
                taken.add({aside.number, aside.number + 1});
            }
        }
        if (epoch == current_) {
            taken.add({certain_, last_sequence});
        }
        for (const SequenceRange& range : difference(fixes, taken)) {
            pending_[epoch].add(range);
        }
    }
    if (std::find(order_.begin(), order_.end(), current_) == order_.end()) {
        order_.push_back(current_);
    }
}

void Outbox::grow(Sequence certain) {
    pending_[current_].add({certain_, certain});
    certain_ = std::max(certain_, certain);
}

void Outbox::forget(Epoch epoch, SequenceRange range) {
    pending_[epoch].remove(range);
    SequenceSet gone;
    gone.add(range);
    cut_flights(epoch, gone);
    std::erase_if(aside_, [&](const Aside& aside) {
        return aside.epoch == epoch && gone.contains(aside.number);
    });
}

void Outbox::reconnected() {
    for (Flight& flight : flights_) {
        flight.due = true;
        flight.in_window = false;
        flight.sends = 0;
    }
    ask_after_connect_ = true;
    report_.reset(); // the next one carries what this one still had
}

void Outbox::begin_report() {
    const auto& ranges = pending_[current_].ranges();
    if (ranges.empty() || ranges.back().to != certain_ || ranges.back().to <= reported_) {
        return;
    }
    constexpr Sequence most = max_report_messages * wire::max_batch_fixes;
    const SequenceRange newest = ranges.back();
    report_ = {std::max(newest.from, newest.to - std::min(newest.to, most)), newest.to};
    reported_ = newest.to;
}

std::optional<Parcel> Outbox::next(Instant now) {
    take_back_aside(now);
    auto parcel = next_live();
    if (!parcel) {
        parcel = next_of_window(now);
    }
    // Live messages ask while something waits for the window; else the server answers in its time.
    if (parcel && parcel->flight == 0 && (ask_after_connect_ || anything_waits(now))) {
        parcel->info.receipt_wanted = true;
    }
    return parcel;
}

std::optional<Parcel> Outbox::next_live() {
    if (!report_) {
        return std::nullopt;
    }
    const auto& pending = pending_[current_];
    for (const SequenceRange& range : pending.ranges()) {
        const SequenceRange part{std::max(range.from, report_->from),
                                 std::min(range.to, report_->to)};
        if (part.from < part.to) {
            return Parcel{.epoch = current_, .range = at_most_a_batch(part), .info = {}};
        }
    }
    report_.reset();
    return std::nullopt;
}

bool Outbox::is_due(const Flight& flight, Instant now) const {
    return flight.due || now - flight.last_sent >= wait_after(flight.sends);
}

std::size_t Outbox::window_used() const {
    return static_cast<std::size_t>(std::count_if(
        flights_.begin(), flights_.end(), [](const Flight& flight) { return flight.in_window; }));
}

/// Of what must go again and what never went the oldest is first: a receipt names few gaps, so what
/// lies behind them gets one only when they are filled.
std::optional<Parcel> Outbox::next_of_window(Instant now) {
    for (Flight& flight : flights_) {
        // Who waited in vain makes room for what is older.
        flight.due = is_due(flight, now);
        flight.in_window = flight.in_window && !flight.due;
    }
    if (window_used() >= max_backlog_flights) {
        return std::nullopt;
    }
    for (const Epoch epoch : order_) {
        const Flight* oldest = nullptr;
        for (const Flight& flight : flights_) {
            if (flight.epoch == epoch && flight.due &&
                (oldest == nullptr || flight.range.from < oldest->range.from)) {
                oldest = &flight;
            }
        }
        const SequenceRange backlog = backlog_of(epoch);
        const bool has_backlog = backlog.from < backlog.to;
        if (oldest != nullptr && (!has_backlog || oldest->range.from < backlog.from)) {
            return Parcel{
                .epoch = epoch, .range = oldest->range, .info = oldest->info, .flight = oldest->id};
        }
        if (has_backlog) {
            return Parcel{.epoch = epoch, .range = backlog, .info = backlog_info};
        }
    }
    return std::nullopt;
}

SequenceRange Outbox::backlog_of(Epoch epoch) const {
    const auto pending = pending_.find(epoch);
    if (pending == pending_.end() || pending->second.empty()) {
        return {};
    }
    SequenceRange range = pending->second.ranges().front();
    if (epoch == current_) {
        range.to = std::min(range.to, report_ ? report_->from : reported_);
    }
    return range.from < range.to ? at_most_a_batch(range) : SequenceRange{};
}

bool Outbox::has_backlog() const {
    return std::any_of(order_.begin(), order_.end(), [&](Epoch epoch) {
        const SequenceRange range = backlog_of(epoch);
        return range.from < range.to;
    });
}

bool Outbox::anything_waits(Instant now) const {
    return has_backlog() || std::any_of(flights_.begin(), flights_.end(),
                                        [&](const Flight& flight) { return is_due(flight, now); });
}

/// The flight of a parcel that was tried now; a new one when it has none yet.
Outbox::Flight& Outbox::fly(const Parcel& parcel, Instant now) {
    auto flight = std::find_if(flights_.begin(), flights_.end(), [&](const Flight& known) {
        return parcel.flight != 0 && known.id == parcel.flight;
    });
    if (flight == flights_.end()) {
        limit_flights();
        pending_[parcel.epoch].remove(parcel.range);
        flight = flights_.insert(
            flights_.end(),
            {.id = ++last_id_, .epoch = parcel.epoch, .range = parcel.range, .info = parcel.info});
    }
    flight->last_sent = now;
    flight->due = false;
    ++flight->sends;
    return *flight;
}

void Outbox::sent(const Parcel& parcel, Instant now) {
    const bool is_new = parcel.flight == 0;
    if (is_new) {
        ask_after_connect_ = ask_after_connect_ && !parcel.info.receipt_wanted;
    }
    Flight& flight = fly(parcel, now);
    flight.in_window = !is_new || parcel.info.backlog;
    flight.serial = ++last_serial_;
    flight.unread = false;
}

void Outbox::unreadable(const Parcel& parcel, Instant now) {
    Flight& flight = fly(parcel, now);
    flight.in_window = false;
    flight.unread = true;
    ++flight.uncovered;
    halve(now);
}

void Outbox::limit_flights() {
    if (flights_.size() < max_flights) {
        return;
    }
    const auto oldest = std::find_if(flights_.begin(), flights_.end(), [](const Flight& flight) {
        return !flight.in_window && !flight.from_aside;
    });
    if (oldest != flights_.end()) {
        pending_[oldest->epoch].add(oldest->range);
        flights_.erase(oldest);
    }
}

std::uint64_t Outbox::unaccepted() const {
    return aside_.size() + static_cast<std::uint64_t>(std::count_if(
                               flights_.begin(), flights_.end(),
                               [](const Flight& flight) { return flight.from_aside; }));
}

} // namespace lanterne::firmware
