#include "enrolment/try_limit.hpp"

#include <algorithm>

namespace lanterne::enrolment {

void TryLimit::forget_old(SteadyTime now) {
    std::erase_if(names_, [&](const auto& entry) { return now - entry.second.last >= shut_time; });
}

bool TryLimit::is_shut(const std::string& name, SteadyTime now) {
    forget_old(now);
    const auto found = names_.find(name);
    return found != names_.end() && found->second.count >= tries_;
}

bool TryLimit::add(const std::string& name, SteadyTime now) {
    forget_old(now);
    if (!names_.contains(name) && names_.size() >= max_names) {
        names_.erase(std::ranges::min_element(names_, {},
                                              [](const auto& entry) { return entry.second.last; }));
    }
    Tries& tries = names_[name];
    tries.last = now;
    return ++tries.count == tries_;
}

} // namespace lanterne::enrolment
