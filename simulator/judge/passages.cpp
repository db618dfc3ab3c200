#include "simulator/judge/passages.hpp"

#include <chrono>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace lanterne::simulator::judge {

namespace {

using lanterne::to_text; // of a time, beside ours

using Key =
    std::tuple<std::string, std::string, std::size_t, std::uint32_t>; // bib, point, leg, lap

constexpr double normal_95 = 1.96;

std::string text_of(const Key& key) {
    const auto& [bib, point, leg, lap] = key;
    return fmt::format("bib {} at {} (leg {}, lap {})", bib, point, leg, lap);
}

class PassageJudge {
public:
    PassageJudge(const PassageTruth& truth, Milliseconds false_beyond)
        : false_beyond_{false_beyond} {
        for (std::size_t entry = 0; entry < truth.race.entries.size(); ++entry) {
            const TruthEntry& who = truth.race.entries[entry];
            for (const ToldPassage& passage : truth.passages[entry]) {
                const TruePoint& point = truth.race.courses[who.course].points[passage.point];
                true_.insert_or_assign(
                    Key{who.bib.text(), point.id, point.leg, point.lap},
                    Open{.time = passage.time, .is_due = passage.time <= truth.known_until});
            }
        }
    }

    void hear(const SaidPassage& said) {
        ++verdict_.said;
        const Key key{said.bib, said.point, said.leg, said.lap};
        const auto found = true_.find(key);
        if (found == true_.end()) {
            return is_false(
                fmt::format("{} was never passed, said for {}", text_of(key), to_text(said.time)));
        }
        const auto error = said.time - found->second.time;
        if (std::chrono::abs(error) > false_beyond_) {
            return is_false(fmt::format("{} is said {:.1f} s off", text_of(key), seconds(error)));
        }
        found->second.is_said = true;
        if (said.source != "gun" && said.source != "official") {
            measure(seconds(error), said.standard_error_s);
        }
    }

    PassageVerdict take() {
        for (const auto& [key, open] : true_) {
            verdict_.truly += open.is_due || open.is_said ? 1U : 0U;
            if (open.is_due && !open.is_said) {
                ++verdict_.missing;
                example(
                    fmt::format("{} was passed at {}, not said", text_of(key), to_text(open.time)));
            }
        }
        return std::move(verdict_);
    }

private:
    struct Open {
        UtcTime time;
        bool is_due = true;
        bool is_said = false;
    };

    static double seconds(Milliseconds time) { return static_cast<double>(time.count()) / 1000; }

    void measure(double error_s, double standard_error_s) {
        verdict_.error_s.add(error_s);
        verdict_.histogram.add(error_s);
        if (standard_error_s > 0) {
            verdict_.inside.add(std::abs(error_s) <= normal_95 * standard_error_s);
        }
    }

    void is_false(const std::string& what) {
        ++verdict_.false_ones;
        example(what);
    }

    void example(const std::string& what) {
        if (verdict_.examples.size() < most_examples) {
            verdict_.examples.push_back(what);
        }
    }

    Milliseconds false_beyond_;
    std::map<Key, Open> true_;
    PassageVerdict verdict_;
};

} // namespace

PassageVerdict judge_passages(const PassageTruth& truth, std::span<const SaidPassage> said,
                              Milliseconds false_beyond) {
    PassageJudge judge{truth, false_beyond};
    for (const SaidPassage& passage : said) {
        judge.hear(passage);
    }
    return judge.take();
}

} // namespace lanterne::simulator::judge
