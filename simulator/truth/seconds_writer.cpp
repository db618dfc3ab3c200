#include "simulator/truth/seconds_writer.hpp"

#include <bit>
#include <stdexcept>
#include <utility>

#include "simulator/truth/bytes.hpp"
#include "simulator/truth/seconds_format.hpp"

namespace lanterne::simulator {

Result<SecondsWriter, std::string> SecondsWriter::create(const std::string& path, UtcTime begin,
                                                         std::size_t entries) {
    if (entries > max_seconds_entries) {
        throw std::invalid_argument{"more entries than seconds.bin has room for"};
    }
    auto file = OutputFile::create(path);
    if (!file) {
        return tl::unexpected{file.error()};
    }
    SecondsWriter writer{std::move(*file), entries};
    std::string head{seconds_magic};
    append_u32(head, static_cast<std::uint32_t>(entries));
    append_u32(head, seconds_a_block);
    append_u64(head, std::bit_cast<std::uint64_t>(to_ms(begin)));
    append_u32(head, sum_of(head));
    if (const auto written = writer.write(head); !written) {
        return tl::unexpected{written.error()};
    }
    return writer;
}

Status<std::string> SecondsWriter::write(std::string_view bytes) {
    written_ += bytes.size();
    return file_.write(bytes);
}

Status<std::string> SecondsWriter::add(std::span<const ToldMoment> moments) {
    if (moments.size() != encoders_.size()) {
        throw std::logic_error{"a second has a moment for each entry"};
    }
    for (std::size_t entry = 0; entry < moments.size(); ++entry) {
        encoders_[entry].add(moments[entry]);
    }
    ++seconds_;
    ++in_block_;
    return in_block_ == seconds_a_block ? end_block() : Status<std::string>{};
}

Status<std::string> SecondsWriter::end_block() {
    std::string payload;
    for (MomentEncoder& encoder : encoders_) {
        const std::string stream = encoder.take();
        append_varint(payload, stream.size());
        payload += stream;
    }
    std::string head;
    append_u32(head, static_cast<std::uint32_t>(offsets_.size()));
    append_u32(head, std::exchange(in_block_, 0));
    append_u32(head, static_cast<std::uint32_t>(payload.size()));
    append_u32(head, sum_of(payload, sum_of(head)));
    offsets_.push_back(written_);
    for (const std::string_view part :
         {block_magic, std::string_view{head}, std::string_view{payload}}) {
        if (auto done = write(part); !done) {
            return done;
        }
    }
    return file_.flush();
}

Status<std::string> SecondsWriter::finish() {
    if (in_block_ > 0) {
        if (auto ended = end_block(); !ended) {
            return ended;
        }
    }
    std::string index{index_magic};
    append_u32(index, static_cast<std::uint32_t>(offsets_.size()));
    append_u32(index, seconds_);
    for (const std::uint64_t offset : offsets_) {
        append_u64(index, offset);
    }
    append_u32(index, sum_of(index));
    append_u32(index, static_cast<std::uint32_t>(index.size() + 4));
    if (auto done = write(index); !done) {
        return done;
    }
    return file_.close();
}

} // namespace lanterne::simulator
