#include "web-api/rest/race_editions.hpp"

#include <span>

namespace lanterne::web {

std::map<std::string, std::string> read_editions(database::Connection& connection,
                                                 const std::vector<std::string>& slugs) {
    const database::Rows rows = connection.execute(
        R"(SELECT r.slug,
                  concat_ws('/', (SELECT store FROM race.store), r.race_id, r.revision,
                            coalesce(s.version, 0), coalesce(s.digest, ''),
                            coalesce((SELECT max(k.version) FROM race.ranking k
                                       WHERE k.race_id = r.race_id), 0),
                            coalesce((SELECT max(p.revision) FROM race.publication p
                                       WHERE p.race_id = r.race_id), 0))
             FROM plan.race r LEFT JOIN race.race_state s USING (race_id)
            WHERE r.slug = ANY ($1::text[]))",
        database::Parameters{}.add_array(std::span<const std::string>{slugs}));
    std::map<std::string, std::string> editions;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        editions.emplace(rows.get<std::string>(row, 0), rows.get<std::string>(row, 1));
    }
    return editions;
}

std::optional<std::string> RaceEditions::asked(const std::string& slug, Time now) {
    const auto found = races_.find(slug);
    if (found == races_.end()) {
        return std::nullopt;
    }
    Race& race = found->second;
    race.asked_at = now;
    const bool is_trusted = race.edition && now - race.seen_at < trusted_for;
    return is_trusted ? race.edition : std::nullopt;
}

void RaceEditions::follow(const std::string& slug, Time now) {
    if (races_.size() < max_races) {
        races_.try_emplace(slug, Race{now, now, std::nullopt});
    }
}

std::vector<std::string> RaceEditions::wanted(Time now) {
    std::erase_if(races_, [&](const auto& race) { return now - race.second.asked_at > asked_for; });
    std::vector<std::string> slugs;
    for (const auto& [slug, race] : races_) {
        slugs.push_back(slug);
    }
    return slugs;
}

void RaceEditions::saw(const std::map<std::string, std::string>& editions, Time looked_at) {
    for (auto& [slug, race] : races_) {
        const auto found = editions.find(slug);
        race.edition = found == editions.end() ? std::nullopt : std::optional{found->second};
        race.seen_at = looked_at;
    }
}

} // namespace lanterne::web
