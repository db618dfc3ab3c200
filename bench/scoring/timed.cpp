#include "bench/scoring/timed.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "bench/scoring/spread.hpp"

namespace lanterne::bench {
namespace {

constexpr int athletes_in_race = 10;

Timed told(const truth::Shape& shape, const truth::Sample& sample, const Strata& strata,
           const truth::Judged& judged) {
    const UtcTime gun = shape.truth.waves.front().gun;
    const double t = static_cast<double>((judged.truth - gun).count()) / 1000;
    const course::TimingPoint& point = shape.truth.course.points()[judged.point];
    return {.shape = &shape,
            .sport = shape.truth.course.legs()[point.leg].sport,
            .point = point.id,
            .stratum = strata.at(judged.truth),
            .gap_s = strata.gap_at(judged.truth),
            .speed_mps = length(sample.journey.at(t).velocity),
            .published = {judged.error_s, judged.standard_error_s},
            .is_wrong = std::abs(judged.error_s) > std::max(5.0, 4 * judged.standard_error_s),
            .oracle = std::nullopt,
            .knowable = std::nullopt,
            .raw = std::nullopt,
            .oracle_unaided = std::nullopt,
            .raw_unaided = std::nullopt};
}

// Near a stop there may be several crossings; it matters who says which is meant.
void add_unaided(std::span<Timed> times, const truth::Verdict& verdict, const truth::Shape& shape,
                 const truth::Sample& sample, const simulator::Conditions& conditions) {
    if (std::ranges::find(times, Stratum::stop, &Timed::stratum) == times.end()) {
        return;
    }
    Known known = all_known;
    known.crossing = false;
    const auto best = oracle(sample, shape.truth, shape.truth, conditions, known);
    const auto raw = raw_interpolation(sample, shape.truth, false);
    const auto& passages = sample.journey.passages();
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto found =
            std::ranges::find(passages, verdict.times[i].point, &simulator::TruePassage::point);
        const auto index = static_cast<std::size_t>(found - passages.begin());
        times[i].oracle_unaided = best[index];
        times[i].raw_unaided = raw[index];
    }
}

void add(std::vector<Timed>& all, const truth::Shape& shape, const truth::Sample& sample,
         const truth::Verdict& verdict, const Campaign& campaign, const plan::RacePlan& drawn) {
    const Strata strata{sample, shape.truth.waves.front().gun, campaign.conditions};
    std::vector<std::optional<TimedError>> best(sample.journey.passages().size());
    std::vector<std::optional<TimedError>> knowable = best;
    std::vector<std::optional<TimedError>> raw = best;
    if (campaign.with_oracle && !verdict.times.empty()) {
        best = oracle(sample, shape.truth, drawn, campaign.conditions);
        knowable = oracle(sample, shape.truth, drawn, campaign.conditions, known_in_the_field);
        raw = raw_interpolation(sample, shape.truth);
    }
    const std::size_t first = all.size();
    for (const truth::Judged& judged : verdict.times) {
        Timed one = told(shape, sample, strata, judged);
        const auto& passages = sample.journey.passages();
        const auto found =
            std::ranges::find(passages, judged.point, &simulator::TruePassage::point);
        const auto index = static_cast<std::size_t>(found - passages.begin());
        one.oracle = best[index];
        one.knowable = knowable[index];
        one.raw = raw[index];
        all.push_back(std::move(one));
    }
    if (campaign.with_oracle) {
        add_unaided(std::span{all}.subspan(first), verdict, shape, sample, campaign.conditions);
    }
}

std::vector<Timed> race(const truth::Shape& shape, const Campaign& campaign, std::uint64_t seed,
                        int athletes) {
    scoring::Race race{truth::as_drawn(shape.truth, seed, athletes)};
    std::vector<Timed> all;
    for (int number = 1; number <= athletes; ++number) {
        const truth::Sample sample =
            sample_of(shape, campaign.conditions, seed, static_cast<std::uint64_t>(number));
        const truth::Verdict verdict = judge(race, *Bib::from(std::to_string(number)), sample);
        add(all, shape, sample, verdict, campaign, race.plan());
    }
    return all;
}

} // namespace

std::vector<Timed> timed(const Campaign& campaign, unsigned threads) {
    struct Task {
        const truth::Shape* shape;
        std::uint64_t seed;
        int athletes;
    };

    std::vector<Task> tasks;
    for (const truth::Shape* shape : campaign.shapes) {
        std::uint64_t seed = campaign.seed * 1'000 + 500; // others than those of the wrong ones
        for (int left = campaign.athletes; left > 0; left -= athletes_in_race) {
            tasks.push_back({shape, seed++, std::min(left, athletes_in_race)});
        }
    }
    const auto parts = spread(tasks.size(), threads, [&](std::size_t i) {
        return race(*tasks[i].shape, campaign, tasks[i].seed, tasks[i].athletes);
    });
    std::vector<Timed> all;
    for (const std::vector<Timed>& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

} // namespace lanterne::bench
