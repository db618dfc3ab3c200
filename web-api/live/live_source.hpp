#pragma once

#include "web-api/live/told_message.hpp"

namespace lanterne::web {

/// What there is to be told to those who watch a race.
class LiveSource {
public:
    virtual ~LiveSource() = default;

    virtual FrameId newest() const = 0;
    /// The message of that number of the present epoch, or null when there is none any more, or
    /// not in that form.
    virtual service::SharedText message(std::uint64_t sequence, Form form, bool deflated) = 0;
    /// All of the race, as of the newest message.
    virtual service::SharedText keyframe(Form form, bool deflated) = 0;
};

} // namespace lanterne::web
