#include "web-api/live/part_collector.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lanterne::web {

namespace {

template<class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

std::optional<wire::LiveFrame> PartCollector::add(wire::LiveFrame part) {
    const bool continues = begun_ && part.part == next_ && part.epoch == begun_->epoch &&
                           part.frame == begun_->frame && part.parts == begun_->parts;
    if (!continues && begun_) {
        ++incomplete_;
        begun_.reset();
    }
    if (!continues && part.part != 0) {
        ++incomplete_; // its beginning never came
        return std::nullopt;
    }
    if (continues) {
        append(begun_->entries, part.entries);
        append(begun_->passages, part.passages);
        append(begun_->forecasts, part.forecasts);
        append(begun_->grades, part.grades);
        append(begun_->events, part.events);
    } else {
        begun_ = std::move(part);
        next_ = 0;
    }
    ++next_;
    return next_ == begun_->parts ? std::exchange(begun_, std::nullopt) : std::nullopt;
}

} // namespace lanterne::web
