#include "simulator/day/race_day.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "simulator/athletes/first_gun.hpp"
#include "simulator/athletes/peloton.hpp"
#include "simulator/day/coverage.hpp"
#include "simulator/day/day_truth.hpp"
#include "simulator/day/tallies.hpp"
#include "simulator/receivers/receiver_model.hpp"

namespace lanterne::simulator {
namespace {

constexpr Milliseconds second_long{1000};
constexpr std::size_t long_way_s = 120; // without units: worth to be said
constexpr std::size_t steps_a_report = 16;

UtcTime whole_second(UtcTime time) { return std::chrono::floor<std::chrono::seconds>(time); }

std::optional<Flaw> flaw_of(MishapKind kind) {
    switch (kind) {
    case MishapKind::garbles: return Flaw::garbles;
    case MishapKind::repeats: return Flaw::repeats;
    case MishapKind::dawdles: return Flaw::dawdles;
    default: return std::nullopt;
    }
}

std::optional<Order> order_of(const MishapEvent& event) {
    using Kind = Order::Kind;
    switch (event.kind) {
    case MishapKind::stands:
        return Order{.kind = Kind::stand,
                     .amount = std::chrono::duration<double>(event.lasts).count()};
    case MishapKind::gets_lost: return Order{.kind = Kind::get_lost, .amount = event.amount};
    case MishapKind::gives_up: return Order{.kind = Kind::give_up};
    case MishapKind::taken_in: return Order{.kind = Kind::take_in};
    default: return std::nullopt;
    }
}

/// A variant may lack a leg.
std::vector<Stretch> stretches_on(const course::Course& course, const Scenario& scenario) {
    std::vector<Stretch> there;
    std::ranges::copy_if(
        scenario.surroundings, std::back_inserter(there), [&](const Stretch& stretch) {
            return std::ranges::count(course.legs(), stretch.leg, &course::Leg::id);
        });
    return there;
}

} // namespace

/// What the units hear and see of the world.
struct RaceDay::Ears {
    Ears(const Scenario& scenario, const plan::RacePlan& plan)
        : peloton{plan, scenario.field, scenario.seed} {
        for (const course::Course* course : plan::courses_of(plan)) {
            skies.emplace(course, Sky{*course, stretches_on(*course, scenario), scenario.seed});
            coverages.emplace(course, Coverage{*course, scenario.holes});
        }
    }

    struct OfUnit {
        const Coverage* coverage;
        ReceiverModel receiver;
        int without_network = 0; ///< mishaps that say so
        int without_fix = 0;
        int without_broker = 0;
    };

