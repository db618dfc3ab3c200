#include "tests/fuzz/sockets/heard.hpp"

#include <algorithm>
#include <vector>

#include "service/client_frames.hpp"

namespace lanterne::fuzz {

namespace {

using service::ClientFrame;
using service::ClientFrames;
using service::Opcode;

constexpr std::size_t message_bytes = 1'024;

struct Understood {
    std::vector<std::string> frames;
    std::string fault;
    std::string broken_rule;

    bool operator==(const Understood&) const = default;
};

bool is_control(Opcode opcode) { return static_cast<unsigned>(opcode) >= 8; }

/// A rule that the frame breaks although it was understood.
std::string broken_rule(const ClientFrame& frame) {
    if (!is_control(frame.opcode) && !frame.content.empty()) {
        return "content of a message is kept";
    }
    if (frame.content.size() > service::max_control_bytes) {
        return "a control frame is too long";
    }
    return {};
}

Understood understand(std::string_view input, std::size_t step, bool takes_deflated) {
    ClientFrames frames{{.message_bytes = message_bytes, .takes_deflated = takes_deflated}};
    Understood understood;
    for (std::size_t at = 0; at < input.size(); at += step) {
        std::string_view piece = input.substr(at, step);
        while (!piece.empty()) {
            const std::size_t before = piece.size();
            const auto frame = frames.take(piece);
            if (!frame) {
                understood.fault = frame.error().reason;
                return understood;
            }
            if (*frame) {
                understood.broken_rule += broken_rule(**frame);
                understood.frames.push_back(
                    std::to_string(static_cast<unsigned>((*frame)->opcode)) + (*frame)->content);
            }
            if (piece.size() == before) {
                understood.broken_rule += "nothing is taken";
                return understood;
            }
        }
    }
    return understood;
}

} // namespace

std::string fault_of_client(std::string_view input) {
    for (const bool takes_deflated : {false, true}) {
        const Understood whole =
            understand(input, std::max<std::size_t>(input.size(), 1), takes_deflated);
        if (!whole.broken_rule.empty()) {
            return whole.broken_rule;
        }
        for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{16}}) {
            if (understand(input, step, takes_deflated) != whole) {
                return "understood otherwise in pieces of " + std::to_string(step);
            }
        }
    }
    return {};
}

} // namespace lanterne::fuzz
