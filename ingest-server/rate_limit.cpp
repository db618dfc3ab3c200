#include "ingest-server/rate_limit.hpp"

#include <algorithm>
#include <utility>

namespace lanterne::ingest {

namespace {

double earned(SteadyTime since, SteadyTime now) {
    return RateLimit::messages_a_second * std::chrono::duration<double>{now - since}.count();
}

} // namespace

RateLimit::Verdict RateLimit::judge(const UnitSerial& unit, SteadyTime now) {
    if (allowances_.size() >= max_units && !allowances_.contains(unit)) {
        make_room(now);
    }
    Allowance& allowance = allowances_.try_emplace(unit, Allowance{.at = now}).first->second;
    allowance.messages = std::min(at_once, allowance.messages + earned(allowance.at, now));
    allowance.at = now;
    if (allowance.messages >= 1) {
        allowance.messages -= 1;
        return Verdict::take;
    }
    ++allowance.refused;
    if (allowance.is_shown && now - allowance.shown < shown_each) {
        return Verdict::refuse;
    }
    allowance.shown = now;
    allowance.is_shown = true;
    return Verdict::refuse_and_show;
}

std::size_t RateLimit::take_refused(const UnitSerial& unit) {
    const auto known = allowances_.find(unit);
    return known == allowances_.end() ? 0 : std::exchange(known->second.refused, 0);
}

// Whoever would be given all again anyway is forgotten; when that is nobody, everybody is.
void RateLimit::make_room(SteadyTime now) {
    std::erase_if(allowances_, [&](const auto& one) {
        return one.second.messages + earned(one.second.at, now) >= at_once;
    });
    if (allowances_.size() >= max_units) {
        allowances_.clear();
    }
}

} // namespace lanterne::ingest
