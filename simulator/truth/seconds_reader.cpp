#include "simulator/truth/seconds_reader.hpp"

#include <algorithm>
#include <bit>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "simulator/truth/bytes.hpp"
#include "simulator/truth/moment_decoder.hpp"
#include "simulator/truth/seconds_format.hpp"

namespace lanterne::simulator {

Result<SecondsReader, std::string> SecondsReader::open(const std::string& path) {
    SecondsReader reader;
    reader.path_ = path;
    std::error_code error;
    reader.size_ = std::filesystem::file_size(path, error);
    reader.file_.open(path, std::ios::binary);
    if (error || !reader.file_) {
        return tl::unexpected{
            fmt::format("{}: {}", path, error ? error.message() : "cannot be opened")};
    }
    if (const auto read = reader.read_head(); !read) {
        return tl::unexpected{read.error()};
    }
    reader.is_whole_ = reader.read_index();
    if (!reader.is_whole_) {
        reader.find_blocks();
    }
    return reader;
}

std::string SecondsReader::fault(std::uint64_t offset, std::string_view what) const {
    return fmt::format("{}: byte {}: {}", path_, offset, what);
}

Result<std::string, std::string> SecondsReader::read(std::uint64_t offset, std::size_t bytes) {
    if (offset > size_ || bytes > size_ - offset) {
        return tl::unexpected{fault(offset, "the file ends in the middle")};
    }
    std::string read(bytes, '\0');
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(read.data(), static_cast<std::streamsize>(bytes));
    if (!file_) {
        return tl::unexpected{fault(offset, "cannot be read")};
    }
    return read;
}

Status<std::string> SecondsReader::read_head() {
    const auto head = read(0, seconds_head_bytes);
    if (!head) {
        return tl::unexpected{head.error()};
    }
    ByteReader reader{std::string_view{*head}.substr(seconds_magic.size())};
    const std::uint32_t entries = reader.u32().value_or(0);
    const std::uint32_t block_seconds = reader.u32().value_or(0);
    const std::uint64_t begin = reader.u64().value_or(0);
    const auto sum = reader.u32();
    if (!head->starts_with(seconds_magic)) {
        return tl::unexpected{fault(0, "no seconds of this format; LNTRSEC1 would be right")};
    }
    if (sum != sum_of(std::string_view{*head}.substr(0, seconds_head_bytes - 4)) ||
        entries > max_seconds_entries || block_seconds != seconds_a_block) {
        return tl::unexpected{fault(0, "the head is damaged")};
    }
    entries_ = entries;
    begin_ = from_ms(std::bit_cast<std::int64_t>(begin));
    return {};
}

bool SecondsReader::read_index() {
    const auto length = read(size_ - 4, 4);
    const std::uint32_t bytes = length ? ByteReader{*length}.u32().value_or(0) : 0;
    if (bytes < index_frame_bytes || bytes > size_) {
        return false;
    }
    const auto index = read(size_ - bytes, bytes);
    if (!index || !index->starts_with(index_magic)) {
        return false;
    }
    ByteReader reader{std::string_view{*index}.substr(index_magic.size())};
    const std::uint32_t blocks = reader.u32().value_or(0);
    const std::uint32_t seconds = reader.u32().value_or(0);
    if (blocks > max_blocks || bytes != index_frame_bytes + 8 * std::size_t{blocks} ||
        blocks != (std::uint64_t{seconds} + seconds_a_block - 1) / seconds_a_block) {
        return false;
    }
    for (std::uint32_t i = 0; i < blocks; ++i) {
        offsets_.push_back(reader.u64().value_or(0));
    }
    if (reader.u32() != sum_of(std::string_view{*index}.substr(0, bytes - 8))) {
        offsets_.clear();
        return false;
    }
    seconds_ = seconds;
    return true;
}

void SecondsReader::find_blocks() {
    std::uint64_t offset = seconds_head_bytes;
    while (offsets_.size() < max_blocks && seconds_ % seconds_a_block == 0) {
        const auto head = block_head_at(offset);
        if (!head || head->number != offsets_.size() || !payload_at(offset, *head)) {
            return;
        }
        offsets_.push_back(offset);
        seconds_ += head->seconds;
        offset += block_head_bytes + head->bytes;
    }
}

std::optional<SecondsReader::BlockHead> SecondsReader::block_head_at(std::uint64_t offset) {
    const auto bytes = read(offset, block_head_bytes);
    if (!bytes || !bytes->starts_with(block_magic)) {
        return std::nullopt;
    }
    ByteReader reader{std::string_view{*bytes}.substr(block_magic.size())};
    const BlockHead head{.number = reader.u32().value_or(0),
                         .seconds = reader.u32().value_or(0),
                         .bytes = reader.u32().value_or(0),
                         .sum = reader.u32().value_or(0)};
    const bool is_sane =
        head.seconds >= 1 && head.seconds <= seconds_a_block && head.bytes <= max_block_bytes;
    return is_sane ? std::optional{head} : std::nullopt;
}

Result<std::string, std::string> SecondsReader::payload_at(std::uint64_t offset,
                                                           const BlockHead& head) {
    auto payload = read(offset + block_head_bytes, head.bytes);
    if (!payload) {
        return payload;
    }
    std::string summed;
    append_u32(summed, head.number);
    append_u32(summed, head.seconds);
    append_u32(summed, head.bytes);
    if (sum_of(*payload, sum_of(summed)) != head.sum) {
        return tl::unexpected{fault(offset, "the block is damaged: its sum is another")};
    }
    return payload;
}

Result<SecondsBlock, std::string> SecondsReader::read_block(std::uint32_t number) {
    const std::uint64_t offset = offsets_[number];
    const auto head = block_head_at(offset);
    const std::uint32_t expected = std::min(seconds_a_block, seconds_ - number * seconds_a_block);
    if (!head || head->number != number || head->seconds != expected) {
        return tl::unexpected{fault(offset, fmt::format("block {} is not here", number))};
    }
    const auto payload = payload_at(offset, *head);
    if (!payload) {
        return tl::unexpected{payload.error()};
    }
    SecondsBlock block{.number = number, .seconds = head->seconds, .moments = {}};
    block.moments.reserve(entries_ * head->seconds);
    ByteReader reader{*payload};
    for (std::size_t entry = 0; entry < entries_; ++entry) {
        const auto length = reader.varint();
        const auto stream = length ? reader.bytes(*length) : std::nullopt;
        const auto moments = decode_moments(stream.value_or(""), head->seconds);
        if (!moments) {
            return tl::unexpected{
                fault(offset, fmt::format("the stream of entry {} {}", entry, moments.error()))};
        }
        block.moments.insert(block.moments.end(), moments->begin(), moments->end());
    }
    if (!reader.at_end()) {
        return tl::unexpected{fault(offset, "the block has more than its entries")};
    }
    return block;
}

Result<const SecondsBlock*, std::string> SecondsReader::block_of(std::uint32_t second) {
    const std::uint32_t number = second / seconds_a_block;
    const auto found =
        std::ranges::find_if(kept_, [&](const auto& block) { return block->number == number; });
    if (found != kept_.end()) {
        return found->get();
    }
    auto block = read_block(number);
    if (!block) {
        return tl::unexpected{block.error()};
    }
    if (kept_.size() == kept_blocks) {
        kept_.pop_front();
    }
    kept_.push_back(std::make_unique<SecondsBlock>(std::move(*block)));
    return kept_.back().get();
}

Result<ToldMoment, std::string> SecondsReader::at(std::size_t entry, std::uint32_t second) {
    const auto block = block_of(second);
    if (!block) {
        return tl::unexpected{block.error()};
    }
    return (*block)->at(entry, second % seconds_a_block);
}

} // namespace lanterne::simulator
