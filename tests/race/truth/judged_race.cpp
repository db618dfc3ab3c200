#include "tests/race/truth/judged_race.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "core/scoring/race.hpp"

namespace lanterne::truth {
namespace {

constexpr Milliseconds before_gun = std::chrono::minutes{2};
constexpr Milliseconds after_finish = std::chrono::minutes{2};

double seconds(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

hal::GnssReading true_reading(const simulator::TrueState& state, UtcTime time, bool has_doppler) {
    hal::GnssReading reading{.time = time,
                             .latitude_deg = state.position.latitude.e6 / 1e6,
                             .longitude_deg = state.position.longitude.e6 / 1e6,
                             .satellites = 11,
                             .mode = FixMode::fix_3d};
    if (has_doppler) {
        reading.speed_mps = state.speed_mps;
        reading.course_deg = state.course_deg;
    }
    return reading;
}

template<class Integer>
Integer rounded(double value) {
    return static_cast<Integer>(std::lround(value));
}

// At the wire's resolution, as a unit's sampler does.
Fix to_fix(const hal::GnssReading& reading) {
    Fix fix{.time = *reading.time,
            .position = {Latitude{rounded<std::int32_t>(reading.latitude_deg * 1e6)},
                         Longitude{rounded<std::int32_t>(reading.longitude_deg * 1e6)}},
            .satellites = static_cast<std::uint8_t>(reading.satellites),
            .mode = reading.mode};
    if (reading.speed_mps) {
        fix.speed_dmps = rounded<std::uint16_t>(*reading.speed_mps * 10);
    }
    if (reading.course_deg) {
        fix.course_2deg = rounded<std::uint8_t>(std::floor(*reading.course_deg / 2 + 0.5)) % 180;
    }
    if (reading.accuracy_m) {
        fix.accuracy_dm = rounded<std::uint16_t>(*reading.accuracy_m * 10);
    }
    return fix;
}

std::string name_of(const plan::RacePlan& plan, std::size_t point) {
    const course::TimingPoint& p = plan.course.points()[point];
    return fmt::format("{} (leg {}, lap {})", p.id, plan.course.legs()[p.leg].id, p.lap);
}

// Follows one entry through the race and compares.
class Judge {
public:
    Judge(const plan::RacePlan& plan, const plan::Entry& entry, std::uint64_t seed)
        : plan_{plan}, entry_{entry}, seed_{seed} {}

    void see(const std::vector<scoring::Passage>& passages, UtcTime now) {
        for (std::size_t i = 0; i < published_.size(); ++i) {
            const bool is_kept = i < passages.size() && passages[i] == published_[i];
            const bool is_settled_now = i < passages.size() && !published_[i].is_settled &&
                                        passages[i].is_settled &&
                                        passages[i].point == published_[i].point;
            if (is_settled_now) {
                published_[i] = passages[i];
            } else if (!is_kept) {
                say(published_[i].point, "was changed after it was published");
            }
        }
        while (published_.size() < passages.size()) {
            published_.push_back(passages[published_.size()]);
            published_at_.push_back(now);
        }
    }

    void compare(const std::vector<simulator::TruePassage>& truth) {
        for (const simulator::TruePassage& passed : truth) {
            const auto found = std::find_if(published_.begin(), published_.end(),
                                            [&](const auto& p) { return p.point == passed.point; });
            if (found == published_.end()) {
                say(passed.point, "is missing");
                continue;
            }
            compare(passed, *found,
                    published_at_[static_cast<std::size_t>(found - published_.begin())]);
        }
        for (const scoring::Passage& passage : published_) {
            const bool is_true = std::any_of(truth.begin(), truth.end(), [&](const auto& t) {
                return t.point == passage.point;
            });
            if (!is_true) {
                say(passage.point, "did not happen");
            }
        }
    }

    Judgement judgement;

private:
    void compare(const simulator::TruePassage& truth, const scoring::Passage& published,
                 UtcTime published_at) {
        const double error = seconds(published.time - truth.time);
        const double standard_error = published.standard_error_ms / 1000.0;
        if (std::abs(error) > std::max(5.0, 4 * standard_error)) {
            say(truth.point,
                fmt::format("is off by {:.1f} s (standard error {:.1f} s)", error, standard_error));
        }
        if (plan_.course.points()[truth.point].kind == course::PointKind::start) {
            return;
        }
        judgement.times.push_back({.point = truth.point,
                                   .error_s = error,
                                   .standard_error_s = standard_error,
                                   .waited_s = seconds(published_at - truth.time)});
    }

    void say(std::size_t point, const std::string& what) {
        judgement.wrong.push_back(fmt::format("seed {}, bib {}: {} {}", seed_, entry_.bib.text(),
                                              name_of(plan_, point), what));
    }

    const plan::RacePlan& plan_;
    const plan::Entry& entry_;
    std::uint64_t seed_;
    std::vector<scoring::Passage> published_;
    std::vector<UtcTime> published_at_;
};

} // namespace

plan::RacePlan bundled_race() {
    exchange::FolderFiles files;
    const std::filesystem::path folder =
        std::filesystem::path{LANTERNE_SOURCE_FOLDER} / "races/harbour-sprint";
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream stream{entry.path(), std::ios::binary};
        std::ostringstream bytes;
        bytes << stream.rdbuf();
        files[entry.path().filename().string()] = bytes.str();
    }
    auto plan = exchange::read_race_folder(files);
    if (!plan) {
        throw std::runtime_error{to_text(plan.error().front())};
    }
    return *plan;
}

std::vector<Fix> fixes_of(const simulator::Athlete& athlete, UtcTime gun,
                          const Conditions& conditions, std::uint64_t seed, std::uint64_t number) {
    constexpr std::uint64_t noise_streams = 1'000'000; // apart from the athletes' own
    hal::simulated::Noise noise{seed, noise_streams + number};
    const Milliseconds step{std::llround(conditions.interval_s * 1000)};
    const UtcTime end = athlete.finish().value_or(gun + std::chrono::hours{12}) + after_finish;
    // Units do not wake in step with each other.
    UtcTime time = gun - before_gun + Milliseconds{static_cast<std::int64_t>(number * 137 % 1000)};
    std::vector<Fix> fixes;
    for (; time < end; time += step) {
        const simulator::TrueState state = athlete.at(time);
        const auto& model =
            state.sport == course::Sport::swim ? conditions.at_sea : conditions.on_land;
        fixes.push_back(
            to_fix(noise.disturb(true_reading(state, time, conditions.has_doppler), model)));
    }
    return fixes;
}

Judgement judge(const plan::RacePlan& plan, const Conditions& conditions, std::uint64_t seed) {
    scoring::Race race{plan};
    Judgement all;
    std::uint64_t number = 0;
    for (const plan::Entry& entry : plan.entries) {
        const simulator::Athlete athlete{plan.course, plan.waves.front(), seed, number};
        const std::vector<Fix> fixes =
            fixes_of(athlete, plan.waves.front().gun, conditions, seed, number);
        Judge one{plan, entry, seed};
        const auto began = std::chrono::steady_clock::now();
        for (const Fix& fix : fixes) {
            race.apply(entry.bib, std::span{&fix, 1});
            one.see(race.passages(entry.bib), fix.time);
        }
        all.scoring_s +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        one.compare(athlete.passages());
        all.fixes += fixes.size();
        all.times.insert(all.times.end(), one.judgement.times.begin(), one.judgement.times.end());
        all.wrong.insert(all.wrong.end(), one.judgement.wrong.begin(), one.judgement.wrong.end());
        ++number;
    }
    return all;
}

Judgement judge(const plan::RacePlan& plan, const Conditions& conditions, std::uint64_t first,
                std::uint64_t last) {
    Judgement all;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        const Judgement one = judge(plan, conditions, seed);
        all.times.insert(all.times.end(), one.times.begin(), one.times.end());
        all.wrong.insert(all.wrong.end(), one.wrong.begin(), one.wrong.end());
        all.fixes += one.fixes;
        all.scoring_s += one.scoring_s;
    }
    return all;
}

std::string describe(std::vector<double> errors) {
    if (errors.empty()) {
        return "none";
    }
    for (double& error : errors) {
        error = std::abs(error);
    }
    std::sort(errors.begin(), errors.end());
    return fmt::format("median {:.2f} s, 95 % {:.2f} s, worst {:.2f} s (n = {})",
                       errors[errors.size() / 2], errors[errors.size() * 95 / 100], errors.back(),
                       errors.size());
}

} // namespace lanterne::truth
