#include "firmware/journal/segment.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "firmware/card/patient_read.hpp"

namespace lanterne::firmware {
namespace {

using journal_format::Header;
using journal_format::Kind;
using journal_format::Record;
using journal_format::Room;

constexpr std::uint64_t fixes_a_mark = 64;
constexpr std::size_t max_segment_bytes =
    std::size_t{16} * 1024 * 1024; ///< of a file from an earlier life
constexpr std::size_t read_ahead_bytes = std::size_t{8} * 1024;
constexpr std::size_t max_record_bytes =
    journal_format::record_frame_bytes + journal_format::max_payload_bytes;

template<class T>
std::optional<T> parse_hexadecimal(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

} // namespace

std::string segment_name(std::uint64_t segment, Epoch epoch) {
    return fmt::format("{:08x}-{:08x}.journal", segment, epoch);
}

std::optional<Header> parse_segment_name(const std::string& name) {
    const std::size_t dash = name.find('-');
    if (dash == std::string::npos || name.size() < dash + 9) {
        return std::nullopt;
    }
    const auto segment = parse_hexadecimal<std::uint64_t>(std::string_view{name}.substr(0, dash));
    const auto epoch = parse_hexadecimal<Epoch>(std::string_view{name}.substr(dash + 1, 8));
    if (!segment || !epoch || name != segment_name(*segment, *epoch)) {
        return std::nullopt;
    }
    return Header{.epoch = *epoch, .segment = *segment};
}

hal::StorageResult<Segment> Segment::begin(hal::Storage& storage,
                                           std::unique_ptr<hal::StorageFile> file,
                                           const Header& header) {
    Segment segment;
    segment.name_ = segment_name(header.segment, header.epoch);
    segment.header_ = header;
    segment.file_ = std::move(file);
    segment.end_ = journal_format::header_bytes;
    const auto size = segment.file_->size();
    const auto written = size ? segment.file_->write_at(0, journal_format::encode(header))
                              : hal::StorageResult<void>{tl::unexpect, size.error()};
    if (!written) {
        // A file without a header is of no use; when it stays, recovery sees what is in it.
        static_cast<void>(storage.remove(segment.name_));
        return tl::unexpected{written.error()};
    }
    segment.bytes_ = *size;
    return segment;
}

hal::StorageResult<Segment> Segment::create(hal::Storage& storage, const Header& header,
                                            std::uint64_t bytes) {
    auto file = storage.create(segment_name(header.segment, header.epoch), bytes);
    if (!file) {
        return tl::unexpected{file.error()};
    }
    return begin(storage, std::move(*file), header);
}

hal::StorageResult<Segment> Segment::create_over(hal::Storage& storage, const Segment& old,
                                                 Header header) {
    const std::string name = segment_name(header.segment, header.epoch);
    if (const auto renamed = storage.rename(old.name(), name); !renamed) {
        return tl::unexpected{renamed.error()};
    }
    auto file = storage.open(name);
    if (!file) {
        return tl::unexpected{file.error()};
    }
    header.over_another = true;
    auto segment = begin(storage, std::move(*file), header);
    if (segment) {
        // Before any record: what says that the old segment is gone, and what went with it, must
        // not come after the damage to it.
        if (const auto synced = segment->sync(); !synced) {
            static_cast<void>(storage.remove(name));
            return tl::unexpected{synced.error()};
        }
    }
    return segment;
}

std::optional<Segment>
Segment::recover(hal::Storage& storage, const std::string& name,
                 const std::function<void(Epoch, const Record&)>& visit_event) {
    const auto from_name = parse_segment_name(name);
    const auto file = from_name ? storage.open(name) : tl::unexpected{hal::StorageError::missing};
    const auto size = file ? (*file)->size() : tl::unexpected{hal::StorageError::missing};
    if (!from_name || !size) {
        return std::nullopt;
    }
    const PatientRead read = read_patiently(**file, 0, max_segment_bytes);
    Segment segment;
    segment.name_ = name;
    segment.bytes_ = *size;
    segment.unread_ = read.unread;
    // A file that was to become another segment stays what it was until the new header is there.
    const auto header = journal_format::decode_header(read.bytes);
    segment.header_ = header.value_or(*from_name);
    const Epoch epoch = segment.header_.epoch;
    segment.report_ = journal_format::scan(
        read.bytes, journal_format::header_bytes, segment.seal(),
        segment.header_.over_another ? Room::old_records : Room::zeros, [&](const Record& record) {
            if (record.kind == Kind::event) {
                segment.note(Kind::event, record.number, record.offset, std::nullopt);
                visit_event(epoch, record);
            } else if (const auto fix = journal_format::decode_fix(record.payload)) {
                segment.note(Kind::fix, record.number, record.offset, fix->time);
            }
        });
    if ((!header && !read.bytes.empty()) || read.unread > 0) {
        ++segment.report_.torn;
    }
    segment.end_ = segment.report_.end;
    return segment;
}

journal_format::Seal Segment::seal() const {
    return journal_format::seal_of(header_.epoch, header_.segment);
}

void Segment::note(Kind kind, Sequence number, std::uint64_t offset,
                   std::optional<UtcTime> fix_time) {
    if (number > last_sequence) {
        return;
    }
    if (kind == Kind::event) {
        events_end_ = std::max(events_end_, number + 1);
        return;
    }
    fixes_.add({number, number + 1});
    if (fix_time) {
        time_.add(*fix_time);
    }
    if (fixes_noted_++ % fixes_a_mark == 0) {
        marks_.push_back({number, offset});
    }
}

bool Segment::has_room(std::size_t payload_bytes) const {
    return end_ + journal_format::record_bytes(payload_bytes) <= bytes_;
}

hal::StorageResult<void> Segment::append(Kind kind, Sequence number,
                                         journal_format::ByteView payload,
                                         std::optional<UtcTime> fix_time) {
    const auto record = journal_format::encode_record(seal(), kind, number, payload);
    if (auto written = file_->write_at(end_, record); !written) {
        return written;
    }
    note(kind, number, end_, fix_time);
    end_ += record.size();
    return {};
}

hal::StorageResult<void> Segment::sync() { return file_->sync(); }

void Segment::abandon(Sequence first_fix, Sequence first_event) {
    file_.reset();
    abandoned_ = true;
    fixes_.remove({first_fix, last_sequence + 1});
    events_end_ = std::min(events_end_, first_event);
}

hal::StorageResult<std::vector<Fix>> Segment::read(hal::Storage& storage,
                                                   SequenceRange range) const {
    std::unique_ptr<hal::StorageFile> reopened;
    if (!file_) {
        auto opened = storage.open(name_);
        if (!opened) {
            return tl::unexpected{opened.error()};
        }
        reopened = std::move(*opened);
    }
    hal::StorageFile& file = file_ ? *file_ : *reopened;
    const auto behind =
        std::upper_bound(marks_.begin(), marks_.end(), range.from,
                         [](Sequence number, const Mark& mark) { return number < mark.number; });
    std::uint64_t offset =
        behind == marks_.begin() ? journal_format::header_bytes : std::prev(behind)->offset;
    std::vector<Fix> fixes;
    std::uint64_t unread = 0;
    while (offset < end_ && range.from < range.to) {
        const auto limit =
            static_cast<std::size_t>(std::min<std::uint64_t>(end_ - offset, read_ahead_bytes));
        const PatientRead stretch = read_patiently(file, offset, limit);
        unread += stretch.unread;
        const auto report = journal_format::scan(
            stretch.bytes, 0, seal(), Room::old_records, [&](const Record& record) {
                const auto fix = record.kind == Kind::fix && record.number == range.from
                                     ? journal_format::decode_fix(record.payload)
                                     : std::nullopt;
                if (fix && range.from < range.to) {
                    fixes.push_back(*fix);
                    ++range.from;
                }
            });
        if (report.end > 0) {
            offset += report.end;
        } else if (offset + stretch.bytes.size() >= end_ ||
                   stretch.bytes.size() <= max_record_bytes) {
            break;
        } else {
            // Nothing whole in this stretch; a record may straddle the end of what was read.
            offset += stretch.bytes.size() - max_record_bytes;
        }
    }
    if (fixes.empty() && unread > 0) {
        return tl::unexpected{hal::StorageError::failed};
    }
    return fixes;
}

} // namespace lanterne::firmware
