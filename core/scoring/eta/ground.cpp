#include "core/scoring/eta/ground.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"
#include "core/scoring/eta/effort.hpp"

namespace lanterne::scoring::eta {
namespace {

constexpr double node_apart_m = 25;
constexpr double steep = 0.08; // a gradient of that counts as a steep one

} // namespace

Ground::Lap Ground::lap_of(const course::Leg& leg) {
    Lap lap{.begin = leg.begin.value,
            .length = course::lap_length(leg).value,
            .laps = leg.laps,
            .sport = leg.sport};
    const double wanted = std::ceil(lap.length / node_apart_m);
    const auto steps =
        static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(max_nodes_of_lap)));
    lap.step = lap.length / static_cast<double>(steps);
    const double stay =
        leg.sport == course::Sport::transition ? transition_stay_s / static_cast<double>(steps) : 0;
    Totals sum;
    lap.sum.push_back(sum);
    for (std::size_t i = 0; i < steps; ++i) {
        const Metres middle{(static_cast<double>(i) + 0.5) * lap.step};
        const double gradient = leg.elevation ? leg.elevation->gradient_at(middle) : 0;
        const Effort effort = effort_on(leg.sport, gradient);
        sum.seconds += lap.step * effort.seconds_per_metre + stay;
        sum.least += lap.step / effort.top_speed;
        lap.sum.push_back(sum);
        lap.gradients.push_back(gradient);
    }
    return lap;
}

// Pace grows with the time t that was raced, dt = (1 + k t) df, so t + 1 / k grows by exp(k f).
double Ground::tired(const Lap& lap, double fresh) {
    if (lap.tiring <= 0) {
        return fresh;
    }
    const double k = lap.tiring / 3600;
    const double begin = std::min(lap.before.seconds, tires_for_s);
    const double worn = 1 + k * tires_for_s;
    const double until = lanterne::log(worn / (1 + k * begin)) / k;
    const double grown = (begin + 1 / k) * (lanterne::exp(k * std::min(fresh, until)) - 1);
    return grown + worn * std::max(fresh - until, 0.0);
}

Ground::Totals Ground::in_lap(const Lap& lap, double metres) {
    const double node = std::clamp(metres / lap.step, 0.0, static_cast<double>(lap.sum.size() - 1));
    const std::size_t low = std::min(static_cast<std::size_t>(node), lap.sum.size() - 2);
    const double share = node - static_cast<double>(low);
    const Totals& a = lap.sum[low];
    const Totals& b = lap.sum[low + 1];
    return {.seconds = a.seconds + share * (b.seconds - a.seconds),
            .least = a.least + share * (b.least - a.least)};
}

double Ground::place_after(const Lap& lap, double seconds) {
    const auto after = std::ranges::upper_bound(lap.sum, seconds, {}, &Totals::seconds);
    if (after == lap.sum.end()) {
        return lap.length;
    }
    const auto high = static_cast<std::size_t>(after - lap.sum.begin());
    const double low = lap.sum[high - 1].seconds;
    const double share = (seconds - low) / (lap.sum[high].seconds - low);
    return (static_cast<double>(high - 1) + share) * lap.step;
}

const Ground::Lap& Ground::leg_at(double along) const {
    const auto after = std::ranges::upper_bound(legs_, along, {}, &Lap::begin);
    return after == legs_.begin() ? legs_.front() : *(after - 1);
}

Ground::Totals Ground::fresh_to(const Lap& lap, double along) {
    const double in_leg = std::max(along - lap.begin, 0.0);
    const double laps = std::min(std::floor(in_leg / lap.length), lap.laps - 1.0);
    const Totals here = in_lap(lap, in_leg - laps * lap.length);
    return {.seconds = laps * lap.sum.back().seconds + here.seconds,
            .least = laps * lap.sum.back().least + here.least};
}

Ground::Totals Ground::totals_to(double along) const {
    const Lap& lap = leg_at(along);
    const Totals fresh = fresh_to(lap, along);
    return {.seconds = lap.before.seconds + tired(lap, fresh.seconds),
            .least = lap.before.least + fresh.least};
}

double Ground::seconds_to(double along) const { return totals_to(along).seconds; }

