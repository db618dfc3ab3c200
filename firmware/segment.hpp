#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/wire/sequence_set.hpp"
#include "firmware/journal_format.hpp"
#include "hal/storage.hpp"

namespace lanterne::firmware {

using wire::SequenceRange;
using wire::SequenceSet;

/// One file of the journal and what is in it. Only the segment that is being written keeps its file
/// open.
class Segment {
public:
    /// A new file with its header, not yet synced.
    static hal::StorageResult<Segment> create(hal::Storage& storage,
                                              const journal_format::Header& header);

    /// Reads a file that an earlier life left. Its name says epoch and place in the order too, so a
    /// damaged header costs nothing. Nothing when the name is not one of ours or it cannot be read.
    static std::optional<Segment>
    recover(hal::Storage& storage, const std::string& name,
            const std::function<void(Epoch, const journal_format::Record&)>& visit_event);

    /// Writes a whole record at the end. `fix_time` when it is a fix.
    hal::StorageResult<void> append(journal_format::ByteView record, journal_format::Kind kind,
                                    Sequence number, std::optional<UtcTime> fix_time);
    hal::StorageResult<void> sync();

    void close() { file_.reset(); }

    /// The fixes of the range from its first number on, as far as they are here without a hole.
    hal::StorageResult<std::vector<Fix>> read(hal::Storage& storage, SequenceRange range) const;

    const std::string& name() const { return name_; }

    const journal_format::Header& header() const { return header_; }

    const journal_format::ScanReport& report() const { return report_; }

    const SequenceSet& fixes() const { return fixes_; }

    Sequence events_end() const { return events_end_; } ///< behind the last event; 0 without any

    std::optional<UtcTime> newest_fix() const { return newest_fix_; }

    std::uint64_t end() const { return end_; }

private:
    /// Where reading may begin, each so many fixes: a batch is found without reading the segment.
    struct Mark {
        Sequence number;
        std::uint64_t offset;
    };

    void note(journal_format::Kind kind, Sequence number, std::uint64_t offset,
              std::optional<UtcTime> fix_time);

    std::string name_;
    journal_format::Header header_;
    journal_format::ScanReport report_;
    std::unique_ptr<hal::StorageFile> file_;
    SequenceSet fixes_;
    Sequence events_end_ = 0;
    std::optional<UtcTime> newest_fix_;
    std::vector<Mark> marks_;
    std::uint64_t fixes_noted_ = 0;
    std::uint64_t end_ = 0;
};

/// "0000000c-89abcdef.journal": place in the order and epoch, in hexadecimal.
std::string segment_name(std::uint64_t segment, Epoch epoch);
/// Epoch and place of a segment's name; nothing when it is not such a name.
std::optional<journal_format::Header> parse_segment_name(const std::string& name);

} // namespace lanterne::firmware
