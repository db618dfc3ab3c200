#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace lanterne::simulator::judge {

/// How any number of values spread, in the memory of some kilobytes: each is kept to within half a
/// per cent of its size (below a thousandth: as 0), its sign apart.
class Spread {
public:
    /// Finite; beyond 1e9 it is taken for that.
    void add(double value);
    void add(const Spread& other);

    std::uint64_t count() const { return count_; }

    /// The value that such a share of the sizes (|value|) do not exceed: the smallest whose rank is
    /// at least share x count. Nothing without values. `share`: 0 to 1.
    std::optional<double> size_quantile(double share) const;

    /// The same of the values with their signs.
    std::optional<double> quantile(double share) const;

    /// Of the values with their signs.
    std::optional<double> mean() const;

private:
    using Counts = std::vector<std::uint32_t>; ///< by bucket of the size; grows as needed

    static double size_of(std::size_t bucket);

    Counts positive_; ///< and 0
    Counts negative_;
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

/// A share of a whole; nothing of nothing.
struct Share {
    std::uint64_t part = 0;
    std::uint64_t whole = 0;

    void add(bool is_in) {
        ++whole;
        part += is_in ? 1U : 0U;
    }

    std::optional<double> value() const {
        return whole == 0 ? std::nullopt
                          : std::optional{static_cast<double>(part) / static_cast<double>(whole)};
    }
};

} // namespace lanterne::simulator::judge
