#include "core/scoring/eta/field.hpp"

#include <algorithm>
#include <cmath>

namespace lanterne::scoring::eta {
namespace {

constexpr int rounds = 4;
constexpr double most_residual = 0.5; // in the logarithm; more is a story of its own
constexpr double cell_shrink = 2; // athletes' worth of belief that a cell is like its neighbours
constexpr double slow_memory = 8; // cells over which the common course of the day is averaged
constexpr double prior_athletes = 3;
constexpr double sd_of_residual = 0.08;
constexpr double field_doubt = 0.5; // athletes' worth of belief in what other legs say of a field
constexpr double fields_alike =
    0.8; // of a field's standing in two sports: fields differ as a whole

double square(double x) { return x * x; }

} // namespace

Field::Field(const Ground& ground) : cells_(ground.cells().size()) { learn(ground, {}); }

void Field::Raced::add(std::size_t leg, course::Sport sport, double ability) {
    if (sport != course::Sport::transition) {
        latest = Done{leg, ability};
        by_sport.at(static_cast<std::size_t>(sport)) = latest;
    }
}

// Who begins a leg first is no sample of the field but its best. What the legs before say of an
// athlete is taken off, so that a leg's mean is that of the whole field.
double Field::expected_more(const Raced& raced, std::size_t leg, course::Sport sport) const {
    if (sport == course::Sport::transition) {
        return 0;
    }
    if (const auto& same = raced.by_sport.at(static_cast<std::size_t>(sport))) {
        return same->ability - legs_[same->leg].ability.mean;
    }
    if (!raced.latest || legs_[raced.latest->leg].spread <= 0) {
        return 0;
    }
    const LegField& there = legs_[raced.latest->leg];
    const double ahead = (raced.latest->ability - there.ability.mean) / std::sqrt(there.spread);
    return alike(ahead) * std::sqrt(legs_[leg].spread);
}

std::vector<Field::Sum> Field::residuals(const Ground& ground, std::span<const Journey> journeys) {
    const std::vector<Cell>& cells = ground.cells();
    std::vector<Sum> sums(cells.size());
    std::vector<Sum> abilities(cells.back().leg + 1);
    for (const Journey& journey : journeys) {
        Raced raced;
        for (std::size_t first = 0, end = 0; first < cells.size(); first = end) {
            const std::size_t leg = cells[first].leg;
            const double prior_sd = prior_of(cells[first].sport).ability_sd;
            double weight = square(sd_of_residual / prior_sd);
            double value = weight * legs_[leg].ability.mean;
            bool is_seen = false;
            for (end = first; end < cells.size() && cells[end].leg == leg; ++end) {
                if (const auto taken = journey.taken(end)) {
                    const double load = cells[end].sensitivity;
                    value += load * (taken->slowness - cells_[end].slowness);
                    weight += square(load);
                    is_seen = true;
                }
            }
            if (!is_seen) {
                continue;
            }
            const double ability = value / weight;
            abilities[leg].value += ability - expected_more(raced, leg, cells[first].sport);
            abilities[leg].raw += ability;
            abilities[leg].square += square(ability);
            ++abilities[leg].athletes;
            raced.add(leg, cells[first].sport, ability);
            for (std::size_t cell = first; cell < end; ++cell) {
                if (const auto taken = journey.taken(cell)) {
                    const double left = taken->slowness - cells[cell].sensitivity * ability;
                    sums[cell].value += std::clamp(left, cells_[cell].slowness - most_residual,
                                                   cells_[cell].slowness + most_residual);
                    sums[cell].stopped += taken->stopped_s;
                    sums[cell].stopped_square += square(taken->stopped_s);
                    ++sums[cell].athletes;
                }
            }
        }
    }
    settle_legs(ground, abilities);
    return sums;
}

// How many standard deviations slower than ordinary the field is, by the legs that it was seen on.
double Field::calibre(const Ground& ground, const std::vector<Sum>& abilities) {
    double sum = 0;
    double weight = 1;
    for (std::size_t i = 0; i < ground.cells().size(); ++i) {
        const Cell& cell = ground.cells()[i];
        const bool is_first = i == 0 || ground.cells()[i - 1].leg != cell.leg;
        const double n = abilities[cell.leg].athletes;
        if (is_first && n > 0 && cell.sport != course::Sport::transition) {
            const double share = n / (n + prior_athletes);
            sum += share * abilities[cell.leg].value / n / prior_of(cell.sport).ability_sd;
            weight += share;
        }
    }
    return sum / weight;
}

void Field::settle_legs(const Ground& ground, const std::vector<Sum>& abilities) {
    const double expected = fields_alike * calibre(ground, abilities);
    for (const Cell& cell : ground.cells()) {
        const Sum& sum = abilities[cell.leg];
        const double n = sum.athletes;
        const double prior = square(prior_of(cell.sport).ability_sd);
        const double believed = cell.sport == course::Sport::transition
                                    ? 0
                                    : expected * prior_of(cell.sport).ability_sd;
        const double mean = (sum.value + field_doubt * believed) / (n + field_doubt);
        const double spread = n > 0 ? std::max(sum.square - square(sum.raw) / n, 0.0) : 0;
        const double variance = (spread + prior_athletes * prior) / (n + prior_athletes);
        legs_[cell.leg] = {.ability = {.mean = mean, .variance = variance + prior / (n + 1)},
                           .spread = variance,
                           .athletes = sum.athletes};
    }
}

void Field::settle(const Ground& ground, const std::vector<Sum>& sums) {
    double slow = 0; // the common course of the day, cell after cell
    double weight = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const Cell& cell = ground.cells()[i];
        if (i > 0 && cell.leg != ground.cells()[i - 1].leg) {
            slow = weight = 0;
        }
        const double n = sums[i].athletes;
        const double unseen = prior_of(cell.sport).unseen_sd;
        double believed = weight > 0 ? slow / (weight + 1) : 0;
        if (cell.lap_before) {
            believed = cells_[*cell.lap_before].slowness;
        }
        const double share = n / (n + cell_shrink);
        const double mean = n > 0 ? sums[i].value / n : 0;
        const double stopped = sums[i].stopped / (n + 1);
        cells_[i] = {
            .slowness = believed + share * (mean - believed),
            .sd = std::sqrt(square(unseen) * (1 - share) + square(sd_of_residual) / (n + 4)),
            .stopped_s = stopped,
            .stopped_variance = std::max(sums[i].stopped_square / (n + 1) - square(stopped), 0.0),
            .athletes = sums[i].athletes};
        const double kept = 1 - 1 / slow_memory;
        slow = kept * slow + share * cells_[i].slowness;
        weight = kept * weight + share;
    }
}

void Field::learn(const Ground& ground, std::span<const Journey> journeys) {
    std::ranges::fill(cells_, Shown{});
    legs_.assign(ground.cells().back().leg + 1, {});
    for (int round = 0; round < rounds; ++round) {
        settle(ground, residuals(ground, journeys));
    }
}

} // namespace lanterne::scoring::eta
