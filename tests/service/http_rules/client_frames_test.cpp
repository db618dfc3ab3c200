#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/client_frames.hpp"

namespace lanterne::service {

namespace {

using namespace std::string_literals;

constexpr std::size_t message_bytes = 1'000;
const std::string mask = "\x01\x02\x03\x04";

/// As a client frames it; the second byte's length is what `length` says in its own form.
std::string frame(unsigned first, const std::string& length, const std::string& content) {
    std::string bytes(1, static_cast<char>(first));
    bytes += static_cast<char>(static_cast<unsigned char>(length[0]) | 0x80U);
    bytes += length.substr(1) + mask;
    for (std::size_t at = 0; at < content.size(); ++at) {
        bytes += static_cast<char>(content[at] ^ mask[at % 4]);
    }
    return bytes;
}

std::string frame(unsigned first, const std::string& content) {
    if (content.size() < 126) {
        return frame(first, std::string(1, static_cast<char>(content.size())), content);
    }
    return frame(
        first,
        {126, static_cast<char>(content.size() / 256), static_cast<char>(content.size() % 256)},
        content);
}

/// What was understood: each frame as its opcode and content, a fault as its code and reason.
std::string understood(const std::string& bytes, std::size_t step, bool takes_deflated = false) {
    ClientFrames frames{{.message_bytes = message_bytes, .takes_deflated = takes_deflated}};
    std::string said;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        std::string_view piece = std::string_view{bytes}.substr(at, step);
        while (!piece.empty()) {
            const auto got = frames.take(piece);
            if (!got) {
                return said + "fault " + std::to_string(got.error().code) + " " +
                       std::string{got.error().reason};
            }
            if (*got) {
                said += std::to_string(static_cast<unsigned>((*got)->opcode)) + "(" +
                        (*got)->content + ")";
            }
        }
    }
    return said;
}

struct Case {
    std::string name;
    std::string bytes;
    std::string expected;
};

class Frames : public testing::TestWithParam<Case> {};

TEST_P(Frames, AreUnderstoodHoweverTheyComeInPieces) {
    const auto& [name, bytes, expected] = GetParam();

    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
        EXPECT_EQ(understood(bytes, step), expected) << "in steps of " << step;
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, Frames,
    testing::Values(Case{"AnEmptyText", frame(0x81, ""), "1()"},
                    Case{"ATextIsThrownAway", frame(0x81, "hello"), "1()"},
                    Case{"ABinary", frame(0x82, "hello"), "2()"},
                    Case{"APingIsUnmasked", frame(0x89, "are you there"), "9(are you there)"},
                    Case{"APingOf125Bytes", frame(0x89, std::string(125, 'p')),
                         "9(" + std::string(125, 'p') + ")"},
                    Case{"AGoodbyeWithoutACode", frame(0x88, ""), "8()"},
                    Case{"AGoodbyeWithACode", frame(0x88, "\x03\xe8"s), "8(\x03\xe8)"},
                    Case{"AGoodbyeOfAnApplication", frame(0x88, "\x0f\xa0"s), "8(\x0f\xa0)"},
                    Case{"FragmentsWithAPingBetween",
                         frame(0x01, "a") + frame(0x89, "") + frame(0x00, "b") + frame(0x80, "c"),
                         "1()9()0()0()"},
                    Case{"TheLongestMessage", frame(0x81, std::string(message_bytes, 'x')), "1()"},
                    Case{"OneAfterTheOther",
                         frame(0x81, std::string(message_bytes, 'x')) +
                             frame(0x82, std::string(message_bytes, 'x')),
                         "1()2()"}),
    [](const auto& one) { return one.param.name; });

class Faults : public testing::TestWithParam<Case> {};

TEST_P(Faults, AreFoundHoweverTheyComeInPieces) {
    const auto& [name, bytes, expected] = GetParam();

    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
        EXPECT_EQ(understood(bytes, step), "fault " + expected) << "in steps of " << step;
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, Faults,
    testing::Values(
        Case{"NoMask", "\x81\x01x"s, "1002 mask"},
        Case{"AReservedOpcodeOfData", frame(0x83, "x"), "1002 opcode"},
        Case{"AReservedOpcodeOfControl", frame(0x8B, ""), "1002 opcode"},
        Case{"DeflateThatWasNotAgreedTo", frame(0xC1, "x"), "1002 reserved_bits"},
        Case{"TheSecondReservedBit", frame(0xA1, "x"), "1002 reserved_bits"},
        Case{"TheThirdReservedBit", frame(0x91, "x"), "1002 reserved_bits"},
        Case{"APingInFragments", frame(0x09, "x"), "1002 control_frame"},
        Case{"APingOf126Bytes", frame(0x89, std::string(126, 'p')), "1002 control_frame"},
        Case{"AContinuationOfNothing", frame(0x80, "x"), "1002 fragment"},
        Case{"ALengthOf16BitsThatFits7", frame(0x81, "\x7e\0\x05"s, "hello"), "1002 length"},
        Case{"ALengthOf64BitsThatFits16", frame(0x81, "\x7f\0\0\0\0\0\0\xff\xff"s, ""),
             "1002 length"},
        Case{"ANegativeLength", frame(0x81, "\x7f\x80\0\0\0\0\0\0\0"s, ""), "1002 length"},
        Case{"AMessageOfTheWholeAddressSpace",
             frame(0x81, "\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"s, ""), "1009 message_bytes"},
        Case{"AMessageOfOneByteTooMany", frame(0x81, std::string(message_bytes + 1, 'x')),
             "1009 message_bytes"},
        Case{"AGoodbyeOfOneByte", frame(0x88, "\x03"), "1002 close_code"},
        Case{"AGoodbyeThatMustNotBeSaid", frame(0x88, "\x03\xed"s), "1002 close_code"},
        Case{"AGoodbyeOfAReservedCode", frame(0x88, "\x03\xec"s), "1002 close_code"},
        Case{"AGoodbyeBelow1000", frame(0x88, "\x03\xe7"s), "1002 close_code"},
        Case{"AGoodbyeOf5000", frame(0x88, "\x13\x88"s), "1002 close_code"}),
    [](const auto& one) { return one.param.name; });

TEST(ClientFrames, RefuseANewMessageWithinFragments) {
    EXPECT_EQ(understood(frame(0x01, "a") + frame(0x81, "b"), 1), "1()fault 1002 fragment");
}

TEST(ClientFrames, RefuseFragmentsThatAreTooMuchTogether) {
    const std::string half(message_bytes / 2, 'x');
    const std::string more = frame(0x01, half) + frame(0x00, half) + frame(0x80, "y");

    EXPECT_EQ(understood(more, more.size()), "1()0()fault 1009 message_bytes");
}

TEST(ClientFrames, TakeDeflatedMessagesWhereThatWasAgreedTo) {
    const std::string fragments = frame(0x41, "a") + frame(0x80, "b");

    EXPECT_EQ(understood(frame(0xC2, "x"), 1, true), "2()");
    EXPECT_EQ(understood(fragments, 1, true), "1()0()");
    EXPECT_EQ(understood(frame(0x01, "a") + frame(0xC0, "b"), 1, true),
              "1()fault 1002 reserved_bits");
    EXPECT_EQ(understood(frame(0xC9, ""), 1, true), "fault 1002 reserved_bits");
}

TEST(ClientFrames, SayAFaultBeforeTheRestOfTheHeadIsThere) {
    EXPECT_EQ(understood("\x83\x80"s, 2), "fault 1002 opcode");
}

} // namespace

} // namespace lanterne::service
