#include "service/watch_protocol.hpp"

#include "service/client_frames.hpp"
#include "service/event_stream.hpp"
#include "service/websocket_frame.hpp"

namespace lanterne::service {

namespace {

class WebSocketProtocol : public WatchProtocol {
public:
    WebSocketProtocol(const WebSocketAgreement& agreement, std::size_t message_bytes)
        : sub_protocol_{agreement.sub_protocol}, takes_deflated_{agreement.takes_deflated},
          frames_{{.message_bytes = message_bytes, .takes_deflated = agreement.takes_deflated}} {}

    Heard hear(std::string_view bytes) override {
        Heard heard;
        while (!bytes.empty() && !heard.goodbye) {
            const auto frame = frames_.take(bytes);
            if (!frame) {
                heard.goodbye = frame.error().code;
                heard.fault = frame.error().reason;
            } else if (*frame) {
                take(**frame, heard);
            }
        }
        return heard;
    }

    std::string ping() const override { return websocket_frame(Opcode::ping, {}); }

    bool is_answered() const override { return true; }

    std::string goodbye(unsigned short code) const override { return close_frame(code); }

    bool takes_deflated() const override { return takes_deflated_; }

    std::string_view sub_protocol() const override { return sub_protocol_; }

private:
    static void take(const ClientFrame& frame, Heard& heard) {
        ++heard.frames;
        if (frame.opcode == Opcode::ping) {
            heard.reply = websocket_frame(Opcode::pong, frame.content); // the latest is enough
        } else if (frame.opcode == Opcode::close) {
            heard.goodbye = frame.content.empty()
                                ? close_code::normal
                                : static_cast<unsigned short>(
                                      static_cast<unsigned char>(frame.content[0]) * 256 +
                                      static_cast<unsigned char>(frame.content[1]));
        }
    }

    std::string_view sub_protocol_;
    bool takes_deflated_;
    ClientFrames frames_;
};

class EventStreamProtocol : public WatchProtocol {
public:
    /// Another request behind this one, which never ends: it is not read, but may not cost us.
    Heard hear(std::string_view) override { return {.frames = 1}; }

    std::string ping() const override { return std::string{event_stream_ping}; }

    bool is_answered() const override { return false; }

    std::string goodbye(unsigned short) const override { return {}; }

    bool takes_deflated() const override { return false; }

    std::string_view sub_protocol() const override { return {}; }
};

} // namespace

std::unique_ptr<WatchProtocol> websocket_protocol(const WebSocketAgreement& agreement,
                                                  std::size_t message_bytes) {
    return std::make_unique<WebSocketProtocol>(agreement, message_bytes);
}

std::unique_ptr<WatchProtocol> event_stream_protocol() {
    return std::make_unique<EventStreamProtocol>();
}

} // namespace lanterne::service
