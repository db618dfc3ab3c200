#include "core/scoring/reads/witnesses.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace lanterne::scoring {
namespace {

constexpr double near_deviations = 3;
constexpr double inside_deviations = 1.96;

std::int64_t median_of(std::vector<std::int64_t> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

std::int64_t difference(const PlacedRead& read) {
    return (read.witness.observation.time - read.by_fixes->time).count();
}

double deviation(const Observation& a, const Observation& b) {
    const double one = a.standard_error_ms;
    const double other = b.standard_error_ms;
    return std::sqrt(one * one + other * other);
}

ClockCheck check(const std::string& clock, const std::vector<std::int64_t>& differences) {
    const std::int64_t median = median_of(differences);
    std::vector<std::int64_t> distances;
    for (const std::int64_t one : differences) {
        distances.push_back(std::abs(one - median));
    }
    const std::int64_t spread = median_of(std::move(distances));
    const std::int64_t wrong_by = std::abs(median);
    return {.clock = clock,
            .reads = differences.size(),
            .median = Milliseconds{median},
            .spread = Milliseconds{spread},
            .is_wrong = differences.size() >= clock_reads && wrong_by > clock_wrong_by.count() &&
                        wrong_by > clock_spreads * spread};
}

// A passage that a loose read may mean.
struct Candidate {
    const plan::Entry* entry = nullptr;
    const Witness* seen = nullptr;
};

std::vector<Candidate> candidates_of(const TimedRead& read, const std::vector<SeenEntry>& entries) {
    std::vector<Candidate> those;
    for (const SeenEntry& one : entries) {
        for (const Witness& seen : one.seen) {
            const course::TimingPoint& point = one.course->points()[seen.point];
            const auto apart =
                static_cast<double>(std::abs((read.time - seen.observation.time).count()));
            if (point.id == read.point && (!read.lap || *read.lap == point.lap) &&
                apart <= near_deviations * deviation(observation_of(read), seen.observation)) {
                those.push_back({one.entry, &seen});
            }
        }
    }
    return those;
}

} // namespace

bool Witnesses::place(const EntryInputs& inputs) {
    const auto reads = reads_.by_bib.find(inputs.entry.bib);
    if (reads == reads_.by_bib.end()) {
        return false;
    }
    std::vector<PlacedRead> placed = place_reads(inputs, reads->second);
    std::vector<PlacedRead>& known = placed_[inputs.entry.bib];
    if (known == placed) {
        return false;
    }
    known = std::move(placed);
    return true;
}

std::vector<Bib> Witnesses::place_loose(const std::vector<SeenEntry>& entries) {
    std::vector<std::pair<const TimedRead*, Candidate>> single;
    unplaced_.clear();
    for (const TimedRead& read : reads_.loose) {
        const std::vector<Candidate> those = candidates_of(read, entries);
        if (those.size() == 1) {
            single.emplace_back(&read, those.front());
        } else {
            unplaced_.push_back(read);
        }
    }
    std::map<Bib, std::vector<Witness>> given;
    for (const auto& [read, candidate] : single) {
        const auto means_the_same = [&, r = read, c = candidate](const auto& other) {
            return other.first->clock == r->clock && other.second.seen == c.seen;
        };
        if (std::ranges::count_if(single, means_the_same) != 1) {
            unplaced_.push_back(*read);
            continue;
        }
        given[candidate.entry->bib].push_back(
            {.point = candidate.seen->point, .observation = observation_of(*read)});
    }
    std::set<Bib> changed;
    for (const auto& [bib, witnesses] : given) {
        const auto before = given_.find(bib);
        if (before == given_.end() || before->second != witnesses) {
            changed.insert(bib);
        }
    }
    for (const auto& [bib, witnesses] : given_) {
        if (!given.contains(bib)) {
            changed.insert(bib);
        }
    }
    given_ = std::move(given);
    return {changed.begin(), changed.end()};
}

std::vector<Bib> Witnesses::check_clocks() {
    std::map<std::string, std::vector<std::int64_t>> differences;
    for (const auto& [bib, reads] : placed_) {
        for (const PlacedRead& read : reads) {
            if (read.by_fixes) {
                differences[read.witness.observation.clock].push_back(difference(read));
            }
        }
    }
    std::vector<ClockCheck> clocks;
    std::set<std::string> flipped;
    for (const auto& [clock, those] : differences) {
        clocks.push_back(check(clock, those));
        if (clocks.back().is_wrong != is_wrong(clock)) {
            flipped.insert(clock);
        }
    }
    for (const ClockCheck& before : clocks_) {
        if (before.is_wrong && !differences.contains(before.clock)) {
            flipped.insert(before.clock);
        }
    }
    clocks_ = std::move(clocks);
    const auto is_of_those = [&](const Witness& witness) {
        return flipped.contains(witness.observation.clock);
    };
    std::set<Bib> changed;
    for (const auto& [bib, reads] : placed_) {
        if (std::ranges::any_of(reads, is_of_those, &PlacedRead::witness)) {
            changed.insert(bib);
        }
    }
    for (const auto& [bib, witnesses] : given_) {
        if (std::ranges::any_of(witnesses, is_of_those)) {
            changed.insert(bib);
        }
    }
    return {changed.begin(), changed.end()};
}

bool Witnesses::is_wrong(const std::string& clock) const {
    const auto found = std::ranges::find(clocks_, clock, &ClockCheck::clock);
    return found != clocks_.end() && found->is_wrong;
}

std::vector<Witness> Witnesses::of(const Bib& bib) const {
    std::vector<Witness> all;
    if (const auto placed = placed_.find(bib); placed != placed_.end()) {
        for (const PlacedRead& read : placed->second) {
            if (!read.is_astray && !is_wrong(read.witness.observation.clock)) {
                all.push_back(read.witness);
            }
        }
    }
    if (const auto given = given_.find(bib); given != given_.end()) {
        for (const Witness& witness : given->second) {
            if (!is_wrong(witness.observation.clock)) {
                all.push_back(witness);
            }
        }
    }
    std::ranges::stable_sort(all, {}, &Witness::point);
    return all;
}

std::vector<PlacedRead> Witnesses::astray_of(const Bib& bib) const {
    std::vector<PlacedRead> astray;
    if (const auto placed = placed_.find(bib); placed != placed_.end()) {
        std::ranges::copy_if(
            placed->second, std::back_inserter(astray), [&](const PlacedRead& read) {
                return read.is_astray && read.by_fixes && !is_wrong(read.witness.observation.clock);
            });
    }
    return astray;
}

Comparison Witnesses::comparison() const {
    Comparison comparison;
    std::vector<std::int64_t> differences; // fixes minus chips
    for (const auto& [bib, reads] : placed_) {
        for (const PlacedRead& read : reads) {
            if (!read.by_fixes || read.witness.observation.source != Source::chip) {
                continue;
            }
            if (read.is_astray || is_wrong(read.witness.observation.clock)) {
                ++comparison.left_out;
                continue;
            }
            differences.push_back(-difference(read));
            const double stated =
                inside_deviations * deviation(read.witness.observation, *read.by_fixes);
            if (std::abs(static_cast<double>(differences.back())) <= stated) {
                ++comparison.inside;
            }
        }
    }
    comparison.number = differences.size();
    if (differences.empty()) {
        return comparison;
    }
    comparison.median = Milliseconds{median_of(differences)};
    for (std::int64_t& one : differences) {
        one = std::abs(one);
    }
    std::ranges::sort(differences);
    const std::size_t rank = (differences.size() * 95 + 99) / 100; // nearest rank, from 1
    comparison.ninety_five = Milliseconds{differences[rank - 1]};
    comparison.worst = Milliseconds{differences.back()};
    return comparison;
}

} // namespace lanterne::scoring
