#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enrolment/codes.hpp"
#include "enrolment/files.hpp"

namespace lanterne::enrolment {
namespace {

constexpr const char* code_line = "a1b2c3 2222-2222-2222-2222-2222 1796570767 new\n";
const std::string claim_line = "a1b2c3 0123456789abcdef " + std::string(64, 'e') + " 1796570767\n";

template<class Read>
std::string refusal(const Read& read) {
    try {
        read();
    } catch (const EnrolmentError& reason) {
        return reason.what();
    }
    return "no refusal";
}

TEST(Codes, ComeBackAsTheyWereWritten) {
    const auto codes =
        read_codes(std::string{code_line} + "d4e5f6 2222-2222-2222-2222-2222 0 again\n", "codes");

    ASSERT_EQ(codes.size(), 2U);
    EXPECT_EQ(codes[0].unit.text(), "a1b2c3");
    EXPECT_EQ(codes[0].expires, UtcTime{} + std::chrono::seconds{1'796'570'767});
    EXPECT_EQ(codes[0].replaces, Replaces::nothing);
    EXPECT_EQ(codes[1].replaces, Replaces::certificate);
    EXPECT_EQ(read_codes(codes_text(codes), "codes"), codes);
}

TEST(Codes, AreRefusedByLine) {
    for (const char* wrong : {"\n", "x", "a1b2c3 2222-2222-2222-2222-2222 1796570767 old\n",
                              "a1b2c3 2222-2222-2222-2222-2223 1796570767 new\n",
                              "A1B2C3 2222-2222-2222-2222-2222 1796570767 new\n",
                              "a1b2c3  2222-2222-2222-2222-2222 1796570767 new\n",
                              "a1b2c3 2222-2222-2222-2222-2222 -1 new\n",
                              "a1b2c3 2222-2222-2222-2222-2222 99999999999999999999 new\n",
                              "a1b2c3 2222-2222-2222-2222-2222 1796570767 new more\n",
                              "a1b2c3 2222-2222-2222-2222-2222 1796570767 new"}) {
        EXPECT_EQ(refusal([&] {
                      read_codes(code_line + std::string{wrong}, "codes");
                  }).find("codes:2: this is no line of lanterne-authority"),
                  0U)
            << wrong;
    }
}

TEST(Codes, AreAtMostTenThousand) {
    std::string text;
    for (std::size_t i = 0; i < max_units; ++i) {
        text += code_line;
    }

    EXPECT_EQ(read_codes(text, "codes").size(), max_units);
    EXPECT_EQ(refusal([&] { read_codes(text + code_line, "codes"); }).find("codes:10001:"), 0U);
}

TEST(Claims, ComeBackAsTheyWereWritten) {
    const auto claims = read_claims(
        claim_line + "d4e5f6 0123456789abcdef " + std::string(64, '0') + " -\n", "claims");

    ASSERT_EQ(claims.size(), 2U);
    EXPECT_EQ(claims.at(UnitSerial::from("a1b2c3").value()).answered,
              UtcTime{} + std::chrono::seconds{1'796'570'767});
    EXPECT_FALSE(claims.at(UnitSerial::from("d4e5f6").value()).answered);
    EXPECT_EQ(read_claims(claims_text(claims), "claims"), claims);
}

TEST(Claims, AreRefusedByLine) {
    for (const std::string& wrong :
         {std::string{"x\n"}, claim_line, std::string{"d4e5f6 0123456789abcdef 00 -\n"},
          "d4e5f6 0123456789ABCDEF " + std::string(64, '0') + " -\n",
          "d4e5f6 0123456789abcdef " + std::string(64, '0') + " now\n"}) {
        EXPECT_EQ(refusal([&] { read_claims(claim_line + wrong, "claims"); }).find("claims:2:"), 0U)
            << wrong;
    }
}

} // namespace
} // namespace lanterne::enrolment
