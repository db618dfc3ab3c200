#include <limits>

#include <gtest/gtest.h>

#include "service/json_writer.hpp"

namespace lanterne::service {

namespace {

TEST(JsonWriter, PutsCommasAndNamesWhereTheyBelong) {
    JsonWriter json;

    json.begin_object()
        .field("a", 1)
        .name("b")
        .begin_array()
        .value("x")
        .begin_object()
        .end_object();
    json.value(true).end_array().field("c", std::optional<int>{}).field("d", 1.25, 1).end_object();

    EXPECT_EQ(json.take(), R"({"a":1,"b":["x",{},true],"c":null,"d":1.2})");
}

TEST(JsonWriter, EscapesNamesAndTexts) {
    JsonWriter json;

    json.begin_object().field("a\"b", "c\\d\n").end_object();

    EXPECT_EQ(json.take(), R"({"a\"b":"c\\d\n"})");
}

TEST(JsonWriter, HasNoNumberForWhatIsNone) {
    JsonWriter json;

    json.begin_array();
    json.value(std::numeric_limits<double>::quiet_NaN(), 1).value(std::optional<double>{}, 1);
    json.value(std::numeric_limits<std::int64_t>::min()).end_array();

    EXPECT_EQ(json.take(), "[null,null,-9223372036854775808]");
}

} // namespace

} // namespace lanterne::service
