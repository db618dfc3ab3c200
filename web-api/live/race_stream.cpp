#include "web-api/live/race_stream.hpp"

#include <algorithm>
#include <utility>

#include "web-api/live/live_json.hpp"
#include "web-api/spectator/public_entry.hpp"
#include "web-api/spectator/spectator_frame.hpp"

namespace lanterne::web {

namespace {

/// A keyframe says the race time at which it was written: in a fast rehearsal an older one would
/// set a spectator's clock visibly back.
constexpr std::chrono::milliseconds keyframe_stays_fresh{200};

} // namespace

std::vector<wire::LiveEntry> RaceStream::shown(std::vector<wire::LiveEntry> entries) const {
    for (wire::LiveEntry& entry : entries) {
        entry = public_entry(std::move(entry), starts_);
    }
    return entries;
}

SpectatorSource RaceStream::source(const StreamHead& head, const RaceImage& image) const {
    return {.id = head.id,
            .time = head.time,
            .state = head.state,
            .last_event = head.last_event,
            .entries = shown(image.entries()),
            .forecasts = image.forecasts(),
            .grades = image.grades()};
}

std::optional<std::string> RaceStream::go_on(const StreamHead& head, const RaceImage& image,
                                             const RaceChanges& changes,
                                             const std::vector<wire::LiveEvent>& events,
                                             bool has_json, Time now) {
    const SpectatorSource now_known = source(head, image);
    if (!std::ranges::equal(now_known.entries, view_.bibs, {}, &wire::LiveEntry::bib)) {
        return std::nullopt;
    }
    SpectatorView next = look(now_known, &view_);
    std::string bytes = delta_bytes(view_, next, events);
    ToldMessage message;
    message.tell_binary(bytes);
    if (has_json) {
        const auto entries = shown(changes.entries);
        message.tell_json(head.id, live_json({.type = MessageType::delta,
                                              .id = head.id,
                                              .race_time = head.time,
                                              .state = head.state,
                                              .last_event = head.last_event,
                                              .entries = entries,
                                              .passages = changes.passages,
                                              .forecasts = changes.forecasts,
                                              .grades = changes.grades,
                                              .events = events}));
    }
    view_ = std::move(next);
    ring_.push(head.id.sequence, std::move(message), now);
    keyframe_ = {};
    return bytes;
}

void RaceStream::begin_anew(const StreamHead& head, const RaceImage& image) {
    view_ = look(source(head, image), nullptr);
    ring_.clear();
    keyframe_ = {};
}

service::SharedText RaceStream::keyframe(Form form, bool deflated, const RaceImage& image,
                                         const std::function<StreamHead()>& head, Time now) {
    if (now - keyframe_written_ > keyframe_stays_fresh) {
        keyframe_ = {};
    }
    if (!keyframe_.in(form, deflated)) {
        const StreamHead of_now = head();
        keyframe_written_ = now;
        if (form == Form::binary) {
            SpectatorView view = view_;
            view.time = of_now.time;
            view.state = of_now.state;
            keyframe_.tell_binary(keyframe_bytes(view));
        } else {
            keyframe_.tell_json(of_now.id, json_keyframe(of_now, image));
        }
    }
    return keyframe_.in(form, deflated);
}

std::string RaceStream::json_keyframe(const StreamHead& head, const RaceImage& image) const {
    const auto entries = shown(image.entries());
    const auto passages = image.passages();
    const auto forecasts = image.forecasts();
    const auto grades = image.grades();
    return live_json({.type = MessageType::keyframe,
                      .id = head.id,
                      .race_time = head.time,
                      .state = head.state,
                      .last_event = head.last_event,
                      .entries = entries,
                      .passages = passages,
                      .forecasts = forecasts,
                      .grades = grades,
                      .events = {}});
}

} // namespace lanterne::web
