#pragma once

#include <compare>
#include <cstdint>

namespace lanterne {

/// Degrees north, WGS 84, in millionths of a degree: -90'000'000 to 90'000'000.
struct Latitude {
    std::int32_t e6;

    explicit constexpr Latitude(std::int32_t value) : e6{value} {}

    auto operator<=>(const Latitude&) const = default;
};

/// Degrees east, WGS 84, in millionths of a degree: -180'000'000 to 180'000'000.
struct Longitude {
    std::int32_t e6;

    explicit constexpr Longitude(std::int32_t value) : e6{value} {}

    auto operator<=>(const Longitude&) const = default;
};

/// A place on the ground at the wire's resolution of one millionth of a degree (0.11 m of
/// latitude).
struct Position {
    Latitude latitude;
    Longitude longitude;

    bool operator==(const Position&) const = default;
};

static_assert(sizeof(Position) == 8);

/// True when both angles are inside the ranges that their types state.
constexpr bool is_on_earth(Position p) {
    return p.latitude.e6 >= -90'000'000 && p.latitude.e6 <= 90'000'000 &&
           p.longitude.e6 >= -180'000'000 && p.longitude.e6 <= 180'000'000;
}

/// A length in metres.
struct Metres {
    double value;

    explicit constexpr Metres(double metres) : value{metres} {}

    constexpr Metres operator-() const { return Metres{-value}; }

    constexpr Metres& operator+=(Metres other) {
        value += other.value;
        return *this;
    }

    auto operator<=>(const Metres&) const = default;
};

constexpr Metres operator+(Metres a, Metres b) { return Metres{a.value + b.value}; }

constexpr Metres operator-(Metres a, Metres b) { return Metres{a.value - b.value}; }

constexpr Metres operator*(Metres a, double factor) { return Metres{a.value * factor}; }

constexpr Metres operator/(Metres a, double divisor) { return Metres{a.value / divisor}; }

constexpr double operator/(Metres a, Metres b) { return a.value / b.value; }

inline namespace literals {
constexpr Metres operator""_m(long double metres) { return Metres{static_cast<double>(metres)}; }
} // namespace literals

} // namespace lanterne
