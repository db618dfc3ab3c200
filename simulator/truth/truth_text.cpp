#include "simulator/truth/truth_text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

namespace lanterne::simulator {

using lanterne::to_text; // of a time, beside ours

namespace {

std::string clock_line(const TruthRun& run) {
    return run.clock ? fmt::format("clock      {:g} x; {} was {} on the wall\n", run.clock->rate,
                                   to_text(run.clock->race_start), to_text(run.clock->wall_start))
                     : std::string{};
}

std::string rank_text(const ToldMoment& moment) {
    return moment.rank == 0 ? "-" : std::to_string(moment.rank);
}

std::string moment_line(const TruthEntry& entry, const ToldMoment& moment) {
    return fmt::format("{:>5} {:<8} {:<12} {:>12.1f} {:>8.1f}\n", rank_text(moment),
                       entry.bib.text(), to_text(moment.doing), moment.along_m(),
                       moment.beside_m());
}

UtcTime time_of(const Truth& truth, std::uint32_t second) {
    return truth.seconds.begin() + Milliseconds{std::int64_t{second} * 1000};
}

} // namespace

std::string truth_summary(const Truth& truth) {
    std::array<std::size_t, 5> outcomes{};
    std::size_t passages = 0;
    for (std::size_t entry = 0; entry < truth.results.size(); ++entry) {
        ++outcomes.at(static_cast<std::size_t>(truth.results[entry].outcome));
        passages += truth.passages[entry].size();
    }
    std::string text = fmt::format(
        "race       {}\nscenario   {}\nseed       {}\nprogram    {}\nbegin      {}\n"
        "seconds    {}{}\n{}athletes   {}",
        truth.run.slug, truth.run.scenario.empty() ? "none" : truth.run.scenario, truth.run.seed,
        truth.run.program, to_text(truth.run.begin), truth.seconds.seconds(),
        truth.run.end && truth.seconds.is_whole() ? "" : " (the run did not end)",
        clock_line(truth.run), truth.race.entries.size());
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (outcomes[i] > 0) {
            text += fmt::format(", {} {}", outcomes[i], to_text(static_cast<TrueOutcome>(i)));
        }
    }
    text += fmt::format("\npassages   {}\nfaults     {}\n", passages, truth.faults.size());
    if (truth.units) {
        std::uint64_t fixes = 0;
        std::uint64_t lost = 0;
        std::uint64_t unreceipted = 0;
        for (const UnitTally& unit : *truth.units) {
            fixes += unit.fixes;
            lost += unit.lost;
            unreceipted += unit.unreceipted;
        }
        text += fmt::format("fixes      {} numbered, {} declared lost, {} without a receipt\n",
                            fixes, lost, unreceipted);
    }
    return text;
}

Result<std::string, std::string> truth_at(Truth& truth, UtcTime time) {
    std::vector<ToldMoment> moments;
    for (std::size_t entry = 0; entry < truth.race.entries.size(); ++entry) {
        const auto moment = truth.moment(entry, time);
        if (!moment) {
            return tl::unexpected{moment.error()};
        }
        const std::optional<ToldMoment>& told = *moment;
        if (!told) {
            return tl::unexpected{fmt::format("{} is outside the run, which has {} s from {} on",
                                              to_text(time), truth.seconds.seconds(),
                                              to_text(truth.seconds.begin()))};
        }
        moments.push_back(*told);
    }
    std::vector<std::size_t> order(moments.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto place = [&](std::size_t entry) {
        const auto& group = truth.race.entries[entry].group;
        return std::tuple{!group, group.value_or(0), moments[entry].rank == 0, moments[entry].rank};
    };
    std::ranges::stable_sort(order, {}, place);
    std::string text = " rank bib      doing               along   beside\n";
    for (const std::size_t entry : order) {
        text += moment_line(truth.race.entries[entry], moments[entry]);
    }
    return text;
}

Status<std::string> truth_seconds_csv(Truth& truth,
                                      const std::function<Reading(std::string_view)>& write) {
    Reading reading = write("time,bib,doing,along_m,beside_m,rank\n");
    for (std::uint32_t second = 0; reading == Reading::go_on && second < truth.seconds.seconds();
         ++second) {
        const auto block = truth.seconds.block_of(second);
        if (!block) {
            return tl::unexpected{block.error()};
        }
        const std::string time = to_text(time_of(truth, second));
        std::string lines;
        for (std::size_t entry = 0; entry < truth.race.entries.size(); ++entry) {
            const ToldMoment& moment = (*block)->at(entry, second % seconds_a_block);
            lines += fmt::format("{},{},{},{:.1f},{:.1f},{}\n", time,
                                 truth.race.entries[entry].bib.text(), to_text(moment.doing),
                                 moment.along_m(), moment.beside_m(),
                                 moment.rank == 0 ? "" : std::to_string(moment.rank));
        }
        reading = write(lines);
    }
    return {};
}

} // namespace lanterne::simulator
