#include <algorithm>
#include <cctype>
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/identity/one_time_code.hpp"

namespace lanterne::firmware {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class OneTimeCodeTest : public testing::Test {
protected:
    OneTimeCode new_code() {
        return OneTimeCode::make([this] { return static_cast<std::uint8_t>(random_() & 0xFFU); });
    }

private:
    std::mt19937 random_{20'261'122};
};

std::string fault(std::string_view text) {
    const auto code = OneTimeCode::from(text);
    return code ? "none" : code.error();
}

TEST_F(OneTimeCodeTest, IsFiveGroupsOfFourWithoutLettersThatLookAlike) {
    for (int i = 0; i < 100; ++i) {
        EXPECT_THAT(new_code().text(),
                    MatchesRegex("([2-9A-HJKMNP-Z][2-9A-HJKMNP-Z][2-9A-HJKMNP-Z][2-9A-HJKMNP-Z]-)*"
                                 "[2-9A-HJKMNP-Z][2-9A-HJKMNP-Z][2-9A-HJKMNP-Z][2-9A-HJKMNP-Z]"));
        EXPECT_EQ(new_code().text().size(), 24U);
    }
}

TEST_F(OneTimeCodeTest, HasEachLetterAsOftenAsAnother) {
    std::map<char, int> counts;

    for (int i = 0; i < 3'100; ++i) {
        for (const char letter : new_code().secret().substr(0, 19)) {
            ++counts[letter];
        }
    }

    // 1900 of each are expected, with a standard deviation of 43.
    ASSERT_EQ(counts.size(), 31U);
    for (const auto& [letter, count] : counts) {
        EXPECT_NEAR(count, 1'900, 260) << letter;
    }
}

TEST_F(OneTimeCodeTest, IsReadAsPeopleWriteIt) {
    const OneTimeCode code = new_code();
    std::string careless = " " + code.text();
    std::ranges::transform(careless, careless.begin(), [](char letter) {
        return letter == '-' ? ' '
                             : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    });

    EXPECT_EQ(OneTimeCode::from(code.text()), code);
    EXPECT_EQ(OneTimeCode::from(careless), code);
    EXPECT_EQ(OneTimeCode::from(code.secret()), code);
}

TEST_F(OneTimeCodeTest, TellsEveryWrongLetter) {
    const std::string right = new_code().secret();

    for (std::size_t place = 0; place < right.size(); ++place) {
        for (const char letter : OneTimeCode::alphabet) {
            std::string wrong = right;
            wrong[place] = letter;
            EXPECT_EQ(OneTimeCode::from(wrong).has_value(), letter == right[place]) << wrong;
        }
    }
}

TEST_F(OneTimeCodeTest, TellsTwoNeighboursThatChangedPlaces) {
    for (int i = 0; i < 50; ++i) {
        const std::string right = new_code().secret();
        for (std::size_t place = 0; place + 1 < right.size(); ++place) {
            std::string wrong = right;
            std::swap(wrong[place], wrong[place + 1]);
            EXPECT_EQ(OneTimeCode::from(wrong).has_value(), wrong == right) << wrong;
        }
    }
}

TEST_F(OneTimeCodeTest, SaysWhatIsWrong) {
    EXPECT_THAT(fault(""), HasSubstr("too short: it has 20 letters, not 0"));
    EXPECT_THAT(fault("2222-2222-2222-2222-222"),
                HasSubstr("too short: it has 20 letters, not 19"));
    EXPECT_THAT(fault("2222-2222-2222-2222-2222-2"), HasSubstr("too long: it has 20 letters"));
    EXPECT_THAT(fault("2222-2222-2222-2222-2220"), HasSubstr("without I, L and O"));
    EXPECT_THAT(fault("2222\n"), HasSubstr("nothing else but dashes"));
    EXPECT_THAT(fault("2222-2222-2222-2222-2223"), HasSubstr("mistyped"));
}

TEST_F(OneTimeCodeTest, ItsLocatorIsItsOwnAndDoesNotTellIt) {
    const OneTimeCode code = OneTimeCode::from("2222-2222-2222-2222-2222").value();

    // printf 'lanterne enrolment code 22222222222222222222' | sha256sum
    EXPECT_EQ(code.locator(), "28dbf30daee2047a");
    EXPECT_NE(new_code().locator(), new_code().locator());
}

} // namespace
} // namespace lanterne::firmware
