#include "web-api/races/race_library.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/exchange/race_folder.hpp"
#include "web-api/races/race_json.hpp"

namespace lanterne::web {

namespace {

plan::RacePlan read_plan(database::Connection& connection, const Slug& slug) {
    const auto files = export_race(connection, slug);
    if (!files) {
        throw std::runtime_error{"race " + slug.text() + " was just removed"};
    }
    auto plan = exchange::read_race_folder(*files);
    if (!plan) {
        throw std::runtime_error{"race " + slug.text() + ", as stored, cannot be read: " +
                                 exchange::to_text(plan.error().front())};
    }
    return std::move(*plan);
}

} // namespace

std::optional<CurrentRace> RaceLibrary::find(database::Connection& connection,
                                             std::string_view slug) {
    const auto name = Slug::from(slug);
    auto row = name ? find_race(connection, slug) : std::nullopt;
    if (!row) {
        return std::nullopt;
    }
    if (auto known = kept(row->race_id, row->revision)) {
        return CurrentRace{std::move(*row), std::move(known)};
    }
    plan::RacePlan plan = read_plan(connection, *name);
    std::string head = race_json_head(plan, row->revision);
    auto planned = std::make_shared<const PlannedRace>(
        PlannedRace{row->race_id, row->revision, std::move(plan), std::move(head)});
    keep(planned);
    return CurrentRace{std::move(*row), std::move(planned)};
}

std::shared_ptr<const PlannedRace> RaceLibrary::kept(std::int32_t race_id, std::int64_t revision) {
    const std::lock_guard lock{mutex_};
    const auto found = std::ranges::find_if(kept_, [&](const auto& planned) {
        return planned->race_id == race_id && planned->revision == revision;
    });
    if (found == kept_.end()) {
        return nullptr;
    }
    std::rotate(found, found + 1, kept_.end());
    return kept_.back();
}

void RaceLibrary::keep(std::shared_ptr<const PlannedRace> planned) {
    const std::lock_guard lock{mutex_};
    std::erase_if(kept_, [&](const auto& other) { return other->race_id == planned->race_id; });
    if (kept_.size() == max_kept) {
        kept_.erase(kept_.begin());
    }
    kept_.push_back(std::move(planned));
}

} // namespace lanterne::web
