#include <algorithm>

#include "firmware/sending/outbox.hpp"

namespace lanterne::firmware {

void Outbox::receipt(const wire::Receipt& receipt, const Receipts& receipts, Instant now) {
    const SequenceSet& committed = receipts.fixes(receipt.epoch);
    std::uint64_t newest_covered = 0;
    for (const Flight& flight : flights_) {
        if (flight.epoch == receipt.epoch && !flight.due && committed.covers(flight.range)) {
            newest_covered = std::max(newest_covered, flight.serial);
        }
    }
    covered(receipt.epoch, receipts);
    count_uncovered(receipt.epoch, newest_covered, now);
    halve(now);
}

void Outbox::covered(Epoch epoch, const Receipts& receipts) {
    const SequenceSet& committed = receipts.fixes(epoch);
    SequenceSet left;
    for (const SequenceRange& range : difference(pending_[epoch], committed)) {
        left.add(range);
    }
    pending_[epoch] = std::move(left);
    std::erase_if(aside_, [&](const Aside& aside) {
        return aside.epoch == epoch && committed.contains(aside.number);
    });
    cut_flights(epoch, committed);
}

/// What is gone needs no flight; of a flight that is gone in part each rest flies on by itself.
void Outbox::cut_flights(Epoch epoch, const SequenceSet& gone) {
    std::vector<Flight> left;
    left.reserve(flights_.size());
    for (const Flight& flight : flights_) {
        const auto rests = flight.epoch == epoch ? gone.missing_in(flight.range)
                                                 : std::vector<SequenceRange>{flight.range};
        for (const SequenceRange& rest : rests) {
            Flight part = flight;
            if (part.range != rest) {
                part.id = ++last_id_;
                part.range = rest;
                part.due = true;
                part.in_window = false;
            }
            left.push_back(part);
        }
    }
    flights_ = std::move(left);
}

/// The broker keeps the order of one connection: who committed something that was sent later has
/// seen the earlier, or never will.
void Outbox::count_uncovered(Epoch epoch, std::uint64_t newest_covered, Instant now) {
    for (Flight& flight : flights_) {
        const bool long_ago = now - flight.last_sent >= certainly_later;
        const bool overtaken = flight.serial < newest_covered;
        const bool seen = flight.epoch == epoch ? overtaken || long_ago : overtaken && long_ago;
        if (!flight.due && !flight.unread && seen) {
            ++flight.uncovered;
            flight.due = true;
        }
    }
}

void Outbox::halve(Instant now) {
    std::vector<Flight> left;
    left.reserve(flights_.size());
    std::size_t many = flights_.size();
    for (Flight& flight : flights_) {
        const Sequence count = flight.range.to - flight.range.from;
        if (flight.uncovered < sends_until_halved) {
            left.push_back(flight);
        } else if (count == 1 && aside_.size() < max_aside) {
            aside_.push_back(
                {.epoch = flight.epoch, .number = flight.range.from, .next_try = now + aside_wait});
        } else if (count == 1 || many >= max_flights_to_halve) {
            flight.uncovered = 0;
            left.push_back(flight);
        } else {
            ++many;
            const Sequence middle = flight.range.from + count / 2;
            for (const SequenceRange& half : {SequenceRange{flight.range.from, middle},
                                              SequenceRange{middle, flight.range.to}}) {
                left.push_back({.id = ++last_id_,
                                .epoch = flight.epoch,
                                .range = half,
                                .info = backlog_info,
                                .due = true});
            }
        }
    }
    flights_ = std::move(left);
}

/// One more send an hour: it counts as the last of its three, so a receipt that passes it over sets
/// it aside again.
void Outbox::take_back_aside(Instant now) {
    for (auto aside = aside_.begin(); aside != aside_.end();) {
        if (aside->next_try > now) {
            ++aside;
            continue;
        }
        flights_.push_back({.id = ++last_id_,
                            .epoch = aside->epoch,
                            .range = {aside->number, aside->number + 1},
                            .info = backlog_info,
                            .uncovered = sends_until_halved - 1,
                            .due = true,
                            .from_aside = true});
        aside = aside_.erase(aside);
    }
}

} // namespace lanterne::firmware
