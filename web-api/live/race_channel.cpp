#include "web-api/live/race_channel.hpp"

#include <algorithm>
#include <utility>

#include "service/websocket_frame.hpp"

namespace lanterne::web {

namespace {

service::SharedText framed(const LiveMessage& message) {
    return std::make_shared<const std::string>(
        service::websocket_frame(service::Opcode::text, live_json(message)));
}

/// A keyframe says the race time at which it was written: in a fast rehearsal an older one would
/// set a spectator's clock visibly back.
constexpr std::chrono::milliseconds keyframe_stays_fresh{200};

} // namespace

LiveCounts::LiveCounts(service::Registry& registry)
    : keyframes{registry.counter("live_messages_total", "Messages sent to live sockets, by type.",
                                 {{"type", "keyframe"}})},
      deltas{registry.counter("live_messages_total", "Messages sent to live sockets, by type.",
                              {{"type", "delta"}})},
      resumed{registry.counter("live_resumed_total", "Sockets that went on where they had been.")},
      conflated{registry.counter("live_conflated_total",
                                 "Keyframes to sockets that were too slow for the frames.")},
      gaps{registry.counter("live_gaps_total",
                            "Frames that began beyond what was known, or of a new life.")},
      reloads{registry.counter("live_reloads_total", "Races read from the database.")} {}

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
    keyframe_.reset();
    // A life may begin with what no frame tells: expected times that nobody has any more.
    const bool wants_all = !lacks_nothing || !is_same_life;
    // A delta cannot say that something is gone.
    const bool takes_away = std::ranges::any_of(changes.passages, &wire::LivePassage::is_withdrawn);
    if (!is_next || wants_all || takes_away) {
        begin_anew();
    } else {
        push(frame, changes);
    }
    serve_all();
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

void RaceChannel::push(const wire::LiveFrame& frame, const RaceChanges& changes) {
    const UtcTime starts_at = snapshot_ ? snapshot_->starts_at : UtcTime::max();
    const auto now = clocks_.steady();
    ring_.push(frame.frame,
               framed({.type = MessageType::delta,
                       .id = newest_,
                       .race_time = frame.race_time,
                       .state = image_.state(starts_at, frame.race_time),
                       .entries = changes.entries,
                       .passages = changes.passages,
                       .forecasts = changes.forecasts,
                       .grades = changes.grades}),
               now);
    if (now - keyframe_to_all_ >= keyframe_interval) {
        keyframe_to_all_ = now;
        for (Client& client : clients_) {
            client.needs_keyframe = true;
        }
    }
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
    if (image_.apply_whole(*whole) || is_later) {
        begin_anew();
        ambiguous_ = newest_.sequence;
        serve_all();
    }
}

void RaceChannel::take(const RaceSnapshot& snapshot) {
    if (snapshot_ && snapshot.version.store != snapshot_->version.store) {
        outdate();
    }
    snapshot_ = Loaded{snapshot.version, snapshot.starts_at, snapshot.rehearsal};
    behind_ = 0;
    if (image_.apply(snapshot)) {
        begin_anew();
        ambiguous_ = newest_.sequence;
    }
    keyframe_.reset();
    serve_all();
}

/// What the ring holds no longer leads to what the image is: everybody gets a keyframe.
void RaceChannel::begin_anew() {
    ring_.clear();
    keyframe_.reset();
    keyframe_to_all_ = clocks_.steady();
    for (Client& client : clients_) {
        client.needs_keyframe = true;
    }
}

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

void RaceChannel::join(std::shared_ptr<service::Watcher> socket, std::optional<FrameId> has) {
    Client client{std::move(socket)};
    const bool is_sure = has && has->epoch == newest_.epoch && has->sequence > ambiguous_;
    const bool is_newest = is_sure && has->sequence == newest_.sequence;
    const bool can_follow =
        is_sure && has->sequence < newest_.sequence && ring_.find(has->sequence + 1);
    if (is_newest || can_follow) {
        client.has = has->sequence;
        client.needs_keyframe = false;
        counts_.resumed.add();
    }
    clients_.push_back(std::move(client));
    serve(clients_.back());
}

void RaceChannel::socket_is_idle(service::Watcher& socket) {
    const auto found = std::ranges::find(clients_, &socket,
                                         [](const Client& client) { return client.socket.get(); });
    if (found != clients_.end()) {
        serve(*found);
    }
}

void RaceChannel::leave(service::Watcher& socket) {
    std::erase_if(clients_, [&](const Client& client) { return client.socket.get() == &socket; });
}

void RaceChannel::close_all(unsigned short code) {
    for (Client& client : clients_) {
        client.socket->close(code);
    }
}

void RaceChannel::serve_all() {
    for (Client& client : clients_) {
        serve(client);
    }
}

bool RaceChannel::lacks_nothing(const Client& client) const {
    return !client.needs_keyframe && client.has == newest_.sequence;
}

void RaceChannel::serve(Client& client) {
    while (is_loaded() && client.socket->idle() && !lacks_nothing(client)) {
        send_next(client);
    }
}

void RaceChannel::send_next(Client& client) {
    if (!client.needs_keyframe) {
        if (const auto frame = ring_.find(client.has + 1)) {
            client.socket->send(frame);
            ++client.has;
            counts_.deltas.add();
            return;
        }
        counts_.conflated.add();
    }
    client.socket->send(keyframe());
    client.has = newest_.sequence;
    client.needs_keyframe = false;
    counts_.keyframes.add();
}

service::SharedText RaceChannel::keyframe() {
    const auto now = clocks_.steady();
    if (!keyframe_ || now - keyframe_written_ > keyframe_stays_fresh) {
        const auto entries = image_.entries();
        const auto passages = image_.passages();
        const auto forecasts = image_.forecasts();
        const auto grades = image_.grades();
        keyframe_written_ = now;
        keyframe_ = framed({.type = MessageType::keyframe,
                            .id = newest_,
                            .race_time = race_time(),
                            .state = image_.state(snapshot_->starts_at, race_time()),
                            .entries = entries,
                            .passages = passages,
                            .forecasts = forecasts,
                            .grades = grades});
    }
    return keyframe_;
}

UtcTime RaceChannel::race_time() const {
    return plan::race_time(snapshot_->rehearsal, clocks_.wall());
}

} // namespace lanterne::web
