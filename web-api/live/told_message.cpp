#include "web-api/live/told_message.hpp"

#include <utility>

#include "service/event_stream.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::web {

using service::Opcode;
using service::SharedText;

namespace {

SharedText shared(std::string text) {
    return text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text));
}

std::size_t size_of(const SharedText& text) { return text ? text->size() : 0; }

} // namespace

void ToldMessage::tell_binary(std::string_view bytes) {
    binary_ = shared(service::websocket_frame(Opcode::binary, bytes));
    binary_deflated_ = shared(service::deflated_websocket_frame(Opcode::binary, bytes));
}

void ToldMessage::tell_json(FrameId id, const std::string& json) {
    json_ = shared(service::websocket_frame(Opcode::text, json));
    json_deflated_ = shared(service::deflated_websocket_frame(Opcode::text, json));
    event_ = shared(service::event_stream_text(id_text(id), json));
}

const SharedText& ToldMessage::in(Form form, bool deflated) const {
    switch (form) {
    case Form::binary: return deflated && binary_deflated_ ? binary_deflated_ : binary_;
    case Form::json: return deflated && json_deflated_ ? json_deflated_ : json_;
    case Form::events: break;
    }
    return event_;
}

std::size_t ToldMessage::size() const {
    return size_of(binary_) + size_of(binary_deflated_) + size_of(json_) + size_of(json_deflated_) +
           size_of(event_);
}

} // namespace lanterne::web
