#include "core/base/elementary.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>

namespace lanterne {
namespace {

// ln 2 and half of pi in two parts; the first has so few bits that a product with a whole number is
// exact. (Cody and Waite 1980, Software Manual for the Elementary Functions, sections 6 and 8.)
constexpr double ln2_high = 0x1.62e42feep-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;
constexpr double half_pi_high = 0x1.921fb54p+0;
constexpr double half_pi_middle = 0x1.10b4610p-30;
constexpr double half_pi_low = 0x1.a62633145c06ep-58;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// 2 to the power n, for exponents of normal numbers.
double power_of_two(int n) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52U);
}

// c[0] + x (c[1] + x (c[2] + ...)).
template<std::size_t n>
double polynomial(double x, const std::array<double, n>& c) {
    double sum = c[n - 1];
    for (std::size_t i = n - 1; i-- > 0;) {
        sum = c[i] + x * sum;
    }
    return sum;
}

// 1 / (first!), 1 / ((first + step)!), ... with that sign from one to the next.
template<std::size_t n>
constexpr std::array<double, n> inverse_factorials(int first, int step, double sign) {
    std::array<double, n> c{};
    double factorial = 1;
    int of = 1;
    double turn = 1;
    for (std::size_t i = 0; i < n; ++i) {
        for (const int next = first + step * static_cast<int>(i); of < next;) {
            factorial *= ++of;
        }
        c[i] = turn / factorial;
        turn *= sign;
    }
    return c;
}

// 1, 1/3, 1/5, ... 1/23: a division takes longer than all else here.
constexpr auto odd_parts = [] {
    std::array<double, 12> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i] = 1.0 / static_cast<double>(2 * i + 1);
    }
    return parts;
}();

constexpr auto exp_terms = inverse_factorials<12>(2, 1, 1);
constexpr auto sin_terms = inverse_factorials<8>(3, 2, -1);
constexpr auto cos_terms = inverse_factorials<8>(4, 2, -1);

// Sine and cosine of an angle up to a quarter of pi in size, by their series.
double small_sin(double x) {
    const double square = x * x;
    return x - x * square * polynomial(square, sin_terms);
}

double small_cos(double x) {
    const double square = x * x;
    return 1 - (square / 2 - square * square * polynomial(square, cos_terms));
}

struct Reduced {
    double angle = 0; ///< up to a quarter of pi in size
    int quarter = 0;  ///< 0 to 3: turns by half of pi that were taken off
};

Reduced reduced(double x) {
    const double turns = std::floor(x * (2 / std::numbers::pi) + 0.5);
    const double angle =
        ((x - turns * half_pi_high) - turns * half_pi_middle) - turns * half_pi_low;
    return {.angle = angle, .quarter = static_cast<int>(std::fmod(turns, 4) + 4) % 4};
}

double quarter_sin(const Reduced& r, int quarter) {
    const double value = quarter % 2 == 0 ? small_sin(r.angle) : small_cos(r.angle);
    return quarter >= 2 ? -value : value;
}

// The arc tangents of 0, 1/8, ... 1.
constexpr std::array<double, 9> atan_of_eighths{0,
                                                0x1.fd5ba9aac2f6ep-4,
                                                0x1.f5b75f92c80ddp-3,
                                                0x1.6f61941e4def1p-2,
                                                0x1.dac670561bb4fp-2,
                                                0x1.1e00babdefeb4p-1,
                                                0x1.4978fa3269ee1p-1,
                                                0x1.700a7c5784634p-1,
                                                0x1.921fb54442d18p-1};

// Of 0 to 1: the nearest eighth, and the series of what is left, at most 1/16.
double unit_atan(double x) {
    const double eighth = std::floor(x * 8 + 0.5);
    const double rest = (x - eighth / 8) / (1 + x * eighth / 8);
    const double square = rest * rest;
    double sum = 0;
    for (std::size_t i = 8; i >= 1; --i) {
        sum = square * (odd_parts[i] - sum);
    }
    return atan_of_eighths.at(static_cast<std::size_t>(eighth)) + (rest - rest * sum);
}

} // namespace

