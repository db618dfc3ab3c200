#include "simulator/judge/spread.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/elementary.hpp"

namespace lanterne::simulator::judge {

namespace {

constexpr double least = 1e-3;
constexpr double greatest = 1e9;
constexpr double step = 0.00995; // log of 1.01: a bucket is one per cent wide

std::size_t bucket_of(double size) {
    if (size < least) {
        return 0;
    }
    const double place = lanterne::log(std::min(size, greatest) / least) / step;
    return static_cast<std::size_t>(place) + 1;
}

void count_in(std::vector<std::uint32_t>& counts, std::size_t bucket, std::uint32_t more) {
    if (counts.size() <= bucket) {
        counts.resize(bucket + 1);
    }
    counts[bucket] += more;
}

/// The rank, from 1, of the value that is asked for.
std::uint64_t rank_of(double share, std::uint64_t count) {
    const double rank = std::ceil(share * static_cast<double>(count));
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
}

} // namespace

void Spread::add(double value) {
    count_in(value < 0 ? negative_ : positive_, bucket_of(std::abs(value)), 1);
    ++count_;
    sum_ += value;
}

void Spread::add(const Spread& other) {
    for (std::size_t i = 0; i < other.positive_.size(); ++i) {
        count_in(positive_, i, other.positive_[i]);
    }
    for (std::size_t i = 0; i < other.negative_.size(); ++i) {
        count_in(negative_, i, other.negative_[i]);
    }
    count_ += other.count_;
    sum_ += other.sum_;
}

double Spread::size_of(std::size_t bucket) {
    return bucket == 0 ? 0 : least * lanterne::exp((static_cast<double>(bucket) - 0.5) * step);
}

std::optional<double> Spread::size_quantile(double share) const {
    if (count_ == 0) {
        return std::nullopt;
    }
    std::uint64_t left = rank_of(share, count_);
    for (std::size_t i = 0;; ++i) {
        const std::uint64_t here = (i < positive_.size() ? positive_[i] : 0U) +
                                   std::uint64_t{i < negative_.size() ? negative_[i] : 0U};
        if (here >= left) {
            return size_of(i);
        }
        left -= here;
    }
}

std::optional<double> Spread::quantile(double share) const {
    if (count_ == 0) {
        return std::nullopt;
    }
    std::uint64_t left = rank_of(share, count_);
    for (std::size_t i = negative_.size(); i-- > 0;) {
        if (negative_[i] >= left) {
            return -size_of(i);
        }
        left -= negative_[i];
    }
    for (std::size_t i = 0;; ++i) {
        if (positive_[i] >= left) {
            return size_of(i);
        }
        left -= positive_[i];
    }
}

std::optional<double> Spread::mean() const {
    return count_ == 0 ? std::nullopt : std::optional{sum_ / static_cast<double>(count_)};
}

} // namespace lanterne::simulator::judge
