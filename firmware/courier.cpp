#include "firmware/courier.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::firmware {
namespace {

/// Work of one turn, so that a turn ends also when the outside does not.
constexpr int max_receipts_a_turn = 32;
constexpr int max_messages_a_turn = 16;

/// The unit's word, with what the outbox says of the message.
wire::Info with_flags(wire::Info about, const wire::Info& of_message) {
    about.backlog = of_message.backlog;
    about.receipt_wanted = of_message.receipt_wanted;
    return about;
}

} // namespace

Courier::Courier(Uplink& uplink, Recorder& recorder, Receipts& receipts)
    : uplink_{uplink}, recorder_{recorder}, receipts_{receipts},
      outbox_{recorder.journal().epoch()} {
    outbox_.rebuild(recorder_.journal().held(), receipts_);
    events_.rebuild(recorder_.journal().unreceipted_events());
}

void Courier::limit_backlog(const std::optional<ByteRules>& rules, Instant now) {
    if (!rules) {
        backlog_budget_.reset();
    } else if (backlog_budget_) {
        backlog_budget_->use(*rules, now);
    } else {
        backlog_budget_.emplace(*rules);
    }
}

void Courier::reconnected() {
    outbox_.reconnected();
    events_.reconnected();
}

bool Courier::take_receipts(Instant now) {
    bool any = false;
    for (int taken = 0; taken < max_receipts_a_turn; ++taken) {
        const auto bytes = uplink_.next_receipt();
        if (!bytes) {
            break;
        }
        const auto receipt = wire::decode_receipt(*bytes);
        if (receipt && is_ours(*receipt)) {
            obey(*receipt, now);
            any = true;
        } else {
            ++counts_.refused_receipts;
        }
    }
    return any;
}

/// Nobody can have committed what was never sent, and of an epoch that is not on the card there is
/// nothing to learn.
bool Courier::is_ours(const wire::Receipt& receipt) const {
    const Journal& journal = recorder_.journal();
    if (receipt.epoch == journal.epoch()) {
        return receipt.next <= journal.certain() && receipt.events_next <= journal.next_event();
    }
    const auto epochs = journal.epochs();
    return std::find(epochs.begin(), epochs.end(), receipt.epoch) != epochs.end();
}

void Courier::obey(const wire::Receipt& receipt, Instant now) {
    const auto outcome = receipts_.apply(receipt);
    if (outcome == Receipts::Outcome::new_store) {
        outbox_.rebuild(recorder_.journal().held(), receipts_);
        events_.rebuild(recorder_.journal().unreceipted_events());
    }
    if (outcome == Receipts::Outcome::stale) {
        outbox_.covered(receipt.epoch, receipts_);
    } else {
        outbox_.receipt(receipt, receipts_, now);
    }
    events_.receipt(receipt.epoch, receipts_.events_next(receipt.epoch));
}

void Courier::begin_report() {
    if (outbox_.is_reporting()) {
        return; // the link has not yet taken what the last one began
    }
    recorder_.sync();
    outbox_.grow(recorder_.journal().certain());
    declare_lost();
    outbox_.begin_report();
}

std::optional<Sequence> Courier::note(decltype(wire::Event::body) body) {
    if (const auto* lost = std::get_if<wire::Lost>(&body)) {
        counts_.lost_fixes += lost->range.to - lost->range.from;
    }
    auto event = recorder_.note(std::move(body));
    if (!event) {
        return std::nullopt;
    }
    const Sequence number = event->number;
    events_.add(std::move(*event));
    return number;
}

void Courier::declare_lost() {
    // What is gone may be younger than the last message: the outbox must know it to forget it.
    outbox_.grow(recorder_.journal().certain());
    for (const wire::Lost& lost : recorder_.take_lost()) {
        outbox_.forget(lost.epoch, lost.range);
        note(lost);
    }
}

void Courier::send_events(Instant now) {
    // A call for help does not wait for a card that fails: its number is this life's alone, and
    // nobody else will ever have it. Every other event says nothing that a power cut could unsay.
    const auto due =
        events_.due(now, recorder_.journal().events_certain() ? EventBox::Which::all
                                                              : EventBox::Which::calls_for_help);
    bool any = false;
    for (const JournalledEvent* event : due) {
        if (!uplink_.publish(wire::UnitChannel::events, event->bytes)) {
            break;
        }
        any = true;
    }
    // The pause begins also when the link took only some: the next free places are the fixes'.
    if (any) {
        events_.sent(now);
    }
}

std::vector<Fix> Courier::send_fixes(const wire::Info& about, Instant now) {
    outbox_.grow(recorder_.journal().certain());
    std::vector<Fix> newest_live;
    for (int sent = 0; sent < max_messages_a_turn; ++sent) {
        auto parcel = outbox_.next(now);
        if (!parcel) {
            break;
        }
        auto fixes = read(*parcel, now);
        if (!fixes) {
            continue;
        }
        if (parcel->flight == 0) {
            parcel->info = with_flags(about, parcel->info);
        }
        wire::Batch batch{.epoch = parcel->epoch,
                          .first = parcel->range.from,
                          .info = parcel->info,
                          .fixes = std::move(*fixes)};
        if (!publish(*parcel, batch, now)) {
            break;
        }
        outbox_.sent(*parcel, now);
        if (parcel->flight == 0 && !parcel->info.backlog) {
            newest_live = std::move(batch.fixes);
        }
    }
    return newest_live;
}

/// The parcel's fixes from the card. Nothing when it does not give them all: the parcel is then no
/// longer due.
std::optional<std::vector<Fix>> Courier::read(const Parcel& parcel, Instant now) {
    auto fixes = recorder_.journal().read(parcel.epoch, parcel.range);
    if (!fixes) {
        ++counts_.failed_reads;
        outbox_.unreadable(parcel, now);
        return std::nullopt;
    }
    if (fixes->size() < parcel.range.to - parcel.range.from) {
        // The card has decayed since it was checked: what is gone is said, the rest goes next.
        const Sequence first_gone = parcel.range.from + fixes->size();
        const wire::Lost lost{.epoch = parcel.epoch, .range = {first_gone, first_gone + 1}};
        outbox_.forget(lost.epoch, lost.range);
        note(lost);
        return std::nullopt;
    }
    return std::move(*fixes);
}

/// False when it is not its turn: the link is full, or a late message would take more than it may.
bool Courier::publish(const Parcel& parcel, const wire::Batch& batch, Instant now) {
    const auto bytes = wire::encode(batch);
    const bool is_late = parcel.flight != 0 || parcel.info.backlog;
    if (!bytes || (is_late && backlog_budget_ && !backlog_budget_->allows(bytes->size(), now)) ||
        !uplink_.publish(is_late ? wire::UnitChannel::backlog : wire::UnitChannel::fixes, *bytes)) {
        return false;
    }
    if (is_late && backlog_budget_) {
        backlog_budget_->spend(bytes->size(), now);
    }
    ++(parcel.flight == 0 ? counts_.sent_messages : counts_.resent_messages);
    return true;
}

} // namespace lanterne::firmware