double exp(double x) {
    if (std::isnan(x)) {
        return x;
    }
    if (x > 709.7 || x < -708) { // what the type holds in full
        return x > 0 ? infinity : 0;
    }
    const double n = std::floor(x * std::numbers::log2e + 0.5);
    const double rest = (x - n * ln2_high) - n * ln2_low;
    const double value = 1 + (rest + rest * rest * polynomial(rest, exp_terms));
    const int half = static_cast<int>(n) / 2; // 2 to the power 1024 is none, its halves are
    return value * power_of_two(half) * power_of_two(static_cast<int>(n) - half);
}

double log(double x) {
    if (std::isnan(x) || x < 0) {
        return not_a_number;
    }
    if (x == 0 || std::isinf(x)) {
        return x == 0 ? -infinity : x;
    }
    int exponent = 0;
    double part = std::frexp(x, &exponent);
    if (part < std::numbers::sqrt2 / 2) {
        part *= 2;
        --exponent;
    }
    // log m = 2 artanh s = 2 s (1 + s^2/3 + s^4/5 + ...), s = (m - 1) / (m + 1).
    const double f = part - 1;
    const double s = f / (2 + f);
    const double square = s * s;
    double sum = 0;
    for (std::size_t i = 11; i >= 1; --i) {
        sum = square * (odd_parts[i] + sum);
    }
    // 2 s = f - s f, in which the great part is exact.
    const double log_part = f - s * (f - 2 * sum);
    return exponent * ln2_high + (log_part + exponent * ln2_low);
}

// What 1 + x rounds off is made good by the ratio. (Kahan; Goldberg 1991, theorem 4.)
double log1p(double x) {
    const double u = 1 + x;
    if (u == 1) {
        return x;
    }
    return std::isinf(u) ? u : log(u) * (x / (u - 1));
}

double pow(double x, double y) { return y == 0 ? 1 : exp(y * log(x)); }

double sin(double x) {
    if (!std::isfinite(x)) {
        return not_a_number;
    }
    const Reduced r = reduced(x);
    return quarter_sin(r, r.quarter);
}

double cos(double x) {
    if (!std::isfinite(x)) {
        return not_a_number;
    }
    const Reduced r = reduced(x);
    return quarter_sin(r, (r.quarter + 1) % 4);
}

double atan2(double y, double x) {
    if (std::isnan(x) || std::isnan(y)) {
        return not_a_number;
    }
    const double across = std::abs(x);
    const double up = std::abs(y);
    if (up == 0) {
        return std::copysign(std::signbit(x) ? std::numbers::pi : 0, y);
    }
    double angle = 0;
    if (std::isinf(across) && std::isinf(up)) {
        angle = std::numbers::pi / 4;
    } else if (up <= across) {
        angle = unit_atan(up / across);
    } else {
        angle = std::numbers::pi / 2 - unit_atan(across / up);
    }
    return std::copysign(std::signbit(x) ? std::numbers::pi - angle : angle, y);
}

double hypot(double x, double y) { return std::sqrt(x * x + y * y); }

double erf(double x) {
    const double size = std::abs(x);
    if (!(size < 6)) {
        return std::isnan(x) ? x : std::copysign(1.0, x);
    }
    if (size < 2.5) {
        // erf x = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!: no term is negative.
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; ++n) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 * std::numbers::inv_sqrtpi * exp(-x * x) * sum;
    }
    // The continued fraction of Laplace: erfc x = exp(-x^2) / sqrt(pi) / (x + 1/2/(x + 1/(x +
    // ...))).
    double fraction = size;
    for (int n = 60; n >= 1; --n) {
        fraction = size + n / 2.0 / fraction;
    }
    return std::copysign(1 - exp(-size * size) * std::numbers::inv_sqrtpi / fraction, x);
}

double normal_share_below(double x) { return 0.5 * (1 + erf(x / std::numbers::sqrt2)); }

} // namespace lanterne
