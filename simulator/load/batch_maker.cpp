#include "simulator/load/batch_maker.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/wire/batch.hpp"
#include "firmware/time/sampler.hpp"
#include "hal/simulated/small_random.hpp"
#include "simulator/athletes/first_gun.hpp"

namespace lanterne::simulator {
namespace {

constexpr std::uint64_t epoch_streams = 9'000'000; // apart from those of athletes and receivers
constexpr FieldSettings nothing_happens{.stops_per_hour = 0, .lost_share = 0, .gives_up_share = 0};

} // namespace

BatchMaker::BatchMaker(const plan::RacePlan& plan, const Settings& settings)
    : settings_{settings}, peloton_{plan, nothing_happens, settings.seed} {
    if (settings.fixes_a_batch == 0 || settings.fixes_a_batch > most_fixes ||
        settings.receipt_each == 0) {
        throw std::invalid_argument{"1 to 60 fixes a batch would be right"};
    }
    std::map<const course::Course*, const Sky*> by_course;
    for (const course::Course* course : plan::courses_of(plan)) {
        by_course[course] = &skies_.emplace_back(*course, std::vector<Stretch>{}, settings.seed);
    }
    for (std::size_t entry = 0; entry < plan.entries.size(); ++entry) {
        const plan::Entry& who = plan.entries[entry];
        if (!who.unit) {
            continue;
        }
        units_.push_back(*who.unit);
        hal::simulated::SmallRandom random{settings.seed, epoch_streams + entry};
        epochs_.push_back(static_cast<Epoch>(random.bits() >> 32));
        wearers_.push_back(
            {.entry = entry,
             .receiver = {*by_course.at(&plan::course_of(plan, who)), {}, settings.seed, entry},
             .fixes = {}});
    }
    if (units_.empty()) {
        throw std::invalid_argument{"nobody in this race wears a unit"};
    }
    while (peloton_.now() < first_gun(plan)) {
        peloton_.step();
    }
}

std::optional<MadeBatch> BatchMaker::next() {
    while (made_.empty() && !peloton_.is_over()) {
        second();
    }
    if (made_.empty()) {
        return std::nullopt;
    }
    MadeBatch batch = std::move(made_.front());
    made_.pop_front();
    return batch;
}

void BatchMaker::second() {
    peloton_.step();
    for (std::size_t unit = 0; unit < wearers_.size(); ++unit) {
        Wearer& wearer = wearers_[unit];
        const auto said =
            wearer.receiver.hear(peloton_.at(wearer.entry, peloton_.now()), peloton_.now());
        if (said.empty()) {
            continue;
        }
        if (const auto fix = firmware::to_fix(said.back())) {
            wearer.fixes.push_back(*fix);
        }
        if (wearer.fixes.size() == settings_.fixes_a_batch) {
            close(unit);
        }
    }
}

void BatchMaker::close(std::size_t unit) {
    Wearer& wearer = wearers_[unit];
    MadeBatch batch{.unit = unit,
                    .first = wearer.next,
                    .fixes = static_cast<std::uint32_t>(wearer.fixes.size()),
                    .receipt_wanted = count_++ % settings_.receipt_each == 0,
                    .payload = {}};
    const wire::Batch message{.epoch = epochs_[unit],
                              .first = wearer.next,
                              .info = {.receipt_wanted = batch.receipt_wanted},
                              .fixes = wearer.fixes};
    batch.payload = wire::encode(message).value(); // fixes of a sampler are within its limits
    wearer.next += wearer.fixes.size();
    wearer.fixes.clear();
    made_.push_back(std::move(batch));
}

} // namespace lanterne::simulator
