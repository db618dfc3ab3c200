#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "database/connection.hpp"
#include "tests/support/private_postgres.hpp"

// Each value goes to PostgreSQL in binary and comes back twice: as PostgreSQL writes it in text,
// which proves that it understood, and in binary.
namespace lanterne::database {
namespace {

struct Echo {
    std::string text;
    Rows rows;
};

class Values : public ::testing::Test {
protected:
    Echo echo(const Parameters& parameter, const std::string& type) {
        Rows rows = connection_.execute("SELECT ($1::" + type + ")::text, $1", parameter);
        return {rows.get<std::string>(0, 0), rows};
    }

    template<class T>
    T read(const std::string& expression) {
        return connection_.execute("SELECT " + expression).get<T>(0, 0);
    }

    static std::string database() {
        static const std::string made = support::shared_postgres().empty_database();
        return made + " options='-c timezone=UTC'";
    }

    Connection connection_{database()};
};

std::vector<std::byte> bytes(std::initializer_list<int> values) {
    std::vector<std::byte> result;
    for (const int value : values) {
        result.push_back(static_cast<std::byte>(value));
    }
    return result;
}

TEST_F(Values, TravelAsBooleans) {
    EXPECT_EQ(echo(Parameters{}.add(true), "bool").text, "true");
    EXPECT_TRUE(echo(Parameters{}.add(true), "bool").rows.get<bool>(0, 1));
    EXPECT_FALSE(echo(Parameters{}.add(false), "bool").rows.get<bool>(0, 1));
}

template<class T>
std::vector<T> edges() {
    return {std::numeric_limits<T>::min(), T{-1}, T{0}, T{1}, T{0x7b},
            std::numeric_limits<T>::max()};
}

TEST_F(Values, TravelAsWholeNumbersOfEachSize) {
    for (const auto value : edges<std::int16_t>()) {
        const auto [text, rows] = echo(Parameters{}.add(value), "int2");
        EXPECT_EQ(text, std::to_string(value));
        EXPECT_EQ(rows.get<std::int16_t>(0, 1), value);
    }
    for (const auto value : edges<std::int32_t>()) {
        const auto [text, rows] = echo(Parameters{}.add(value), "int4");
        EXPECT_EQ(text, std::to_string(value));
        EXPECT_EQ(rows.get<std::int32_t>(0, 1), value);
    }
    for (const auto value : edges<std::int64_t>()) {
        const auto [text, rows] = echo(Parameters{}.add(value), "int8");
        EXPECT_EQ(text, std::to_string(value));
        EXPECT_EQ(rows.get<std::int64_t>(0, 1), value);
    }
}

TEST_F(Values, TravelAsRealNumbersBitForBit) {
    EXPECT_EQ(echo(Parameters{}.add(-0.1), "float8").text, "-0.1");
    for (const double value :
         {0.0, -0.1, 5e-324, 1.7976931348623157e308, std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(echo(Parameters{}.add(value), "float8").rows.get<double>(0, 1), value);
    }
}

TEST_F(Values, TravelAsText) {
    for (const std::string value : {"", "Zoë Żółw", "'; DROP TABLE race; --", "two\nlines"}) {
        const auto [text, rows] = echo(Parameters{}.add(value), "text");
        EXPECT_EQ(text, value);
        EXPECT_EQ(rows.get<std::string>(0, 1), value);
    }
}

TEST_F(Values, ReadTextOfEveryTextType) {
    EXPECT_EQ(read<std::string>("'a'::varchar"), "a");
    EXPECT_EQ(read<std::string>("'a'::name"), "a");
    EXPECT_EQ(read<std::string>(R"('{"a": 1}'::json)"), R"({"a": 1})");
    EXPECT_EQ(read<std::string>(R"('{"a": 1}'::jsonb)"), R"({"a": 1})");
}

TEST_F(Values, RefuseTextThatIsNotUtf8) {
    try {
        echo(Parameters{}.add("\xff"), "text");
        FAIL() << "it was taken";
    } catch (const StatementFailed& failed) {
        EXPECT_EQ(failed.sqlstate, "22021");
    }
}

TEST_F(Values, TravelAsTimes) {
    const UtcTime time = *parse_time("2026-05-17T08:00:00.123Z");

    const auto [text, rows] = echo(Parameters{}.add(time), "timestamptz");

    EXPECT_EQ(text, "2026-05-17 08:00:00.123+00");
    EXPECT_EQ(rows.get<UtcTime>(0, 1), time);
}

TEST_F(Values, TravelAsTimesBeforeTheYear2000) {
    const UtcTime time = *parse_time("1999-12-31T23:59:59.999Z");

    const auto [text, rows] = echo(Parameters{}.add(time), "timestamptz");

    EXPECT_EQ(text, "1999-12-31 23:59:59.999+00");
    EXPECT_EQ(rows.get<UtcTime>(0, 1), time);
}

TEST_F(Values, CutMicrosecondsDownward) {
    EXPECT_EQ(to_text(read<UtcTime>("timestamptz '2026-05-17 08:00:00.123999+00'")),
              "2026-05-17T08:00:00.123Z");
    EXPECT_EQ(to_text(read<UtcTime>("timestamptz '1999-05-17 08:00:00.123999+00'")),
              "1999-05-17T08:00:00.123Z");
}

TEST_F(Values, TravelAsInfiniteTimes) {
    EXPECT_EQ(echo(Parameters{}.add(UtcTime::max()), "timestamptz").text, "infinity");
    EXPECT_EQ(echo(Parameters{}.add(UtcTime::min()), "timestamptz").text, "-infinity");
    EXPECT_EQ(read<UtcTime>("timestamptz 'infinity'"), UtcTime::max());
    EXPECT_EQ(read<UtcTime>("timestamptz '-infinity'"), UtcTime::min());
}

TEST_F(Values, TravelAsTheLastTimesThatPostgresqlKnows) {
    for (const char* last : {"294276-12-31 23:59:59.999+00", "4714-11-24 00:00:00+00 BC"}) {
        const auto time = read<UtcTime>("timestamptz '" + std::string{last} + "'");
        EXPECT_EQ(echo(Parameters{}.add(time), "timestamptz").text, last);
    }
    const auto last = read<UtcTime>("timestamptz '294276-12-31 23:59:59.999+00'");
    EXPECT_EQ(echo(Parameters{}.add(last + Milliseconds{1}), "timestamptz").text, "infinity");
    const auto first = read<UtcTime>("timestamptz '4714-11-24 00:00:00+00 BC'");
    EXPECT_EQ(echo(Parameters{}.add(first - Milliseconds{1}), "timestamptz").text, "-infinity");
}

TEST_F(Values, TravelAsBytes) {
    const auto value = bytes({0, 1, 0x7f, 0x80, 0xff});

    const auto [text, rows] = echo(Parameters{}.add(value), "bytea");

    EXPECT_EQ(text, "\\x00017f80ff");
    EXPECT_EQ(rows.get<std::vector<std::byte>>(0, 1), value);
    EXPECT_TRUE(std::ranges::equal(rows.bytes(0, 1), value));
    EXPECT_THROW(rows.bytes(0, 0), std::logic_error) << "text";
    EXPECT_EQ(echo(Parameters{}.add(bytes({})), "bytea").text, "\\x");
}

TEST_F(Values, TravelAsSetsOfRanges) {
    const std::vector<Int8Range> ranges{{-5, 0}, {1, 251}, {1'000'000'000'000, 1'000'000'000'001}};

    const auto [text, rows] = echo(Parameters{}.add(ranges), "int8multirange");

    EXPECT_EQ(text, "{[-5,0),[1,251),[1000000000000,1000000000001)}");
    EXPECT_EQ(rows.get<std::vector<Int8Range>>(0, 1), ranges);
}

TEST_F(Values, JoinRangesThatTouchAndDropEmptyOnes) {
    const std::vector<Int8Range> ranges{{5, 9}, {0, 5}, {7, 7}};

    EXPECT_EQ(echo(Parameters{}.add(ranges), "int8multirange").text, "{[0,9)}");
    EXPECT_EQ(echo(Parameters{}.add(std::vector<Int8Range>{}), "int8multirange").text, "{}");
    EXPECT_TRUE(read<std::vector<Int8Range>>("'{}'::int8multirange").empty());
}

TEST_F(Values, RefuseARangeThatRunsBackwards) {
    const std::vector<Int8Range> ranges{{9, 5}};

    EXPECT_THROW(echo(Parameters{}.add(ranges), "int8multirange"), StatementFailed);
}

TEST_F(Values, RefuseToReadARangeWithoutEnd) {
    EXPECT_THROW(read<std::vector<Int8Range>>("'{[1,)}'::int8multirange"), std::logic_error);
}

TEST_F(Values, TravelAsArrays) {
    const std::vector<std::int16_t> small{-1, 0, 1};
    const std::vector<std::int32_t> middle{-1, 0, 1};
    const std::vector<std::int64_t> large{-1, 0, 1};
    const std::vector<std::string> texts{"", "a,b", "{\"}"};
    const std::vector<UtcTime> times{from_ms(0), from_ms(1'800'000'000'123)};

    EXPECT_EQ(echo(Parameters{}.add_array(small), "int2[]").text, "{-1,0,1}");
    EXPECT_EQ(
        echo(Parameters{}.add_array(small), "int2[]").rows.get<std::vector<std::int16_t>>(0, 1),
        small);
    EXPECT_EQ(echo(Parameters{}.add_array(middle), "int4[]").text, "{-1,0,1}");
    EXPECT_EQ(
        echo(Parameters{}.add_array(middle), "int4[]").rows.get<std::vector<std::int32_t>>(0, 1),
        middle);
    EXPECT_EQ(echo(Parameters{}.add_array(large), "int8[]").text, "{-1,0,1}");
    EXPECT_EQ(
        echo(Parameters{}.add_array(large), "int8[]").rows.get<std::vector<std::int64_t>>(0, 1),
        large);
    EXPECT_EQ(echo(Parameters{}.add_array(texts), "text[]").text, R"({"","a,b","{\"}"})");
    EXPECT_EQ(
        echo(Parameters{}.add_array(texts), "text[]").rows.get<std::vector<std::string>>(0, 1),
        texts);
    EXPECT_EQ(echo(Parameters{}.add_array(times), "timestamptz[]").text,
              R"({"1970-01-01 00:00:00+00","2027-01-15 08:00:00.123+00"})");
    EXPECT_EQ(
        echo(Parameters{}.add_array(times), "timestamptz[]").rows.get<std::vector<UtcTime>>(0, 1),
        times);
}

TEST_F(Values, TravelAsArraysOfBytes) {
    const std::vector<std::vector<std::byte>> values{bytes({}), bytes({0, 0xff})};

    EXPECT_EQ(echo(Parameters{}.add_array(values), "bytea[]").text, R"({"\\x","\\x00ff"})");
}

TEST_F(Values, TravelAsEmptyArrays) {
    EXPECT_EQ(echo(Parameters{}.add_array(std::vector<std::int32_t>{}), "int4[]").text, "{}");
    EXPECT_EQ(echo(Parameters{}.add_array(std::vector<std::string>{}), "text[]").text, "{}");
    EXPECT_TRUE(read<std::vector<std::int64_t>>("'{}'::int8[]").empty());
}

TEST_F(Values, TravelAsArraysWithNulls) {
    using Numbers = std::vector<std::optional<std::int32_t>>;
    using Large = std::vector<std::optional<std::int64_t>>;
    using Times = std::vector<std::optional<UtcTime>>;

    EXPECT_EQ(echo(Parameters{}.add_array(Numbers{1, std::nullopt}), "int4[]").text, "{1,NULL}");
    EXPECT_EQ(echo(Parameters{}.add_array(Large{std::nullopt, 2}), "int8[]").text, "{NULL,2}");
    EXPECT_EQ(echo(Parameters{}.add_array(Times{std::nullopt, from_ms(0)}), "timestamptz[]").text,
              R"({NULL,"1970-01-01 00:00:00+00"})");
}

TEST_F(Values, RefuseToReadArraysWithNullsOrMoreDimensions) {
    EXPECT_THROW(read<std::vector<std::int32_t>>("ARRAY[1, NULL]"), std::logic_error);
    EXPECT_THROW(read<std::vector<std::int32_t>>("ARRAY[[1, 2], [3, 4]]"), std::logic_error);
}

TEST_F(Values, MayBeAbsent) {
    const Rows rows =
        connection_.execute("SELECT $1, $2, $3", Parameters{}
                                                     .add(std::optional<std::int32_t>{})
                                                     .add(std::optional<std::string>{"here"})
                                                     .add_null(type_oid::timestamptz));

    EXPECT_TRUE(rows.is_null(0, 0));
    EXPECT_EQ(rows.get_optional<std::int32_t>(0, 0), std::nullopt);
    EXPECT_EQ(rows.get_optional<std::string>(0, 1), "here");
    EXPECT_EQ(rows.get_optional<UtcTime>(0, 2), std::nullopt);
    EXPECT_THROW(rows.get<std::int32_t>(0, 0), std::logic_error);
}

TEST_F(Values, AreReadOnlyAsTheirOwnType) {
    EXPECT_THROW(read<std::int64_t>("1"), std::logic_error);
    EXPECT_THROW(read<std::string>("1"), std::logic_error);
    EXPECT_THROW(read<std::vector<std::byte>>("'a'::text"), std::logic_error);
}

} // namespace
} // namespace lanterne::database
