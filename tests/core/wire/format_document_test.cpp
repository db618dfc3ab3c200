#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "tests/core/wire/samples.hpp"

namespace lanterne::wire {
namespace {

/// The worked bytes of FORMAT.md by name: blocks that begin with "```hex NAME"; in each line the
/// digits before ';'.
std::map<std::string, std::string> worked_bytes() {
    std::ifstream document{LANTERNE_SOURCE_FOLDER "/core/wire/FORMAT.md"};
    std::map<std::string, std::string> blocks;
    std::string* block = nullptr;
    for (std::string line; std::getline(document, line);) {
        constexpr std::string_view fence = "```hex ";
        if (line.starts_with(fence)) {
            block = &blocks[line.substr(fence.size())];
        } else if (line.starts_with("```")) {
            block = nullptr;
        } else if (block != nullptr) {
            *block += samples::to_hex(samples::from_hex(line.substr(0, line.find(';'))));
        }
    }
    return blocks;
}

template<class Message>
std::string written(const Message& message) {
    return samples::to_hex(*encode(message));
}

TEST(FormatDocument, ShowsTheBytesThatTheEncoderWrites) {
    const std::map<std::string, std::string> written_now = {
        {"batch", written(samples::batch())},
        {"event", written(samples::event())},
        {"receipt", written(samples::receipt())},
        {"status", written(samples::status())},
        {"live-frame", written(samples::live_frame())},
        {"config", written(samples::signed_config())},
    };

    EXPECT_EQ(worked_bytes(), written_now);
}

} // namespace
} // namespace lanterne::wire