    Peloton peloton;
    std::map<const course::Course*, Sky> skies;
    std::map<const course::Course*, Coverage> coverages;
    std::vector<OfUnit> units;
    std::vector<hal::GnssReading> readings; ///< kept for its memory
    Elsewhere elsewhere;
    std::vector<std::size_t> entries_elsewhere;
    std::vector<ReceiverModel> receivers_elsewhere;
};

RaceDay::RaceDay(const Scenario& scenario, const plan::RacePlan& plan, const DaySettings& settings)
    : scenario_{scenario}, plan_{plan}, connections_{settings.broker},
      cards_{std::make_unique<hal::simulated::Shelf>(settings.cards_folder)},
      ears_{std::make_unique<Ears>(scenario, plan)},
      begin_{std::max(ears_->peloton.begin(), whole_second(settings.not_before) + second_long)},
      clock_{begin_, settings.clock.rate}, desk_{scenario, plan, first_gun(plan)},
      along_m_(plan.entries.size()) {
    for (std::size_t entry = 0; entry < plan.entries.size(); ++entry) {
        states_.push_back(ears_->peloton.at(entry, ears_->peloton.now()));
    }
    if (!settings.truth_folder.empty()) {
        truth_ = std::make_unique<DayTruth>(settings.truth_folder,
                                            TruthRun{.slug = plan.slug.text(),
                                                     .scenario = scenario.title,
                                                     .seed = scenario.seed,
                                                     .program = settings.program,
                                                     .begin = ears_->peloton.begin(),
                                                     .clock = settings.clock},
                                            plan, ears_->peloton);
    }
    hand_out_units(settings);
    fleet_ = std::make_unique<Fleet>(connections_, *cards_, clock_, traits_, scenario.seed, begin_);
}

RaceDay::~RaceDay() = default;

void RaceDay::hand_out_units(const DaySettings& settings) {
    for (std::size_t entry = 0; entry < plan_.entries.size(); ++entry) {
        const plan::Entry& who = plan_.entries[entry];
        const course::Course* course = &plan::course_of(plan_, who);
        const ReceiverModel receiver{ears_->skies.at(course), {}, scenario_.seed, entry};
        if (std::ranges::count(settings.elsewhere, who.bib) > 0) {
            ears_->entries_elsewhere.push_back(entry);
            ears_->receivers_elsewhere.push_back(receiver);
        } else if (who.unit) {
            units_by_entry_[entry] = entries_.size();
            entries_.push_back(entry);
            traits_.push_back(drawn_unit(scenario_, settings.model, *who.unit));
            ears_->units.push_back(
                {.coverage = &ears_->coverages.at(course), .receiver = receiver});
        }
    }
}

std::optional<std::size_t> RaceDay::unit_of(std::size_t entry) const {
    const auto found = units_by_entry_.find(entry);
    return found == units_by_entry_.end() ? std::nullopt : std::optional{found->second};
}

void RaceDay::feed(Elsewhere elsewhere) { ears_->elsewhere = std::move(elsewhere); }

bool RaceDay::advance(UtcTime until) { return fleet_->advance(until, *this); }

void RaceDay::poll(std::chrono::milliseconds timeout) {
    connections_.poll(timeout, [this](const auto& message) { fleet_->deliver(message); });
}

bool RaceDay::is_over() const { return over_since_ && now() >= *over_since_ + run_out; }

void RaceDay::flush() { fleet_->flush(now()); }

void RaceDay::finish() {
    if (!truth_) {
        return;
    }
    flush(); // a card knows of receipts what its unit wrote there last: at an orderly end, all
    std::vector<UnitTally> all;
    for (std::size_t unit = 0; unit < fleet_->size(); ++unit) {
        report("reading the cards", unit, fleet_->size());
        const auto of_unit = tallies(fleet_->unit(unit).card(), fleet_->unit(unit).serial());
        all.insert(all.end(), of_unit.begin(), of_unit.end());
    }
    truth_->finish(all);
    report("reading the cards", fleet_->size(), fleet_->size());
}

void RaceDay::report(std::string_view what, std::size_t done, std::size_t of) const {
    if (listener_.progress) {
        listener_.progress(what, done, of);
    }
}

void RaceDay::begin_second(UtcTime second) {
    look_at_athletes(second);
    if (!is_over()) {
        for (const MishapEvent& event : desk_.pass(second, along_m_)) {
            befall(event);
        }
    }
    for (const Mishap& mishap : std::exchange(by_hand_, {})) {
        for (const MishapEvent& event : desk_.inject(mishap, second)) {
            befall(event);
        }
    }
    say_elsewhere(second);
}

/// Also the seconds before the units begin, so that the truth is whole.
void RaceDay::look_at_athletes(UtcTime second) {
    Peloton& peloton = ears_->peloton;
    bool is_first = states_told_ == 0;
    const auto way = static_cast<std::size_t>(
        std::max((second - peloton.now()).count(), std::int64_t{0}) / 1000);
    std::size_t steps = 0;
    while (peloton.now() < second || is_first) {
        if (!is_first) {
            peloton.step();
            ++steps;
        }
        if (way > long_way_s && (steps == way || steps % steps_a_report == 0)) {
            report("the race so far", steps, way);
        }
        is_first = false;
        ++states_told_;
        for (std::size_t entry = 0; entry < states_.size(); ++entry) {
            states_[entry] = peloton.at(entry, peloton.now());
            along_m_[entry] = states_[entry].along.value;
        }
        if (truth_ && !is_over()) {
            truth_->second(states_);
        }
    }
    if (!over_since_ && peloton.is_over()) {
        over_since_ = second;
    }
}

void RaceDay::say_elsewhere(UtcTime second) {
    if (!ears_->elsewhere || is_over()) {
        return;
    }
    for (std::size_t index = 0; index < ears_->entries_elsewhere.size(); ++index) {
        const std::size_t entry = ears_->entries_elsewhere[index];
        for (const auto& reading : ears_->receivers_elsewhere[index].hear(states_[entry], second)) {
            ears_->elsewhere(entry, reading);
        }
    }
}

/// A receiver's epochs are those of UTC: the unit hears of the last whole second.
std::span<const hal::GnssReading> RaceDay::heard(std::size_t unit, UtcTime now) {
    Ears::OfUnit& ears = ears_->units[unit];
    const UtcTime second = whole_second(now);
    const auto since_begin = (second - begin_).count() / 1000;
    const auto interval = static_cast<std::int64_t>(scenario_.interval_s);
    if (fleet_->unit(unit).has_just_booted()) {
        ears.receiver.restart(second, fleet_->unit(unit).boots() == 1 ? Boot::cold : Boot::warm);
    }
    if (is_over() || since_begin % interval != static_cast<std::int64_t>(unit) % interval) {
        return {};
    }
    const auto said = ears.receiver.hear(states_[entries_[unit]], second);
    ears_->readings.assign(said.begin(), said.end());
    return ears.without_fix == 0 ? std::span<const hal::GnssReading>{ears_->readings}
                                 : std::span<const hal::GnssReading>{};
}

bool RaceDay::is_covered(std::size_t unit, UtcTime /*now*/) {
    const Ears::OfUnit& ears = ears_->units[unit];
    return ears.without_network == 0 && ears.coverage->is_covered(along_m_[entries_[unit]]);
}

void RaceDay::befall(const MishapEvent& event) {
    if (truth_) {
        truth_->mishap(event);
    }
    if (listener_.mishap) {
        listener_.mishap(event);
    }
    injected_ += event.begins ? 1 : 0;
    if (const auto order = order_of(event)) {
        if (event.begins) {
            ears_->peloton.order(event.entry, *order);
        }
    } else if (const auto unit = unit_of(event.entry)) {
        befall_link(event, *unit);
        befall_unit(event, fleet_->unit(*unit));
    }
}

void RaceDay::befall_link(const MishapEvent& event, std::size_t unit) {
    Ears::OfUnit& ears = ears_->units[unit];
    AirLink& link = fleet_->unit(unit).link();
    const int one = event.begins ? 1 : -1;
    switch (event.kind) {
    case MishapKind::no_network: ears.without_network += one; break;
    case MishapKind::no_fix: ears.without_fix += one; break;
    case MishapKind::broker_out:
        ears.without_broker += one;
        link.hide_broker(ears.without_broker > 0);
        break;
    case MishapKind::cut: link.cut(); break;
    default: break;
    }
    if (const auto flaw = flaw_of(event.kind)) {
        link.become(event.begins ? *flaw : traits_[unit].flaw);
    }
}

void RaceDay::befall_unit(const MishapEvent& event, SimulatedUnit& unit) {
    const auto milliseconds = [](double seconds) {
        return Milliseconds{std::llround(seconds * 1000)};
    };
    switch (event.kind) {
    case MishapKind::power_cut:
        if (event.begins) {
            unit.cut_power(event.lasts);
        }
        break;
    case MishapKind::battery: unit.drain_to(event.amount / 100); break;
    case MishapKind::card_full: event.begins ? unit.fill_card() : unit.empty_card(); break;
    case MishapKind::card_fails: unit.fail_syncs(static_cast<int>(event.amount)); break;
    case MishapKind::card_slow:
        unit.slow_card(event.begins ? milliseconds(event.amount) : Milliseconds{0});
        break;
    case MishapKind::clock_wrong: unit.set_clock_off(milliseconds(event.amount)); break;
    case MishapKind::sos: unit.call_for_help(); break;
    default: break;
    }
}

} // namespace lanterne::simulator
