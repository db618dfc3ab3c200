#include "service/client_frames.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::service {

namespace {

constexpr unsigned last_frame_bit = 0x80;
constexpr unsigned deflated_bit = 0x40;
constexpr unsigned other_reserved_bits = 0x30;
constexpr unsigned mask_bit = 0x80;
constexpr unsigned length_bits = 0x7F;
constexpr std::size_t mask_bytes = 4;

FrameFault broken(std::string_view reason) { return {close_code::protocol_error, reason}; }

bool is_known(Opcode opcode) {
    switch (opcode) {
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong: return true;
    }
    return false;
}

/// RFC 6455 section 7.4, with what IANA registered since.
bool may_be_said(unsigned code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

bool is_close_content(std::string_view content) {
    if (content.empty()) {
        return true;
    }
    return content.size() >= 2 && may_be_said(static_cast<unsigned char>(content[0]) * 256U +
                                              static_cast<unsigned char>(content[1]));
}

} // namespace

Result<std::optional<ClientFrame>, FrameFault> ClientFrames::take(std::string_view& bytes) {
    while (!is_in_frame_) {
        if (bytes.empty()) {
            return std::nullopt;
        }
        head_[has_++] = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        if (has_ < 2 || has_ < head_bytes()) {
            // The first two bytes tell of most faults: a client that breaks them is not waited for.
            const auto fault = has_ == 2 ? begin_frame() : std::nullopt;
            if (fault) {
                return tl::unexpected{*fault};
            }
            continue;
        }
        if (const auto fault = check_length()) {
            return tl::unexpected{*fault};
        }
        is_in_frame_ = true;
        missing_ = length();
        message_bytes_ += is_control() ? 0 : missing_;
    }
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(missing_, bytes.size()));
    if (is_control()) {
        keep(bytes.substr(0, here));
    }
    bytes.remove_prefix(here);
    missing_ -= here;
    if (missing_ > 0) {
        return std::nullopt;
    }
    return end_frame();
}

/// What the first two bytes say.
std::optional<FrameFault> ClientFrames::begin_frame() {
    const unsigned first = head_[0];
    const bool is_last = (first & last_frame_bit) != 0;
    if (!is_known(opcode())) {
        return broken("opcode");
    }
    const bool may_be_deflated =
        settings_.takes_deflated && (opcode() == Opcode::text || opcode() == Opcode::binary);
    if ((first & other_reserved_bits) != 0 || ((first & deflated_bit) != 0 && !may_be_deflated)) {
        return broken("reserved_bits");
    }
    if ((head_[1] & mask_bit) == 0) {
        return broken("mask");
    }
    if (is_control()) {
        const bool fits = (head_[1] & length_bits) <= max_control_bytes;
        return is_last && fits ? std::nullopt : std::optional{broken("control_frame")};
    }
    if (is_in_message_ != (opcode() == Opcode::continuation)) {
        return broken("fragment");
    }
    return std::nullopt;
}

std::size_t ClientFrames::head_bytes() const {
    const unsigned said = head_[1] & length_bits;
    const std::size_t length_bytes = said == 126 ? 2 : said == 127 ? 8 : 0;
    return 2 + length_bytes + mask_bytes;
}

std::uint64_t ClientFrames::length() const {
    const std::size_t end = head_bytes() - mask_bytes;
    if (end == 2) {
        return head_[1] & length_bits;
    }
    std::uint64_t length = 0;
    for (std::size_t at = 2; at < end; ++at) {
        length = length * 256 + head_[at];
    }
    return length;
}

std::optional<FrameFault> ClientFrames::check_length() const {
    const unsigned said = head_[1] & length_bits;
    const bool is_shortest = (said != 126 || length() > 125) && (said != 127 || length() > 0xFFFF);
    if (!is_shortest || (length() >> 63U) != 0) {
        return broken("length");
    }
    if (!is_control() && length() > settings_.message_bytes - message_bytes_) {
        return FrameFault{close_code::message_too_big, "message_bytes"};
    }
    return std::nullopt;
}

void ClientFrames::keep(std::string_view content) {
    const std::size_t mask = head_bytes() - mask_bytes;
    for (const char c : content) {
        const auto masked = static_cast<std::uint8_t>(c);
        content_ += static_cast<char>(masked ^ head_[mask + content_.size() % mask_bytes]);
    }
}

Result<std::optional<ClientFrame>, FrameFault> ClientFrames::end_frame() {
    is_in_frame_ = false;
    has_ = 0;
    if (!is_control()) {
        is_in_message_ = (head_[0] & last_frame_bit) == 0;
        message_bytes_ = is_in_message_ ? message_bytes_ : 0;
        return ClientFrame{opcode(), {}};
    }
    if (opcode() == Opcode::close && !is_close_content(content_)) {
        return tl::unexpected{broken("close_code")};
    }
    return ClientFrame{opcode(), std::exchange(content_, {})};
}

} // namespace lanterne::service
