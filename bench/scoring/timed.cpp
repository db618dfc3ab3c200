#include "bench/scoring/timed.hpp"

#include <algorithm>
#include <cmath>

#include "bench/scoring/spread.hpp"
#include "bench/scoring/stops.hpp"

namespace lanterne::bench {
namespace {

constexpr double near_stop_s = 20;
constexpr double burst_lasts_s = 24; // two of its decay times
constexpr double gap_from_intervals = 3;
constexpr int athletes_in_race = 10;

/// One athlete's passages, told apart.
class Teller {
public:
    Teller(const truth::Shape& shape, const truth::Sample& sample,
           const simulator::Conditions& conditions)
        : shape_{shape}, sample_{sample}, conditions_{conditions},
          stops_{stops_of(sample.journey)} {}

    Timed told(const truth::Judged& judged) const {
        const UtcTime gun = shape_.truth.waves.front().gun;
        const double t = static_cast<double>((judged.truth - gun).count()) / 1000;
        const course::TimingPoint& point = shape_.truth.course.points()[judged.point];
        const double gap = gap_at(judged.truth);
        return {.shape = &shape_,
                .sport = shape_.truth.course.legs()[point.leg].sport,
                .point = point.id,
                .stratum = stratum(t, gap),
                .gap_s = gap,
                .speed_mps = length(sample_.journey.at(t).velocity),
                .published = {judged.error_s, judged.standard_error_s},
                .is_wrong = std::abs(judged.error_s) > std::max(5.0, 4 * judged.standard_error_s),
                .oracle = std::nullopt,
                .raw = std::nullopt};
    }

private:
    double gap_at(UtcTime time) const {
        const auto& fixes = sample_.reception.fixes;
        const auto after = std::ranges::lower_bound(fixes, time, {}, &Fix::time);
        if (after == fixes.begin() || after == fixes.end()) {
            return 0;
        }
        return static_cast<double>((after->time - (after - 1)->time).count()) / 1000;
    }

    Stratum stratum(double t, double gap) const {
        if (gap > gap_from_intervals * conditions_.interval_s) {
            return Stratum::gap;
        }
        if (seconds_to_stop(stops_, t) < near_stop_s) {
            return Stratum::stop;
        }
        const bool is_burst = std::ranges::any_of(sample_.reception.bursts_s, [&](double burst) {
            return t >= burst - 1 && t < burst + burst_lasts_s;
        });
        return is_burst ? Stratum::burst : Stratum::open;
    }

    const truth::Shape& shape_;
    const truth::Sample& sample_;
    const simulator::Conditions& conditions_;
    std::vector<simulator::Stood> stops_;
};

void add(std::vector<Timed>& all, const truth::Shape& shape, const truth::Sample& sample,
         const truth::Verdict& verdict, const Campaign& campaign) {
    const Teller teller{shape, sample, campaign.conditions};
    std::vector<std::optional<TimedError>> best(sample.journey.passages().size());
    std::vector<std::optional<TimedError>> raw = best;
    if (campaign.with_oracle && !verdict.times.empty()) {
        best = oracle(sample, shape.truth, campaign.conditions);
        raw = raw_interpolation(sample, shape.truth);
    }
    for (const truth::Judged& judged : verdict.times) {
        Timed one = teller.told(judged);
        const auto& passages = sample.journey.passages();
        const auto found =
            std::ranges::find(passages, judged.point, &simulator::TruePassage::point);
        one.oracle = best[static_cast<std::size_t>(found - passages.begin())];
        one.raw = raw[static_cast<std::size_t>(found - passages.begin())];
        all.push_back(std::move(one));
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
        add(all, shape, sample, verdict, campaign);
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
