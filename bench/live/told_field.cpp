#include "bench/live/told_field.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lanterne::bench {

using std::chrono::seconds;

namespace {

constexpr double course_m = 180'000;
constexpr double passage_each_m = 5'000;
/// A forecast is told anew when it moved by that much of its band, which is so wide for each second
/// that is left.
constexpr double told_share = 0.1;
constexpr double band_share = 0.06;
const UtcTime gun = from_ms(1'779'012'000'000); // 2026-05-17T10:00:00Z

} // namespace

ToldField::ToldField(std::size_t athletes, double noise_m, unsigned seed)
    : random_{seed}, noise_m_{noise_m} {
    std::normal_distribution<double> pace{8, 0.8};
    for (std::size_t i = 0; i < athletes; ++i) {
        Athlete athlete{.entry = {.bib = Bib::from(fmt::format("{}", i + 1)).value()}};
        athlete.entry.status = wire::RaceStatus::racing;
        athlete.entry.version = 1;
        athlete.speed_mps = std::max(pace(random_), 4.0);
        athlete.own_mps = athlete.speed_mps;
        athlete.usual_mps = athlete.speed_mps;
        athlete.along_m = athlete.speed_mps * 3'600; // an hour into the race
        athlete.battery_millipct = static_cast<std::uint32_t>(60'000 + random_() % 40'000);
        athlete.entry.along_dm = std::llround(athlete.along_m * 10);
        athlete.entry.fix_time = gun + seconds{3'600};
        athlete.passages = static_cast<std::uint32_t>(athlete.along_m / passage_each_m);
        athletes_.push_back(athlete);
    }
    std::ranges::sort(athletes_, {}, [](const Athlete& one) { return one.entry.bib; });
}

std::vector<wire::LiveEntry> ToldField::entries() const {
    std::vector<wire::LiveEntry> entries;
    for (const Athlete& athlete : athletes_) {
        entries.push_back(athlete.entry);
    }
    return entries;
}

wire::LiveFrame ToldField::next() {
    ++second_;
    wire::LiveFrame frame{.epoch = 7, .frame = second_};
    frame.race_time = gun + seconds{3'600 + second_};
    frame.from_version = second_;
    frame.to_version = second_ + 1;
    for (Athlete& athlete : athletes_) {
        go_on(athlete, frame);
        forecast(athlete, frame);
    }
    rank();
    for (const Athlete& athlete : athletes_) {
        frame.entries.push_back(athlete.entry);
    }
    frame.last_event = last_event_;
    return frame;
}

void ToldField::go_on(Athlete& athlete, wire::LiveFrame& frame) {
    std::normal_distribution<double> noise{0, noise_m_};
    std::normal_distribution<double> change{0, 0.05};
    athlete.speed_mps += (athlete.own_mps - athlete.speed_mps) / 60 + change(random_);
    athlete.speed_mps = std::clamp(athlete.speed_mps, 3.0, 16.0);
    athlete.usual_mps += (athlete.speed_mps - athlete.usual_mps) / 600;
    athlete.along_m += athlete.speed_mps;
    athlete.entry.version = frame.to_version;
    athlete.entry.along_dm = std::max(std::llround((athlete.along_m + noise(random_)) * 10), 0LL);
    athlete.entry.fix_time = frame.race_time - Milliseconds{400};
    athlete.entry.speed_dmps = static_cast<std::uint32_t>(athlete.speed_mps * 10);
    athlete.battery_millipct -= 5; // from full to empty in five hours and a half
    athlete.entry.battery_pct = static_cast<std::uint8_t>(athlete.battery_millipct / 1'000);
    athlete.entry.next_report_s = 1;
    if (athlete.along_m >= passage_each_m * (athlete.passages + 1)) {
        ++athlete.passages;
        const wire::LivePassage passage{.bib = athlete.entry.bib,
                                        .point = fmt::format("km-{}", 5 * athlete.passages),
                                        .leg = 0,
                                        .lap = 1,
                                        .time = frame.race_time - Milliseconds{random_() % 1'000},
                                        .standard_error_ms =
                                            static_cast<std::uint32_t>(200 + random_() % 300),
                                        .source = "gps"};
        frame.passages.push_back(passage);
        frame.events.push_back({++last_event_, wire::LiveEventKind::passage, passage});
    }
}

void ToldField::forecast(Athlete& athlete, wire::LiveFrame& frame) {
    const double left_s = (course_m - athlete.along_m) / athlete.usual_mps;
    const double finish_s = 3'600 + static_cast<double>(second_) + left_s;
    const double band_s = band_share * left_s;
    if (std::abs(finish_s - athlete.told_finish_s) < told_share * band_s) {
        return;
    }
    athlete.told_finish_s = finish_s;
    const auto at = [&](double race_s) { return gun + Milliseconds{std::llround(race_s * 1'000)}; };
    const double next_m = passage_each_m * (athlete.passages + 1) - athlete.along_m;
    const double next_s = 3'600 + static_cast<double>(second_) + next_m / athlete.usual_mps;
    const auto arrival = [&](std::string point, double likely_s, double half_s) {
        return wire::LiveArrival{.point = std::move(point),
                                 .leg = 0,
                                 .lap = 1,
                                 .early = at(likely_s - half_s),
                                 .likely = at(likely_s),
                                 .late = at(likely_s + half_s)};
    };
    frame.forecasts.push_back(
        {.bib = athlete.entry.bib,
         .version = frame.to_version,
         .arrivals = {arrival(fmt::format("km-{}", 5 * (athlete.passages + 1)), next_s, 5),
                      arrival("finish", finish_s, band_s / 2)}});
}

void ToldField::rank() {
    std::vector<Athlete*> order;
    for (Athlete& athlete : athletes_) {
        order.push_back(&athlete);
    }
    std::ranges::stable_sort(order, std::greater<>{},
                             [](const Athlete* one) { return *one->entry.along_dm; });
    const double leader_m = static_cast<double>(*order.front()->entry.along_dm) / 10;
    for (std::size_t i = 0; i < order.size(); ++i) {
        wire::LiveEntry& entry = order[i]->entry;
        const double behind_m = leader_m - static_cast<double>(*entry.along_dm) / 10;
        entry.rank = static_cast<std::uint32_t>(i + 1);
        entry.gap_ms = std::llround(behind_m / order[i]->speed_mps * 1'000);
    }
}

} // namespace lanterne::bench
