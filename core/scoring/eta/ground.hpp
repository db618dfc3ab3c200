#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/course/course.hpp"

namespace lanterne::scoring::eta {

/// A piece of the unrolled course, on one leg: what is learned of the day is learned by cells.
struct Cell {
    double begin = 0; ///< along
    double end = 0;
    double seconds = 0;      ///< that an ordinary athlete takes
    double flat_seconds = 0; ///< and would on flat ground
    double sensitivity = 1;  ///< to ability, see Effort
    double steepness = 0;    ///< -1 steeply down, 0 flat, 1 steeply up
    std::size_t leg = 0;     ///< index
    course::Sport sport = course::Sport::other;
    std::optional<std::size_t> lap_before; ///< the same place a lap earlier
};

/// Whether the ordinary athlete slows from hour to hour, or goes on as fresh.
enum class Tiring : std::uint8_t { ordinary, none };

/// A course as it is felt: how long an ordinary athlete takes from place to place. Immutable, keeps
/// nothing of the course.
class Ground {
public:
    /// About so many cells at most: a leg has one at least, and few more than its share of time.
    static constexpr std::size_t usual_cells = 110;
    static constexpr double least_cell_s = 45;
    static constexpr std::size_t max_nodes_of_lap = 2'000;
    static constexpr double tires_for_s = 10 * 3'600; ///< then pace stays as it is

    explicit Ground(const course::Course& course, Tiring tiring = Tiring::ordinary);

    const std::vector<Cell>& cells() const { return cells_; }

    std::size_t cell_at(double along) const;

    /// Ordinary seconds from the begin to there; clamped to the course.
    double seconds_to(double along) const;

    /// The least seconds anybody takes from there to there.
    double least_seconds(double from, double to) const;

    double length() const { return cells_.back().end; }

private:
    struct Totals {
        double seconds = 0;
        double least = 0;
    };

    struct Lap {
        double begin = 0; ///< along, of the leg
        double length = 0;
        std::uint32_t laps = 1;
        course::Sport sport = course::Sport::other;
        Totals before;           ///< of the legs before
        double tiring = 0;       ///< of log pace by hour
        double step = 0;         ///< metres from node to node
        std::vector<Totals> sum; ///< from the lap's begin to each node
        std::vector<double> gradients;
    };

    static Lap lap_of(const course::Leg& leg);
    /// At that many seconds of a fresh athlete from the leg's begin, those of one who tires.
    static double tired(const Lap& lap, double fresh);
    const Lap& leg_at(double along) const;
    static Totals fresh_to(const Lap& lap, double along); ///< from the leg's begin
    static Totals in_lap(const Lap& lap, double metres);
    static double place_after(const Lap& lap, double seconds);
    Totals totals_to(double along) const;
    void cut(std::size_t leg, double cell_seconds);
    Cell cell(std::size_t leg, double begin, double end) const;

    std::vector<Lap> legs_;
    std::vector<Cell> cells_;
};

} // namespace lanterne::scoring::eta
