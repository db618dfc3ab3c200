#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/board/toml_reader.hpp"

namespace lanterne::firmware {
namespace {

/// What reading says of a text; "" when it is content.
template<class Read>
std::string refusal(const std::string& text, Read read) {
    try {
        TomlReader reader{text, "t.toml"};
        read(reader);
        reader.refuse_unknown();
    } catch (const SettingsError& reason) {
        return reason.what();
    }
    return "";
}

TEST(TomlReader, GivesWhatIsThere) {
    TomlReader reader{"[a]\nt = \"x\"\nn = -3\nf = true\nl = [\"p\", \"q\"]\nc = \"two\"\n", "t"};
    constexpr std::array<std::string_view, 2> choices{"one", "two"};

    EXPECT_EQ(reader.text({"a", "t"}, printable_text), "x");
    EXPECT_EQ(reader.number({"a", "n"}, -3, 0), -3);
    EXPECT_TRUE(reader.flag({"a", "f"}));
    EXPECT_THAT(reader.texts({"a", "l"}, printable_text), testing::ElementsAre("p", "q"));
    EXPECT_EQ(reader.choice({"a", "c"}, choices), 1U);
    EXPECT_NO_THROW(reader.refuse_unknown());
}

TEST(TomlReader, GivesNothingForWhatMayBeLeftOut) {
    TomlReader reader{"", "t"};

    EXPECT_FALSE(reader.optional_text({"a", "t"}, printable_text));
    EXPECT_FALSE(reader.optional_number({"a", "n"}, 0, 1));
    EXPECT_FALSE(reader.optional_flag({"a", "f"}));
}

TEST(TomlReader, TakesNumbersAtTheirLimitsAndNotBeyond) {
    const auto read = [](TomlReader& reader) { reader.number({"a", "n"}, 1, 10); };

    EXPECT_EQ(refusal("[a]\nn = 1\n", read), "");
    EXPECT_EQ(refusal("[a]\nn = 10\n", read), "");
    EXPECT_EQ(refusal("[a]\nn = 0\n", read), "t.toml:2: [a] n must be a whole number from 1 to 10");
    EXPECT_EQ(refusal("[a]\nn = 11\n", read),
              "t.toml:2: [a] n must be a whole number from 1 to 10");
    EXPECT_EQ(refusal("[a]\nn = 3.0\n", read),
              "t.toml:2: [a] n must be a whole number from 1 to 10");
}

TEST(TomlReader, SaysWhichNumbersAreAmongTheChoices) {
    constexpr std::array<std::int64_t, 2> choices{4'800, 9'600};
    const auto read = [&](TomlReader& reader) { reader.number_among({"a", "n"}, choices); };

    EXPECT_EQ(refusal("[a]\nn = 9600\n", read), "");
    EXPECT_EQ(refusal("[a]\nn = 9601\n", read), "t.toml:2: [a] n must be one of 4800, 9600");
}

TEST(TomlReader, RefusesAListThatIsNoneOrEmptyOrTooLong) {
    const auto read = [](TomlReader& reader) { reader.texts({"a", "l"}, printable_text); };
    std::string list = "\"x\"";
    for (std::size_t more = 1; more < TomlReader::list_limit; ++more) {
        list += ", \"x\"";
    }

    EXPECT_EQ(refusal("[a]\nl = [" + list + "]\n", read), "");
    EXPECT_THAT(refusal("[a]\nl = [" + list + ", \"x\"]\n", read),
                testing::HasSubstr("must be a list of 1 to 16 texts"));
    EXPECT_THAT(refusal("[a]\nl = []\n", read), testing::HasSubstr("must be a list"));
    EXPECT_THAT(refusal("[a]\nl = \"x\"\n", read), testing::HasSubstr("must be a list"));
    EXPECT_THAT(refusal("[a]\nl = [\n7]\n", read), testing::StartsWith("t.toml:3: [a] l must be"));
}

TEST(TomlReader, KnowsWhatMayStandInAUnitOfSystemd) {
    const auto read = [](TomlReader& reader) { reader.text({"a", "p"}, absolute_path); };

    EXPECT_EQ(refusal("[a]\np = \"/var/lib/x\"\n", read), "");
    for (const auto* path : {"x", "/", "/a b", "/a/../b", "/a\\\"b", "/a\\nb", "/%h", "/$a"}) {
        EXPECT_THAT(refusal("[a]\np = \"" + std::string{path} + "\"\n", read),
                    testing::HasSubstr("must be a path"))
            << path;
    }
}

TEST(TomlReader, RefusesAFileThatIsTooLong) {
    const std::string longest = '#' + std::string(TomlReader::size_limit - 1, '-');
    const auto read = [](TomlReader&) {};

    EXPECT_EQ(refusal(longest, read), "");
    EXPECT_EQ(refusal(longest + '-', read), "t.toml: is over 65536 bytes long");
}

TEST(TomlReader, RefusesAKeyOfSoManyPartsThatItWouldEndTheProgram) {
    const auto read = [](TomlReader& reader) { reader.optional_text({"a", "a"}, printable_text); };
    std::string key = "a";
    for (int part = 0; part < 30'000; ++part) {
        key += ".a";
    }

    EXPECT_EQ(refusal("\n[" + key + "]\n", read), "t.toml:2: must not have more than 16 dots");
    EXPECT_EQ(refusal(key + " = 1\n", read), "t.toml:1: must not have more than 16 dots");
    EXPECT_EQ(refusal("[a]\na = \"................\"\n", read), "");
}

TEST(TomlReader, RefusesControlCharacters) {
    const auto read = [](TomlReader& reader) { reader.optional_text({"a", "t"}, printable_text); };

    EXPECT_EQ(refusal("[a]\r\n\tt = \"x\"\r\n", read), "");
    EXPECT_EQ(refusal(std::string{"[a]\nn\0e = 1\n", 12}, read),
              "t.toml:2: must not have control characters");
    EXPECT_EQ(refusal("[a]\n# \x7f\n", read), "t.toml:2: must not have control characters");
    EXPECT_EQ(refusal("[\ra]\r\n", read), "t.toml:1: must not have control characters");
}

TEST(TomlReader, TakesOtherLettersThanAsciiInCommentsAlone) {
    const auto read = [](TomlReader& reader) { reader.optional_text({"a", "t"}, printable_text); };

    EXPECT_EQ(refusal("[a] # Z\u00fcrich\n", read), "");
    EXPECT_EQ(refusal("[a]\nt = \"Z\u00fcrich\"\n", read),
              "t.toml:2: must be ASCII, but for comments");
    EXPECT_EQ(refusal("\ufeff[[[a=[", read), "t.toml:1: must be ASCII, but for comments");
}

TEST(TomlReader, RefusesASectionWithoutAName) {
    const auto read = [](TomlReader& reader) { reader.optional_text({"a", "t"}, printable_text); };
    const std::string said = "t.toml:2: must be [section], its name of letters, digits, _ and -";

    for (const auto* line : {"[= 20", "[", " [ ", "[[", "[]", "[ \t=]", "[.a]", "[#]", "[[[a]]]",
                             "[[a]]", "[\"a\"]", "[a", "[a] b", "[a.b]"}) {
        EXPECT_EQ(refusal("\n" + std::string{line} + "\n", read), said) << line;
    }
    EXPECT_EQ(refusal(" [ a ] # a section\nt = \"[=\"\n", read), "");
}

TEST(TomlReader, RefusesValuesThatAreNestedTooDeep) {
    const std::string deep = "a = " + std::string(30'000, '[') + std::string(30'000, ']') + "\n";

    EXPECT_THAT(refusal(deep, [](TomlReader&) {}),
                testing::HasSubstr("maximum nested value depth"));
}

TEST(TomlReader, RepeatsOnlyWhatFitsInOneLine) {
    const auto read = [](TomlReader& reader) { reader.optional_text({"a", "t"}, printable_text); };

    EXPECT_EQ(refusal("[a]\n\"b\\nc\\u0007\" = 1\n", read),
              "t.toml:2: [a] b?c? is not known here: [a] takes t");
    EXPECT_THAT(refusal("[a]\n" + std::string(5'000, 'k') + " = 1\n", read),
                testing::HasSubstr("kkk... is not known here"));
}

TEST(TomlReader, RefusesWhatTomlPlusPlusAssertsOn) {
    EXPECT_EQ(refusal("[a]\nl = [\"x\",}\"y\"]\n", [](TomlReader&) {}),
              "t.toml: must be TOML (key = value, under [section])");
}

TEST(TomlReader, SaysWhereAFileIsNoToml) {
    EXPECT_THAT(refusal("[a]\nn = = 3\n", [](TomlReader&) {}), testing::StartsWith("t.toml:2: "));
}

} // namespace
} // namespace lanterne::firmware
