#include "web-api/live/race_channel.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::web {

RaceChannel::Wish RaceChannel::take_frame(wire::LiveFrame part) {
    const auto frame = frame_parts_.add(std::move(part));
    return frame ? take_complete(*frame) : Wish::nothing;
}

RaceChannel::Wish RaceChannel::take_complete(const wire::LiveFrame& frame) {
    const bool is_same_life = frame.epoch == newest_.epoch;
    if (is_same_life && frame.frame <= newest_.sequence) {
        return Wish::nothing; // again
    }
    const bool is_first = newest_ == FrameId{};
    const bool is_next = is_same_life && frame.frame == newest_.sequence + 1;
    const bool lacks_nothing = take_versions(frame);
    newest_ = {frame.epoch, frame.frame};
    if (!is_same_life) {
        ambiguous_ = 0;
    }
    const RaceChanges changes = image_.apply(frame);
    last_event_ = frame.last_event;
    // A life may begin with what no frame tells: expected times that nobody has any more.
    const bool wants_all = !lacks_nothing || !is_same_life;
    // A delta cannot say that something is gone.
    const bool takes_away = std::ranges::any_of(changes.passages, &wire::LivePassage::is_withdrawn);
    if (is_loaded()) {
        tell(frame, changes, is_next && !wants_all && !takes_away);
    }
    if (!wants_all || (is_first && !is_loaded())) {
        return Wish::nothing;
    }
    counts_.gaps.add(is_first ? 0 : 1);
    return Wish::reload;
}

bool RaceChannel::take_versions(const wire::LiveFrame& frame) {
    const bool went_back = told_ && frame.to_version < told_->to;
    if (went_back) {
        outdate();
    }
    if (told_ && frame.from_version <= told_->to) {
        told_->to = frame.to_version;
        return true;
    }
    const bool is_first = !told_ && !went_back && !is_loaded();
    told_ = Told{frame.from_version, frame.to_version};
    return is_first ||
           (!went_back && is_loaded() && frame.from_version <= snapshot_->version.version);
}

std::uint64_t RaceChannel::known() const {
    const std::uint64_t loaded = snapshot_ ? snapshot_->version.version : 0;
    return told_ && told_->from <= loaded ? std::max(loaded, told_->to) : loaded;
}

void RaceChannel::outdate() {
    image_.outdate();
    told_.reset();
    behind_ = 0;
    known_at_last_look_ = 0;
    if (snapshot_) {
        snapshot_->version.version = 0;
    }
}

void RaceChannel::tell(const wire::LiveFrame& frame, const RaceChanges& changes, bool follows) {
    if (follows) {
        const auto delta = stream_.go_on(head(frame.race_time), image_, changes, frame.events,
                                         spectators_.has_json(), clocks_.steady());
        if (delta) {
            message_ = NewMessage{*delta};
            begin_sweep();
            return;
        }
    }
    begin_anew(frame.race_time);
}

void RaceChannel::take_whole(wire::LiveFrame part) {
    const auto whole = whole_parts_.add(std::move(part));
    // One from before (retained) knows nothing that the database does not.
    if (!whole || !is_loaded() || whole->epoch != newest_.epoch ||
        whole->frame < newest_.sequence || whole->to_version < known()) {
        return;
    }
    const bool is_later = whole->frame > newest_.sequence;
    told_ = Told{0, whole->to_version};
    newest_.sequence = whole->frame;
    last_event_ = whole->last_event;
    if (image_.apply_whole(*whole) || is_later) {
        ambiguous_ = newest_.sequence;
        begin_anew(whole->race_time);
    }
}

void RaceChannel::take(const RaceSnapshot& snapshot) {
    if (snapshot_ && snapshot.version.store != snapshot_->version.store) {
        outdate();
    }
    const bool is_first = !is_loaded();
    snapshot_ = Loaded{snapshot.version, snapshot.starts_at, snapshot.rehearsal};
    stream_.set_starts(snapshot.starts);
    behind_ = 0;
    const bool is_newest = known() <= snapshot.version.version;
    last_event_ = is_newest ? snapshot.last_event : std::max(last_event_, snapshot.last_event);
    if (image_.apply(snapshot) || is_first) {
        ambiguous_ = newest_.sequence;
        begin_anew(race_time());
    }
}

/// What was told no longer leads to what the image is: everybody gets a keyframe.
void RaceChannel::begin_anew(UtcTime race_time) {
    stream_.begin_anew(head(race_time), image_);
    spectators_.need_keyframes();
    message_ = NewMessage{};
    begin_sweep();
}

void RaceChannel::begin_sweep() {
    spectators_.begin_sweep();
    sweep();
}

void RaceChannel::sweep() { has_to_sweep_ = spectators_.sweep(*this, clocks_.steady()); }

RaceChannel::Wish RaceChannel::compare(const RaceVersion& now) {
    if (!is_loaded()) {
        return Wish::reload;
    }
    // What was known was committed before this look began.
    const bool went_back =
        now.store != snapshot_->version.store || now.version < known_at_last_look_;
    if (went_back) {
        outdate();
        return Wish::reload;
    }
    const bool was_behind = behind_ > known();
    // A frame is up to a second behind the commit that it tells of, so once is no sign.
    behind_ = now.version > known() ? now.version : 0;
    known_at_last_look_ = known();
    return now.plan_revision != snapshot_->version.plan_revision || was_behind ? Wish::reload
                                                                               : Wish::nothing;
}

void RaceChannel::join(std::shared_ptr<service::Watcher> watcher, Form form,
                       std::optional<FrameId> has) {
    const service::Watcher& who = *watcher;
    const bool is_sure = has && has->epoch == newest_.epoch && has->sequence > ambiguous_;
    const bool is_newest = is_sure && has->sequence == newest_.sequence;
    const bool can_follow = is_sure && has->sequence < newest_.sequence &&
                            message(has->sequence + 1, form, false) != nullptr;
    spectators_.join(std::move(watcher), form,
                     is_newest || can_follow ? std::optional{has->sequence} : std::nullopt);
    is_idle(who);
}

void RaceChannel::is_idle(const service::Watcher& watcher) {
    if (is_loaded()) {
        spectators_.serve(watcher, *this, clocks_.steady());
    }
}

service::SharedText RaceChannel::message(std::uint64_t sequence, Form form, bool deflated) {
    const ToldMessage* found = stream_.find(sequence);
    return found != nullptr ? found->in(form, deflated) : nullptr;
}

service::SharedText RaceChannel::keyframe(Form form, bool deflated) {
    return stream_.keyframe(
        form, deflated, image_, [this] { return head(race_time()); }, clocks_.steady());
}

StreamHead RaceChannel::head(UtcTime race_time) const {
    return {.id = newest_,
            .time = race_time,
            .state = image_.state(snapshot_->starts_at, race_time),
            .last_event = last_event_};
}

UtcTime RaceChannel::race_time() const {
    return plan::race_time(snapshot_->rehearsal, clocks_.wall());
}

} // namespace lanterne::web
