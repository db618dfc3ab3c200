#include "core/scoring/results/bunch.hpp"

#include <algorithm>

#include "core/scoring/record/separated.hpp"

namespace lanterne::scoring::results {
namespace {

// A bunch in the making. Only its ends and its smallest errors are kept: whoever is not separated
// from those is separated from nobody in it, and a field of thousands costs no pairs.
class Gathering {
public:
    explicit Gathering(const Timed& first)
        : first_time_{first.time}, first_passed_{first.end->passage.time},
          last_passed_{first_passed_}, variance_{first.variance_ms2},
          passed_variance_{variance_of(first.end)}, needs_judges_{lacks_judge(first)} {}

    bool may_hold(const Timed& next) const {
        const UtcTime passed = next.end->passage.time;
        const Milliseconds apart = std::max(std::chrono::abs(passed - first_passed_),
                                            std::chrono::abs(passed - last_passed_));
        return may_be_chance(next.time - first_time_, variance_ + next.variance_ms2) &&
               may_be_chance(apart, passed_variance_ + variance_of(next.end));
    }

    void add(const Timed& next) {
        first_passed_ = std::min(first_passed_, next.end->passage.time);
        last_passed_ = std::max(last_passed_, next.end->passage.time);
        variance_ = std::min(variance_, next.variance_ms2);
        passed_variance_ = std::min(passed_variance_, variance_of(next.end));
        needs_judges_ = needs_judges_ || lacks_judge(next);
    }

    bool needs_judges() const { return needs_judges_; }

private:
    static bool lacks_judge(const Timed& one) {
        return one.end->place == 0 && is_by_satellites(*one.end);
    }

    Milliseconds first_time_;
    UtcTime first_passed_;
    UtcTime last_passed_;
    double variance_;
    double passed_variance_;
    bool needs_judges_;
};

} // namespace

std::uint32_t judged_place(const JudgedPassage& passage) {
    return passage.place == 0 ? after_all_judged : passage.place;
}

bool is_by_satellites(const JudgedPassage& passage) {
    return passage.passage.source == Source::gps || passage.passage.is_bridged;
}

double variance_of(const JudgedPassage* passage) {
    const double error = passage == nullptr ? 0 : passage->passage.standard_error_ms;
    return error * error;
}

std::vector<Bunch> bunches_of(std::span<const Timed> times) {
    std::vector<Bunch> bunches;
    std::size_t begin = 0;
    while (begin < times.size()) {
        Gathering gathering{times[begin]};
        std::size_t end = begin + 1;
        while (end < times.size() && gathering.may_hold(times[end])) {
            gathering.add(times[end]);
            ++end;
        }
        if (end - begin > 1 && gathering.needs_judges()) {
            bunches.push_back({begin, end});
        }
        begin = end;
    }
    return bunches;
}

} // namespace lanterne::scoring::results
