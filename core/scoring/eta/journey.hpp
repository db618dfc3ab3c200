#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/scoring/eta/ground.hpp"

namespace lanterne::scoring::eta {

/// How an entry took a cell, seen from end to end.
struct Taken {
    double slowness = 0;  ///< log of the time moved against the ordinary one
    double stopped_s = 0; ///< stood there, not in the time moved
};

/// Where an entry is and how it took the cells behind it. Times are seconds since an instant that
/// the caller chooses. Three bytes a cell; each sample costs the cells that it closes.
class Journey {
public:
    static constexpr double most_slowness = 3;
    static constexpr double most_stopped_s = 508;

    explicit Journey(const Ground& ground);

    /// Takes where the entry is. What is not newer than the sample before is left out.
    void take(const Ground& ground, double along, double t);

    bool is_seen() const { return last_.has_value(); }

    double along() const { return last_ ? last_->along : 0; }

    double time() const { return last_ ? last_->t : 0; }

    /// How long it has not moved by then; 0 while it moves.
    double standing_s(const Ground& ground, double t) const;

    /// What is known of a cell that lies behind.
    std::optional<Taken> taken(std::size_t cell) const;

    /// The cell that it is in, and what is known of it so far: nothing before a third is gone or
    /// when its begin was not seen.
    std::size_t cell() const { return cell_; }

    std::optional<Taken> so_far(const Ground& ground) const;

private:
    struct Sample {
        double along;
        double t;
    };

    void cross(const Ground& ground, const Sample& to);
    void stand(const Ground& ground, const Sample& to);
    void close(const Ground& ground, double t);
    void enter(std::size_t cell, std::optional<double> t);
    double patience(const Ground& ground) const;

    std::vector<std::int16_t> slowness_; ///< thousandths; unknown: the least value
    std::vector<std::uint8_t> stopped_;  ///< 2 s
    std::optional<Sample> last_;
    Sample anchor_{}; ///< it has not left this place since
    std::size_t cell_ = 0;
    std::optional<double> entered_; ///< t, when its begin was seen
    double stood_ = 0;              ///< in this cell
};

} // namespace lanterne::scoring::eta
