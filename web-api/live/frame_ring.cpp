#include "web-api/live/frame_ring.hpp"

#include <utility>

namespace lanterne::web {

void FrameRing::push(std::uint64_t sequence, ToldMessage message, Time now) {
    if (sequence != first_ + frames_.size()) {
        clear();
    }
    if (frames_.empty()) {
        first_ = sequence;
    }
    bytes_ += message.size();
    frames_.push_back({std::move(message), now});
    while (frames_.front().since + kept_for < now || (bytes_ > max_bytes && frames_.size() > 1)) {
        drop_oldest();
    }
}

void FrameRing::clear() {
    frames_.clear();
    bytes_ = 0;
}

const ToldMessage* FrameRing::find(std::uint64_t sequence) const {
    if (sequence < first_ || sequence - first_ >= frames_.size()) {
        return nullptr;
    }
    return &frames_[sequence - first_].message;
}

void FrameRing::drop_oldest() {
    bytes_ -= frames_.front().message.size();
    frames_.pop_front();
    ++first_;
}

} // namespace lanterne::web
