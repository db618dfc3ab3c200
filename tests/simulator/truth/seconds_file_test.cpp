#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "simulator/truth/seconds_reader.hpp"
#include "simulator/truth/seconds_writer.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne::simulator {
namespace {

using testing::HasSubstr;

std::string hex(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) {
        constexpr const char* digits = "0123456789abcdef";
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

class SecondsFile : public testing::Test {
protected:
    std::string path() const { return (folder_.path() / "seconds.bin").string(); }

    std::string write(std::size_t entries, std::uint32_t seconds) const {
        SecondsWriter writer =
            std::move(SecondsWriter::create(path(), from_ms(1'000'000), entries).value());
        const std::vector<ToldMoment> standing(
            entries, {.along_dm = 100, .beside_dm = 0, .rank = 1, .doing = Doing::standing});
        for (std::uint32_t second = 0; second < seconds; ++second) {
            EXPECT_TRUE(writer.add(standing));
        }
        EXPECT_TRUE(writer.finish());
        return support::read_text(path());
    }

    support::TempFolder folder_;
};

TEST_F(SecondsFile, IsTheBytesThatTheFormatStates) {
    // CRC-32C of each part by another program (RFC 3720's polynomial, bit by bit).
    EXPECT_EQ(hex(write(1, 3)), "4c4e545253454331" // LNTRSEC1
                                "01000000"         // one entry
                                "3c000000"         // a minute a block
                                "40420f0000000000" // 1,000,000 ms
                                "dbdaf760"
                                "4c4e5442" // LNTB
                                "00000000" // block 0
                                "03000000" // three seconds
                                "08000000" // eight bytes
                                "3ada7386"
                                "07"           // of the first entry's stream
                                "02c801000001" // stands at 10.0 m, rank 1
                                "07"           // two seconds as foretold
                                "4c4e5449"     // LNTI
                                "01000000"     // one block
                                "03000000"     // three seconds
                                "1c00000000000000"
                                "0c0564fc"
                                "1c000000"); // 28 bytes of index
}

TEST_F(SecondsFile, HasABlockAMinuteAndSeeksInIt) {
    write(2, 60);
    auto one_minute = SecondsReader::open(path());
    write(2, 61);
    auto one_more = SecondsReader::open(path());

    EXPECT_EQ(one_minute->seconds(), 60U);
    EXPECT_EQ((*one_minute->block_of(59))->number, 0U);
    EXPECT_EQ((*one_more->block_of(60))->number, 1U);
    EXPECT_EQ((*one_more->block_of(60))->seconds, 1U);
    EXPECT_EQ(one_more->at(1, 60)->along_dm, 100);
}

TEST_F(SecondsFile, OfARunWithoutASecondIsRead) {
    write(2, 0);

    const auto reader = SecondsReader::open(path());

    ASSERT_TRUE(reader) << reader.error();
    EXPECT_EQ(reader->seconds(), 0U);
    EXPECT_TRUE(reader->is_whole());
}

TEST_F(SecondsFile, ThatIsNoneIsRefused) {
    std::ofstream{path()} << "hello, this is a text of more than 28 bytes";
    EXPECT_THAT(SecondsReader::open(path()).error(),
                HasSubstr("byte 0: no seconds of this format"));

    std::ofstream{path()} << "short";
    EXPECT_THAT(SecondsReader::open(path()).error(), HasSubstr("ends in the middle"));

    EXPECT_THAT(SecondsReader::open(path() + "x").error(), HasSubstr("No such file"));
}

} // namespace
} // namespace lanterne::simulator
