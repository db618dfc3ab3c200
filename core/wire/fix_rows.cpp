#include "core/wire/fix_rows.hpp"

#include <array>
#include <utility>

#include "core/wire/varint.hpp"

namespace lanterne::wire {

namespace {

enum Column : std::size_t {
    time,
    latitude,
    longitude,
    speed,
    course,
    altitude,
    accuracy,
    quality, ///< satellites * 4 + mode
    columns,
};

/// A row begins with a mask: a bit for each column (one for the two of the position) whose
/// residual follows, and one that says that a byte with the columns present follows.
constexpr std::array<std::uint8_t, columns> mask_bit = {1, 2, 2, 4, 8, 16, 32, 64};
constexpr std::uint8_t all_residuals = 127;
constexpr std::uint8_t presence_follows = 128;

/// A column that may be absent has a bit in the row's set of those present.
constexpr std::array<std::uint8_t, columns> presence_bit = {0, 0, 0, 1, 2, 4, 8, 0};
constexpr std::uint8_t all_present = 15;

constexpr std::int64_t course_steps = 180;

struct Row {
    std::array<std::int64_t, columns> value = {}; ///< of an absent column: as the row before
    std::uint8_t present = all_present;

    bool has(Column column) const {
        return presence_bit[column] == 0 || (present & presence_bit[column]) != 0;
    }
};

/// What the next row is likely to be: time and place go on as in the last two rows, the rest
/// stays. Runs on the values as written, so nothing drifts.
class Prediction {
public:
    const Row& next() const { return next_; }

