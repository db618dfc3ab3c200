#include "simulator/athletes/peloton.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "simulator/athletes/start_grid.hpp"

namespace lanterne::simulator {
namespace {

using course::Sport;

constexpr std::uint64_t own_streams = 0x6f77'6e00'0000'0000; // apart from the start grid's

UtcTime whole_second(UtcTime time) { return std::chrono::floor<std::chrono::seconds>(time); }

bool meets_others(const Racer& racer, Sport sport, const FieldSettings& settings) {
    return racer.doing() == Doing::racing &&
           (sport == Sport::swim || (sport == Sport::bike && settings.drafting));
}

// 0 to about 1 among the entries of a course: what a starter thinks of itself.
double strength_of(const Ability& ability, Sport sport) {
    return sport == Sport::bike ? ability.power_w / 400 : ability.flat_mps / 6;
}

UtcTime first_gun(const plan::RacePlan& plan, const course::Course& course) {
    UtcTime first = latest_time;
    for (const plan::Entry& entry : plan.entries) {
        const auto wave = std::ranges::find(plan.waves, entry.wave, &plan::Wave::id);
        if (&course_of(plan, entry) == &course && wave != plan.waves.end()) {
            first = std::min(first, wave->gun);
        }
    }
    return first;
}

} // namespace

Peloton::Peloton(const plan::RacePlan& plan, const FieldSettings& settings, std::uint64_t seed)
    : settings_{settings} {
    check(settings);
    if (plan.entries.empty()) {
        throw std::invalid_argument{"a race without entries has no athletes"};
    }
    line_up(plan, seed);
    wheels_.resize(racers_.size());
    judged_.resize(racers_.size());
    pulled_.resize(racers_.size());
    const plan::RaceEnd& end = plan.rules.end;
    if (end.by != plan::EndBy::all || end.lapped == plan::Lapped::pulled) {
        for (const Road& road : roads_) {
            endings_.emplace_back(end, road.course(), first_gun(plan, road.course()));
        }
    }
}

void Peloton::line_up(const plan::RacePlan& plan, std::uint64_t seed) {
    std::map<const course::Course*, std::uint32_t> known;
    std::vector<hal::simulated::SmallRandom> streams;
    std::vector<double> strengths;
    for (const plan::Entry& entry : plan.entries) {
        const course::Course& course = course_of(plan, entry);
        const auto [road, is_new] = known.emplace(&course, roads_.size());
        if (is_new) {
            roads_.emplace_back(course);
        }
        streams.emplace_back(seed, own_streams ^ stream_of(entry));
        places_.push_back({road->second, static_cast<std::uint32_t>(abilities_.size())});
        const std::vector<Ability> own = abilities(course, entry, settings_, streams.back());
        strengths.push_back(strength_of(own.front(), course.legs().front().sport));
        abilities_.insert(abilities_.end(), own.begin(), own.end());
    }
    const std::vector<Racer::Start> starts = start_grid(plan, strengths, seed);
    racers_.reserve(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
        racers_.emplace_back(world_of(i), starts[i], streams[i]);
    }
    const auto first = std::ranges::min(starts, {}, &Racer::Start::time).time;
    begin_ =
        whole_second(first) - std::chrono::seconds{static_cast<std::int64_t>(settings_.warm_up_s)};
    now_ = begin_;
}

Racer::World Peloton::world_of(std::size_t entry) const {
    const Road& road = this->road(entry);
    const Ability* own = abilities_.data() + places_[entry].abilities;
    return {.road = &road, .settings = &settings_, .abilities = {own, road.legs().size()}};
}

// As all stand at the begin of the second: nobody's second hangs on who is worked out first.
void Peloton::find_wheels() {
    members_.clear();
    for (std::size_t i = 0; i < racers_.size(); ++i) {
        const Racer& racer = racers_[i];
        const Road::Leg& leg = road(i).legs()[racer.leg()];
        if (meets_others(racer, leg.sport, settings_)) {
            members_.push_back({.number = static_cast<std::uint32_t>(i),
                                .way = places_[i].road << 16 | racer.leg(),
                                .spot_m = std::fmod(racer.along() - leg.begin, leg.lap),
                                .lap_m = leg.goes_round ? leg.lap : 0,
                                .speed_mps = racer.speed_mps()});
        }
    }
    Bunch::find(members_, wheels_);
}

void Peloton::step() {
    std::ranges::fill(wheels_, Wheel{});
    find_wheels();
    now_ += std::chrono::seconds{1};
    for (std::size_t i = 0; i < racers_.size(); ++i) {
        racers_[i].step(now_, world_of(i), wheels_[i]);
    }
    if (!endings_.empty()) {
        wave_out();
    }
}

void Peloton::wave_out() {
    for (std::size_t i = 0; i < racers_.size(); ++i) {
        const std::vector<TruePassage>& passages = racers_[i].passages();
        for (; judged_[i] < passages.size(); ++judged_[i]) {
            endings_[places_[i].road].note(i, passages[judged_[i]]);
        }
    }
    for (RaceEnding& ending : endings_) {
        for (const RaceEnding::Flagged& flagged : ending.settle()) {
            const bool is_out = racers_[flagged.entry].wave_out(flagged.at, road(flagged.entry));
            pulled_[flagged.entry] = is_out && flagged.is_pulled;
        }
    }
}

TrueState Peloton::at(std::size_t entry, UtcTime time) const {
    const UtcTime inside = std::clamp(time, now_ - std::chrono::seconds{1}, now_);
    const double part = 1 - static_cast<double>((now_ - inside).count()) / 1000;
    return racers_[entry].at(part, inside, road(entry));
}

bool Peloton::is_over() const {
    return std::ranges::all_of(racers_, [](const Racer& racer) { return racer.is_at_rest(); });
}

bool Peloton::order(std::size_t entry, const Order& order) {
    return racers_[entry].order(order, world_of(entry));
}

Fate Peloton::fate(std::size_t entry) const {
    const Racer& racer = racers_[entry];
    const auto ending = [&] {
        switch (racer.doing()) {
        case Doing::finished: return pulled_[entry] ? Ending::pulled : Ending::finished;
        case Doing::gave_up: return Ending::gave_up;
        case Doing::in_vehicle: return Ending::taken_in;
        case Doing::waiting:
        case Doing::racing:
        case Doing::standing:
        case Doing::lost: break;
        }
        return Ending::none;
    }();
    return {.ending = ending, .finish = racer.finish(), .leavings = racer.leavings()};
}

} // namespace lanterne::simulator
