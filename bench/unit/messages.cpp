#include "bench/unit/messages.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "bench/unit/journeys.hpp"
#include "core/course/predictor.hpp"
#include "core/geo/plane.hpp"
#include "firmware/sending/cadence.hpp"

namespace lanterne::bench {
namespace {

using firmware::Cadence;
using firmware::CadenceRules;
using firmware::Profile;

/// Nineteen of twenty seconds the server is to be no farther off the truth.
constexpr double wanted_error_m = 10;
/// How far off a prediction may be before a unit speaks: what was tried.
constexpr int least_bound_dm = 40;
constexpr int most_bound_dm = 140;
constexpr int bound_step_dm = 5;

constexpr double goal = 0.6;

struct Sent {
    std::size_t messages = 0;
    double error_m = 0; ///< 95th percentile over all seconds, against where he really was
};

/// One journey through the real cadence; the server's predictor beside it has the messages alone.
Sent travelled(const Journey& journey, const std::shared_ptr<const course::Course>& course,
               const CadenceRules& rules) {
    Cadence cadence{Profile::race, rules};
    cadence.know(course, course ? 1 : 0);
    std::optional<course::Predictor> server;
    std::vector<Fix> unsent;
    std::vector<double> errors;
    Sent sent;
    for (std::size_t i = 0; i < journey.fixes.size(); ++i) {
        const Fix& fix = journey.fixes[i];
        const Cadence::Instant now{fix.time - earliest_time};
        cadence.journalled(fix);
        unsent.push_back(fix);
        if (cadence.due(now)) {
            server.emplace(unsent, course.get());
            cadence.reported(unsent, now);
            unsent.clear();
            ++sent.messages;
        }
        if (server) { // the first fix is a message
            const Position believed = server->at(fix.time).position;
            errors.push_back(geo::distance(believed, journey.truth[i]).value);
        }
    }
    const auto at = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() * 95 / 100);
    std::ranges::nth_element(errors, at);
    sent.error_m = *at;
    return sent;
}

/// The fewest messages that keep the error, whatever the bound.
std::size_t fewest(const Journey& journey, const std::shared_ptr<const course::Course>& course,
                   CadenceRules rules) {
    std::optional<std::size_t> best;
    rules.accuracies = 0; // what the receiver states is the same for both
    for (int bound = least_bound_dm; bound <= most_bound_dm; bound += bound_step_dm) {
        rules.error_m = bound / 10.0;
        const Sent sent = travelled(journey, course, rules);
        if (sent.error_m <= wanted_error_m) {
            best = std::min(best.value_or(sent.messages), sent.messages);
        }
    }
    if (!best) {
        throw std::runtime_error{"no bound keeps the error"};
    }
    return *best;
}

/// Messages an hour: with straight prediction, and along the course.
struct Rates {
    double straight = 0;
    double along = 0;

    double ratio() const { return along / straight; }
};

Rates rates(const std::vector<Journey>& journeys, const CadenceRules& rules) {
    std::size_t straight = 0;
    std::size_t along = 0;
    std::size_t seconds = 0;
    for (const Journey& journey : journeys) {
        straight += fewest(journey, nullptr, rules);
        along += fewest(journey, journey.course, rules);
        seconds += journey.fixes.size();
    }
    const double hours = static_cast<double>(seconds) / 3600;
    return {static_cast<double>(straight) / hours, static_cast<double>(along) / hours};
}

std::vector<Journey> leg_journeys(const std::string& leg, int athletes) {
    std::vector<Journey> journeys;
    for (int athlete = 1; athlete <= athletes; ++athlete) {
        journeys.push_back(leg_journey(leg, static_cast<std::uint64_t>(athlete)));
    }
    return journeys;
}

/// Journeys of a kind, and what they are for people.
struct Kind {
    std::string what;
    std::vector<Journey> journeys;
};

std::vector<Kind> kinds(const Plan& plan) {
    const int athletes = plan.quick ? 1 : 3;
    std::vector<Kind> kinds{{"bike leg", leg_journeys("bike", athletes)},
                            {"run leg", leg_journeys("run", athletes)}};
    const auto ride = plan.recordings / "gpx/bike-ride-123km.gpx";
    if (std::filesystem::exists(ride)) {
        const std::chrono::hours most{plan.quick ? 1 : 24};
        kinds.push_back({"recorded ride", {ride_journey(ride, most)}});
    }
    return kinds;
}

std::int64_t seconds_of(const CadenceRules& rules) {
    return std::chrono::duration_cast<std::chrono::seconds>(rules.interval).count();
}

} // namespace

std::vector<Row> messages(const Plan& plan) {
    const CadenceRules race = firmware::rules_of(Profile::race);
    CadenceRules patient = race;
    patient.interval *= 2;
    Rates sum; // an hour of each kind
    std::string note =
        fmt::format("an hour, 95 % of seconds within {:.0f} m of the truth, one each "
                    "{} s at least (the ratio with each {} s)",
                    wanted_error_m, seconds_of(race), seconds_of(patient));
    for (const Kind& kind : kinds(plan)) {
        const Rates found = rates(kind.journeys, race);
        sum.straight += found.straight;
        sum.along += found.along;
        note += fmt::format("; {} {:.0f} of {:.0f}: {:.2f} ({:.2f})", kind.what, found.along,
                            found.straight, found.ratio(), rates(kind.journeys, patient).ratio());
    }
    return {{.key = "messages_course_known_ratio",
             .what = "messages with the course known, of those predicted straight",
             .measured = sum.ratio(),
             .unit = "x",
             .goal = goal,
             .nature = Nature::counted,
             .note = note}};
}

} // namespace lanterne::bench
