#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/toml_reader.hpp"
#include "firmware/enrol_file.hpp"

namespace lanterne::firmware {
namespace {

using testing::HasSubstr;

constexpr std::string_view least = "[enrol]\ncode = \"2222-2222-2222-2222-2222\"\n";

std::string refusal(const std::string& text) {
    try {
        read_enrol_file(text, "e.toml");
    } catch (const SettingsError& reason) {
        return reason.what();
    }
    return "no refusal";
}

TEST(EnrolFile, NeedsNoMoreThanACode) {
    const CodeEnrolment wish = read_enrol_file(least, "e.toml");

    EXPECT_EQ(wish.code.text(), "2222-2222-2222-2222-2222");
    EXPECT_EQ(wish.desk, (DeskAddress{"lanterne-enrolment", 8829}));
    EXPECT_EQ(wish.unit, std::nullopt);
}

TEST(EnrolFile, SaysForWhomAndWhere) {
    const CodeEnrolment wish = read_enrol_file(
        std::string{least} + "serial = \"a1b2c3\"\nserver = \"192.0.2.1:99\"\n", "e.toml");

    EXPECT_EQ(wish.unit, UnitSerial::from("a1b2c3"));
    EXPECT_EQ(wish.desk, (DeskAddress{"192.0.2.1", 99}));
}

TEST(EnrolFile, IsRefusedByLineWhenItIsWrong) {
    const std::string code{least};

    EXPECT_THAT(refusal(""), HasSubstr("e.toml: [enrol] code is missing"));
    EXPECT_THAT(refusal("[enrol]\ncode = \"2222-2222-2222-2222-2223\"\n"),
                HasSubstr("e.toml:2: [enrol] code is wrong: the code is mistyped"));
    EXPECT_THAT(refusal(code + "serial = \"No Serial\"\n"), HasSubstr("e.toml:3: [enrol] serial"));
    EXPECT_THAT(refusal(code + "server = \"a b\"\n"),
                HasSubstr("e.toml:3: [enrol] server is wrong: the desk's address must be HOST"));
    EXPECT_THAT(refusal(code + "servers = \"a\"\n"), HasSubstr("e.toml:3: [enrol] servers"));
    EXPECT_THAT(refusal("code ="), HasSubstr("e.toml:1"));
}

TEST(DeskAddress, IsReadAsPeopleWriteIt) {
    EXPECT_EQ(read_desk_address("desk.example.org"), (DeskAddress{"desk.example.org", 8829}));
    EXPECT_EQ(read_desk_address("desk:1"), (DeskAddress{"desk", 1}));
    EXPECT_EQ(read_desk_address("192.0.2.1:8080"), (DeskAddress{"192.0.2.1", 8080}));
    EXPECT_EQ(read_desk_address("2001:db8::1"), (DeskAddress{"2001:db8::1", 8829}));
    EXPECT_EQ(read_desk_address("[2001:db8::1]"), (DeskAddress{"2001:db8::1", 8829}));
    EXPECT_EQ(read_desk_address("[2001:db8::1]:80"), (DeskAddress{"2001:db8::1", 80}));
}

TEST(DeskAddress, IsRefusedWhenItIsNone) {
    for (const char* text : {"", ":", "desk:", ":80", "desk:0", "desk:65536", "desk:x", "a b",
                             "[::1", "http://desk", "desk/x", "[]:1"}) {
        EXPECT_ANY_THROW(read_desk_address(text)) << text;
    }
}

} // namespace
} // namespace lanterne::firmware
