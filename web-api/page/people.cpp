#include "web-api/page/people.hpp"

#include <algorithm>

namespace lanterne::web::page {

Cell People::name(const std::string& bib) const {
    const auto found = by_bib_.find(bib);
    if (found == by_bib_.end()) {
        return {"name", ""};
    }
    const plan::Entry& entry = *found->second;
    std::string small = entry.team;
    for (const plan::Member& member : entry.members) {
        small += (small.empty() ? "" : &member == &entry.members.front() ? ": " : ", ");
        small += member.name;
    }
    return {"name", entry.name, small};
}

std::string People::member(const std::string& bib, const std::string& leg) const {
    const auto found = by_bib_.find(bib);
    if (found == by_bib_.end()) {
        return {};
    }
    const auto& members = found->second->members;
    const auto member = std::ranges::find(members, leg, &plan::Member::leg);
    return member == members.end() ? std::string{} : member->name;
}

} // namespace lanterne::web::page
