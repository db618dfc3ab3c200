#include "bench/live/cut_spectator.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "tests/support/spectator/frame_reader.hpp"
#include "tests/support/tcp_client.hpp"

namespace lanterne::bench {

namespace {

/// What lies whole in the bytes of an undeflated stream, frame by frame (RFC 6455 section 5.2);
/// pings are passed over.
template<class Take>
void for_each_message(std::string_view bytes, Take take) {
    while (bytes.size() >= 2) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
        std::size_t head = 2;
        std::size_t size = byte(1) & 0x7fU;
        if (size == 126) {
            head = 4;
            size = bytes.size() < head ? bytes.size() : byte(2) * 256U + byte(3);
        } else if (size == 127) {
            throw std::runtime_error{"a message of more than 64 KiB"};
        }
        if (bytes.size() < head + size) {
            return;
        }
        if ((byte(0) & 0x0fU) == 2) {
            take(bytes.substr(head, size));
        }
        bytes.remove_prefix(head + size);
    }
}

} // namespace

void CutSpectator::watch(std::size_t bytes) {
    support::TcpClient line{port_};
    const web::FrameId has = reader_.view().id;
    const std::string resume =
        told_.messages > 0 ? fmt::format("?resume={}", web::id_text(has)) : std::string{};
    line.send(fmt::format("GET {}{} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                          target_, resume));
    constexpr std::string_view end_of_head = "\r\n\r\n";
    if (!line.read_until(end_of_head) || !line.received().starts_with("HTTP/1.1 101")) {
        throw std::runtime_error{"no socket: " + line.received().substr(0, 200)};
    }
    line.take(line.received().find(end_of_head) + end_of_head.size());
    line.read_bytes(bytes);
    const std::string got = line.take(std::min(bytes, line.received().size()));
    for_each_message(got, [this](std::string_view message) { take(message); });
}

void CutSpectator::take(std::string_view message) {
    const web::FrameId before = reader_.view().id;
    web::FrameReader head{message};
    const bool is_keyframe = head.byte() == static_cast<unsigned>(web::SpectatorKind::keyframe);
    head.number();
    const std::uint64_t sequence = head.number();
    const bool is_first = told_.messages == 0;
    if (!is_first && sequence <= before.sequence) {
        ++told_.doubled;
        return;
    }
    if (!reader_.read(message)) {
        told_.missed += sequence - before.sequence - 1;
        return;
    }
    told_.keyframes += is_keyframe && !is_first ? 1U : 0U;
    ++told_.messages;
    if (is_first || is_keyframe) { // which says how many events there are, for who wants to ask
        last_event_ = reader_.view().last_event;
    } else {
        count_events();
    }
}

void CutSpectator::count_events() {
    for (const wire::LiveEvent& event : reader_.events()) {
        if (event.number <= last_event_) {
            ++told_.doubled;
        } else {
            told_.missed += event.number - last_event_ - 1;
            last_event_ = event.number;
        }
    }
    told_.missed += reader_.view().last_event - last_event_;
    last_event_ = reader_.view().last_event;
}

} // namespace lanterne::bench