double Ground::least_seconds(double from, double to) const {
    return std::max(totals_to(to).least - totals_to(from).least, 0.0);
}

Cell Ground::cell(std::size_t leg, double begin, double end) const {
    const Lap& lap = legs_[leg];
    Cell cell{.begin = begin, .end = end, .leg = leg, .sport = lap.sport};
    cell.seconds = std::max(seconds_to(end) - seconds_to(begin), 1.0);
    const double stays =
        lap.sport == course::Sport::transition ? transition_stay_s * (end - begin) / lap.length : 0;
    const double in_lap = std::fmod(begin - lap.begin + 1e-6, lap.length);
    const auto nodes = static_cast<double>(lap.gradients.size());
    const auto first = static_cast<std::size_t>(std::clamp(in_lap / lap.step, 0.0, nodes - 1));
    const double last_node = std::ceil((in_lap + end - begin) / lap.step - 1e-6);
    const auto last =
        static_cast<std::size_t>(std::clamp(last_node, static_cast<double>(first) + 1, nodes));
    double sensitivity = 0;
    double steepness = 0;
    double weight = 0;
    for (std::size_t i = first; i < last; ++i) {
        const double seconds = lap.sum[i + 1].seconds - lap.sum[i].seconds;
        sensitivity += seconds * effort_on(lap.sport, lap.gradients[i]).sensitivity;
        steepness += seconds * std::clamp(lap.gradients[i] / steep, -1.0, 1.0);
        weight += seconds;
    }
    const double flat = (end - begin) * effort_on(lap.sport, 0).seconds_per_metre + stays;
    const double fresh = fresh_to(lap, end).seconds - fresh_to(lap, begin).seconds;
    cell.flat_seconds = flat * cell.seconds / std::max(fresh, 1.0);
    cell.sensitivity = weight > 0 ? sensitivity / weight : 1;
    cell.steepness = weight > 0 ? steepness / weight : 0;
    return cell;
}

void Ground::cut(std::size_t leg, double cell_seconds) {
    const Lap& lap = legs_[leg];
    const double lap_seconds = lap.sum.back().seconds;
    const auto in_lap =
        static_cast<std::size_t>(std::max(std::floor(lap_seconds / cell_seconds), 1.0));
    const auto laps_of_cell =
        static_cast<std::uint32_t>(std::max(std::ceil(cell_seconds / lap_seconds), 1.0));
    const std::uint32_t stride = in_lap > 1 ? 1 : laps_of_cell;
    const std::size_t first = cells_.size();
    for (std::uint32_t done = 0; done < lap.laps; done += stride) {
        const double lap_begin = lap.begin + done * lap.length;
        const double span = std::min(stride, lap.laps - done) * lap.length;
        double begin = lap_begin;
        for (std::size_t i = 1; i <= in_lap; ++i) {
            const double part = lap_seconds * static_cast<double>(i) / static_cast<double>(in_lap);
            const double end = i == in_lap ? lap_begin + span : lap_begin + place_after(lap, part);
            cells_.push_back(cell(leg, begin, end));
            if (cells_.size() - first > in_lap) {
                cells_.back().lap_before = cells_.size() - 1 - in_lap;
            }
            begin = end;
        }
    }
}

Ground::Ground(const course::Course& course, Tiring tiring) {
    Totals before;
    for (const course::Leg& leg : course.legs()) {
        legs_.push_back(lap_of(leg));
        Lap& lap = legs_.back();
        lap.before = before;
        lap.tiring = tiring == Tiring::ordinary ? tiring_per_hour(leg.sport) : 0;
        before.seconds += tired(lap, leg.laps * lap.sum.back().seconds);
        before.least += leg.laps * lap.sum.back().least;
    }
    const double cell_seconds = std::max(before.seconds / usual_cells, least_cell_s);
    for (std::size_t leg = 0; leg < legs_.size(); ++leg) {
        cut(leg, cell_seconds);
    }
}

std::size_t Ground::cell_at(double along) const {
    const auto after = std::ranges::upper_bound(cells_, along, {}, &Cell::begin);
    return after == cells_.begin() ? 0 : static_cast<std::size_t>(after - cells_.begin()) - 1;
}

} // namespace lanterne::scoring::eta
