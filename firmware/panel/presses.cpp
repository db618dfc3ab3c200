#include "firmware/panel/presses.hpp"

#include <algorithm>

namespace lanterne::firmware {

std::optional<Press> Presses::take(const hal::ButtonEdge& edge) {
    const Instant at = std::max(edge.at, contact_since_);
    const auto press = pass(at);
    if (edge.pressed != contact_) {
        contact_ = edge.pressed;
        contact_since_ = at;
    }
    return press;
}

/// At most one press: what follows a release needs an edge to begin with.
std::optional<Press> Presses::pass(Instant now) {
    const bool settled = now - contact_since_ >= debounce;
    if (settled && down_ && !contact_) {
        down_ = false;
        if (!sustained_said_) {
            return Press{.kind = Press::Kind::brief, .at = down_since_};
        }
    }
    if (settled && !down_ && contact_) {
        down_ = true;
        down_since_ = contact_since_;
        sustained_said_ = false;
    }
    // While the contact is open it may be the release: not before that has settled.
    if (down_ && contact_ && !sustained_said_ && now - down_since_ >= sustained_after) {
        sustained_said_ = true;
        return Press{.kind = Press::Kind::sustained, .at = down_since_};
    }
    return std::nullopt;
}

std::vector<Press> Presses::poll(hal::Button& button, Instant now) {
    std::vector<Press> presses;
    const auto add = [&](const std::optional<Press>& press) {
        if (press) {
            presses.push_back(*press);
        }
    };
    for (int taken = 0; taken < max_edges_a_poll; ++taken) {
        const auto edge = button.next_edge();
        if (!edge) {
            add(pass(now));
            break;
        }
        add(take(*edge));
    }
    return presses;
}

} // namespace lanterne::firmware
