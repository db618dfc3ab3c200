#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "service/http.hpp"
#include "web-api/spectator/frame_id.hpp"

namespace lanterne::web {

/// What a watcher reads: web-api/spectator/FORMAT.md, JSON over a WebSocket, or JSON as server-sent
/// events.
enum class Form : unsigned char { binary, json, events };

/// One message as it goes on the line, made once for everybody, in the forms that somebody reads.
/// Deflated texts are null where they would not be shorter.
class ToldMessage {
public:
    void tell_binary(std::string_view bytes);
    void tell_json(FrameId id, const std::string& json);

    /// Null when it was not told in that form.
    const service::SharedText& in(Form form, bool deflated) const;

    std::size_t size() const; ///< bytes in memory

private:
    service::SharedText binary_;
    service::SharedText binary_deflated_;
    service::SharedText json_;
    service::SharedText json_deflated_;
    service::SharedText event_;
};

} // namespace lanterne::web
