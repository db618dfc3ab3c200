#include "tests/race/kills/blows.hpp"

#include <algorithm>
#include <array>

#include "hal/simulated/random.hpp"

namespace lanterne {

namespace {

/// The last is PostgreSQL.
constexpr std::array victims{Victim::ingest, Victim::second,  Victim::broker,
                             Victim::unit,   Victim::tracker, Victim::postgres};
constexpr double pairs = 0.35;

class Draw {
public:
    Draw(std::uint64_t seed, std::size_t kills) : random_{seed}, postgres_left_{kills / 4} {}

    bool is_pair() { return random_.chance(pairs); }

    Victim victim() {
        const std::size_t among = postgres_left_ > 0 ? victims.size() : victims.size() - 1;
        const Victim drawn = victims[random_.bits() % among];
        postgres_left_ -= drawn == Victim::postgres ? 1U : 0U;
        return drawn;
    }

    Victim ingest() { return random_.chance(0.5) ? Victim::ingest : Victim::second; }

    Milliseconds up_to(Milliseconds limit) {
        return Milliseconds{
            static_cast<std::int64_t>(random_.uniform() * static_cast<double>(limit.count()))};
    }

private:
    hal::simulated::Random random_;
    std::size_t postgres_left_;
};

} // namespace

std::vector<Blow> draw_blows(std::uint64_t seed, std::size_t kills, Milliseconds race,
                             Milliseconds longest_down) {
    Draw draw{seed, kills};
    std::vector<Blow> blows;
    for (std::size_t left = kills; left > 0;) {
        Blow blow{
            .at = draw.up_to(race), .victims = {draw.victim()}, .down = draw.up_to(longest_down)};
        --left;
        if (left > 0 && draw.is_pair()) {
            Victim second = draw.victim();
            while (second == blow.victims.front()) {
                second = draw.victim();
            }
            blow.victims.push_back(second);
            --left;
        }
        blows.push_back(std::move(blow));
    }
    std::ranges::sort(blows, {}, &Blow::at);
    return blows;
}

std::vector<Blow> draw_ingest_blows(std::uint64_t seed, std::size_t kills, Milliseconds race,
                                    Milliseconds longest_down) {
    Draw draw{seed, kills};
    std::vector<Blow> blows;
    for (std::size_t i = 0; i < kills; ++i) {
        blows.push_back(
            {.at = draw.up_to(race), .victims = {draw.ingest()}, .down = draw.up_to(longest_down)});
    }
    std::ranges::sort(blows, {}, &Blow::at);
    return blows;
}

} // namespace lanterne
