#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/wire/sequence_set.hpp"
#include "firmware/journal/journal_format.hpp"
#include "firmware/journal/middle_time.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

using wire::SequenceRange;
using wire::SequenceSet;

/// One file of the journal and what is in it. Only the segment that is being written keeps its file
/// open. Its room is taken when it is made; writing never makes it longer.
class Segment {
public:
    /// A new file of so many bytes, with its header, which is not yet synced.
    static hal::StorageResult<Segment>
    create(hal::Storage& storage, const journal_format::Header& header, std::uint64_t bytes);

    /// Takes the file of `old`: gives it the new name, writes the new header over its own and syncs
    /// it. A power cut before leaves the old segment under the one name or the other.
    static hal::StorageResult<Segment> create_over(hal::Storage& storage, const Segment& old,
                                                   journal_format::Header header);

    /// Reads a file that an earlier life left. The header says what it is; when that is damaged,
    /// its name does. Pages that cannot be read cost what is in them. Nothing when the name is not
    /// one of ours or the file cannot be opened.
    static std::optional<Segment>
    recover(hal::Storage& storage, const std::string& name,
            const std::function<void(Epoch, const journal_format::Record&)>& visit_event);

    bool has_room(std::size_t payload_bytes) const;

    /// Writes a record at the end, which must have room. `fix_time` when it is a fix.
    hal::StorageResult<void> append(journal_format::Kind kind, Sequence number,
                                    journal_format::ByteView payload,
                                    std::optional<UtcTime> fix_time);
    hal::StorageResult<void> sync();

    void close() { file_.reset(); }

    /// A write or sync failed: closes it for ever and counts nothing in it from these numbers on.
    void abandon(Sequence first_fix, Sequence first_event);

    /// The fixes of the range from its first number on, as far as they are here without a hole.
    /// Fails when the first may stand in what cannot be read.
    hal::StorageResult<std::vector<Fix>> read(hal::Storage& storage, SequenceRange range) const;

    const std::string& name() const { return name_; }

    const journal_format::Header& header() const { return header_; }

    const journal_format::ScanReport& report() const { return report_; }

    const SequenceSet& fixes() const { return fixes_; }

    Sequence events_end() const { return events_end_; } ///< behind the last event; 0 without any

    std::optional<UtcTime> time() const { return time_.value(); } ///< of its last fixes

    const MiddleTime& times() const { return time_; }

    std::uint64_t end() const { return end_; } ///< behind the last record

    std::uint64_t bytes() const { return bytes_; } ///< of the file

    std::uint64_t unread_bytes() const { return unread_; } ///< that recovery could not read

    /// Its file did all that was asked of it.
    bool trusted() const { return !abandoned_ && unread_ == 0; }

    /// Abandoned, with nothing in it that counts.
    bool spent() const { return abandoned_ && fixes_.empty() && events_end_ == 0; }

private:
    /// Where reading may begin, each so many fixes: a batch is found without reading the segment.
    struct Mark {
        Sequence number;
        std::uint64_t offset;
    };

    static hal::StorageResult<Segment> begin(hal::Storage& storage,
                                             std::unique_ptr<hal::StorageFile> file,
                                             const journal_format::Header& header);
    void note(journal_format::Kind kind, Sequence number, std::uint64_t offset,
              std::optional<UtcTime> fix_time);
    journal_format::Seal seal() const;

    std::string name_;
    journal_format::Header header_;
    journal_format::ScanReport report_;
    std::unique_ptr<hal::StorageFile> file_;
    SequenceSet fixes_;
    Sequence events_end_ = 0;
    MiddleTime time_;
    std::vector<Mark> marks_;
    std::uint64_t fixes_noted_ = 0;
    std::uint64_t end_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t unread_ = 0;
    bool abandoned_ = false;
};

/// "0000000c-89abcdef.journal": place in the order and epoch, in hexadecimal.
std::string segment_name(std::uint64_t segment, Epoch epoch);
/// Epoch and place of a segment's name; nothing when it is not such a name.
std::optional<journal_format::Header> parse_segment_name(const std::string& name);

} // namespace lanterne::firmware
