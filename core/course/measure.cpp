#include "core/course/measure.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanterne::course {
namespace {

Metres translated(const std::vector<Mark>& marks, Metres Mark::*from, Metres Mark::*to,
                  Metres value) {
    const auto after = std::upper_bound(marks.begin(), marks.end(), value,
                                        [&](Metres v, const Mark& mark) { return v < mark.*from; });
    if (after == marks.begin()) {
        return value; // without marks, or before the leg
    }
    const Mark& before = *(after - 1);
    const Metres into = value - before.*from;
    if (after == marks.end()) {
        return before.*to + into;
    }
    return before.*to + (*after.*to - before.*to) * (into / (*after.*from - before.*from));
}

} // namespace

Measure::Measure(std::span<const Mark> marks) {
    if (marks.empty()) {
        return;
    }
    marks_.push_back({});
    for (const Mark& mark : marks) {
        // Written so that not-a-number is refused too.
        if (!(mark.drawn > marks_.back().drawn && mark.certified > marks_.back().certified)) {
            throw std::invalid_argument{"the marks of a leg do not ascend"};
        }
        marks_.push_back(mark);
    }
}

Metres Measure::certified(Metres drawn) const {
    return translated(marks_, &Mark::drawn, &Mark::certified, drawn);
}

Metres Measure::drawn(Metres certified) const {
    return translated(marks_, &Mark::certified, &Mark::drawn, certified);
}

} // namespace lanterne::course
