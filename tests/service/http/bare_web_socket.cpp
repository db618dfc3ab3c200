#include "tests/service/http/bare_web_socket.hpp"

#include <cstdlib>

namespace lanterne::service {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr unsigned text_code = 1;
constexpr unsigned close_frame_code = 8;
constexpr unsigned ping_code = 9;
constexpr unsigned pong_code = 10;

unsigned byte_at(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

milliseconds left_until(steady_clock::time_point deadline) {
    return std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
}

} // namespace

BareWebSocket::BareWebSocket(std::uint16_t port, std::string_view target, std::string_view fields,
                             support::ReceiveBuffer buffer)
    : socket_{port, buffer} {
    std::string request{"GET "};
    request.append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:").append(std::to_string(port));
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    request.append(fields).append("\r\n");
    socket_.send(request);
    if (socket_.read_until("\r\n\r\n")) {
        answer_ = socket_.take(socket_.received().find("\r\n\r\n") + 4);
        status_ = std::atoi(answer_.substr(9, 3).c_str());
    }
}

std::optional<std::string> BareWebSocket::read(milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    while (const auto frame = read_frame(deadline)) {
        if (frame->code == text_code) {
            return frame->content;
        }
        if (frame->code == ping_code) {
            send_frame(pong_code, frame->content);
        }
        if (frame->code == close_frame_code) {
            close_code_ = frame->content.size() < 2
                              ? 1005
                              : byte_at(frame->content, 0) * 256 + byte_at(frame->content, 1);
            send_frame(close_frame_code, frame->content);
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<BareWebSocket::Frame> BareWebSocket::read_frame(steady_clock::time_point deadline) {
    if (!socket_.read_bytes(2, left_until(deadline))) {
        return std::nullopt;
    }
    std::size_t length = byte_at(socket_.received(), 1) & 0x7FU;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (!socket_.read_bytes(2 + more, left_until(deadline))) {
        return std::nullopt;
    }
    if (more > 0) {
        length = 0;
        for (std::size_t at = 2; at < 2 + more; ++at) {
            length = length * 256 + byte_at(socket_.received(), at);
        }
    }
    if (!socket_.read_bytes(2 + more + length, left_until(deadline))) {
        return std::nullopt;
    }
    const unsigned code = byte_at(socket_.received(), 0) & 0x0FU;
    socket_.take(2 + more);
    return Frame{code, socket_.take(length)};
}

bool BareWebSocket::send_text(std::string_view text) { return send_frame(text_code, text); }

bool BareWebSocket::send_frame(unsigned code, std::string_view content) {
    std::string frame;
    frame += static_cast<char>(0x80U | code);
    if (content.size() < 126) {
        frame += static_cast<char>(0x80U | content.size());
    } else {
        frame += static_cast<char>(0x80U | 126U);
        frame += static_cast<char>(content.size() / 256);
        frame += static_cast<char>(content.size() % 256);
    }
    frame.append(4, '\0'); // a mask of zeros changes nothing
    frame += content;
    return socket_.send(frame);
}

} // namespace lanterne::service
