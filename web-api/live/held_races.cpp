#include "web-api/live/held_races.hpp"

namespace lanterne::web {

HeldRace* HeldRaces::find(const std::string& slug) {
    const auto found = races_.find(slug);
    return found == races_.end() ? nullptr : &found->second;
}

HeldRace* HeldRaces::use(const std::string& slug) {
    HeldRace* race = find(slug);
    if (race == nullptr && races_.size() < max_races) {
        race = &races_.emplace(slug, HeldRace{.channel = RaceChannel{clocks_, counts_}, .used = {}})
                    .first->second;
    }
    if (race != nullptr) {
        race->used = clocks_.steady();
    }
    return race;
}

HeldRace* HeldRaces::use_in_place(const std::string& slug) {
    if (find(slug) == nullptr && races_.size() >= max_races) {
        if (const auto goes = longest_unused(); goes != races_.end()) {
            races_.erase(goes);
        }
    }
    return use(slug);
}

bool HeldRaces::can_use(const std::string& slug) const {
    return races_.contains(slug) || races_.size() < max_races;
}

bool HeldRaces::can_use_in_place(const std::string& slug) const {
    return can_use(slug) || longest_unused() != races_.end();
}

void HeldRaces::let_go(const std::string& slug) { races_.erase(slug); }

std::set<std::string> HeldRaces::slugs() const {
    std::set<std::string> slugs;
    for (const auto& [slug, race] : races_) {
        slugs.insert(slug);
    }
    return slugs;
}

HeldRaces::Races::const_iterator HeldRaces::longest_unused() const {
    auto longest = races_.end();
    for (auto race = races_.begin(); race != races_.end(); ++race) {
        const bool is_longer = longest == races_.end() || race->second.used < longest->second.used;
        if (race->second.channel.clients() == 0 && is_longer) {
            longest = race;
        }
    }
    return longest;
}

} // namespace lanterne::web