    void follow(const Row& row) {
        next_ = row;
        for (const Column column : {time, latitude, longitude}) {
            const std::int64_t before = first_ ? row.value[column] : last_.value[column];
            next_.value[column] = 2 * row.value[column] - before;
        }
        if (first_) {
            next_.value[time] += 1'000; // most receivers give a fix a second
        }
        last_ = row;
        first_ = false;
    }

private:
    Row next_;
    Row last_;
    bool first_ = true;
};

Row to_row(const Fix& fix, const Row& expected) {
    Row row = expected;
    row.present = 0;
    const auto set = [&row](Column column, const auto& value) {
        if (value) {
            row.value[column] = *value;
            row.present |= presence_bit[column];
        }
    };
    row.value[time] = to_ms(fix.time);
    row.value[latitude] = fix.position.latitude.e6;
    row.value[longitude] = fix.position.longitude.e6;
    set(speed, fix.speed_dmps);
    set(course, fix.course_2deg);
    set(altitude, fix.altitude_dm);
    set(accuracy, fix.accuracy_dm);
    row.value[quality] = fix.satellites * 4 + static_cast<int>(fix.mode);
    return row;
}

Result<Fix> to_fix(const Row& row) {
    const auto& value = row.value;
    if (!std::in_range<std::int32_t>(value[latitude]) ||
        !std::in_range<std::int32_t>(value[longitude]) ||
        !std::in_range<std::uint16_t>(value[speed]) ||
        !std::in_range<std::int32_t>(value[altitude]) ||
        !std::in_range<std::uint16_t>(value[accuracy]) ||
        !std::in_range<std::uint8_t>(value[quality])) {
        return tl::unexpected{Error::out_of_range};
    }
    Fix fix{.time = from_ms(value[time]),
            .position = {Latitude{static_cast<std::int32_t>(value[latitude])},
                         Longitude{static_cast<std::int32_t>(value[longitude])}},
            .satellites = static_cast<std::uint8_t>(value[quality] / 4),
            .mode = static_cast<FixMode>(value[quality] % 4)};
    const auto set = [&row]<class T>(Column column, std::optional<T>& field) {
        if (row.has(column)) {
            field = static_cast<T>(row.value[column]);
        }
    };
    set(speed, fix.speed_dmps);
    set(course, fix.course_2deg);
    set(altitude, fix.altitude_dm);
    set(accuracy, fix.accuracy_dm);
    if (!is_within_limits(fix)) {
        return tl::unexpected{Error::out_of_range};
    }
    return fix;
}

/// The shorter way round, in (-90, 90] steps.
std::int64_t shortest_turn(std::int64_t steps) {
    const std::int64_t turn = (steps % course_steps + course_steps) % course_steps;
    return turn > course_steps / 2 ? turn - course_steps : turn;
}

using Residuals = std::array<std::int64_t, columns>;

Residuals residuals(const Row& row, const Row& expected) {
    Residuals result;
    for (std::size_t column = 0; column < columns; ++column) {
        result[column] = row.value[column] - expected.value[column];
    }
    result[course] = shortest_turn(result[course]);
    return result;
}

std::uint8_t mask_of(const Residuals& residuals) {
    std::uint8_t mask = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        mask |= residuals[column] != 0 ? mask_bit[column] : std::uint8_t{0};
    }
    return mask;
}

void append_row(Bytes& out, const Row& row, const Row& expected) {
    const Residuals differences = residuals(row, expected);
    std::uint8_t mask = mask_of(differences);
    if (row.present != expected.present) {
        mask |= presence_follows;
    }
    out.push_back(std::byte{mask});
    if ((mask & presence_follows) != 0) {
        out.push_back(std::byte{row.present});
    }
    for (std::size_t column = 0; column < columns; ++column) {
        if ((mask & mask_bit[column]) != 0) {
            append_zigzag(out, differences[column]);
        }
    }
}

Result<std::uint8_t> take_byte(ByteView& rest) {
    if (rest.empty()) {
        return tl::unexpected{Error::truncated};
    }
    const auto byte = std::to_integer<std::uint8_t>(rest.front());
    rest = rest.subspan(1);
    return byte;
}

Result<std::uint8_t> take_presence(ByteView& rest, std::uint8_t expected) {
    const Result<std::uint8_t> present = take_byte(rest);
    if (present && *present > all_present) {
        return tl::unexpected{Error::out_of_range};
    }
    if (present && *present == expected) {
        return tl::unexpected{Error::not_canonical};
    }
    return present;
}

Result<Residuals> take_residuals(ByteView& rest, std::uint8_t mask) {
    Residuals result = {};
    for (std::size_t column = 0; column < columns; ++column) {
        if ((mask & mask_bit[column]) == 0) {
            continue;
        }
        const Result<std::int64_t> residual = take_zigzag(rest);
        if (!residual) {
            return tl::unexpected{residual.error()};
        }
        result[column] = *residual;
    }
    if (mask_of(result) != mask || shortest_turn(result[course]) != result[course]) {
        return tl::unexpected{Error::not_canonical};
    }
    return result;
}

Result<Row> take_row(ByteView& rest, const Row& expected) {
    const Result<std::uint8_t> mask = take_byte(rest);
    if (!mask) {
        return tl::unexpected{mask.error()};
    }
    Row row = expected;
    if ((*mask & presence_follows) != 0) {
        const Result<std::uint8_t> present = take_presence(rest, expected.present);
        if (!present) {
            return tl::unexpected{present.error()};
        }
        row.present = *present;
    }
    const Result<Residuals> differences = take_residuals(rest, *mask & all_residuals);
    if (!differences) {
        return tl::unexpected{differences.error()};
    }
    for (std::size_t column = 0; column < columns; ++column) {
        const std::int64_t difference = (*differences)[column];
        if (difference != 0 && !row.has(static_cast<Column>(column))) {
            return tl::unexpected{Error::not_canonical};
        }
        if (__builtin_add_overflow(row.value[column], difference, &row.value[column])) {
            return tl::unexpected{Error::out_of_range};
        }
    }
    row.value[course] = (row.value[course] + course_steps) % course_steps;
    return row;
}

} // namespace

Bytes encode_fix_rows(const std::vector<Fix>& fixes) {
    Bytes out;
    Prediction prediction;
    for (const Fix& fix : fixes) {
        const Row row = to_row(fix, prediction.next());
        append_row(out, row, prediction.next());
        prediction.follow(row);
    }
    return out;
}

Result<std::vector<Fix>> decode_fix_rows(ByteView rows, std::size_t count) {
    std::vector<Fix> fixes;
    Prediction prediction;
    while (!rows.empty() && fixes.size() < count) {
        const Result<Row> row = take_row(rows, prediction.next());
        if (!row) {
            return tl::unexpected{row.error()};
        }
        const Result<Fix> fix = to_fix(*row);
        if (!fix) {
            return tl::unexpected{fix.error()};
        }
        fixes.push_back(*fix);
        prediction.follow(*row);
    }
    if (!rows.empty() || fixes.size() != count) {
        return tl::unexpected{Error::bad_count};
    }
    return fixes;
}

} // namespace lanterne::wire
