#pragma once

#include <cstdint>
#include <variant>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/error.hpp"
#include "core/wire/receipt.hpp"

namespace lanterne::wire {

inline constexpr std::size_t max_event_bytes = 512;

struct Sos {
    bool operator==(const Sos&) const = default;
};

struct SosCancel {
    bool operator==(const SosCancel&) const = default;
};

struct Boot {
    std::uint32_t recovered = 0; ///< records that the journal still held
    std::uint32_t torn = 0;      ///< records that recovery had to give up
    bool operator==(const Boot&) const = default;
};

struct Button {
    bool operator==(const Button&) const = default;
};

/// The unit itself lost these fixes: a torn record, a full card.
struct Lost {
    Epoch epoch = 0;
    SequenceRange range; ///< not empty
    bool operator==(const Lost&) const = default;
};

/// The unit saw itself cross a timing point.
struct UnitPassage {
    std::uint32_t course_version = 0;
    std::uint32_t point = 0; ///< index on the unrolled course
    UtcTime time;
    std::uint32_t standard_error_ms = 0;
    bool operator==(const UnitPassage&) const = default;
};

/// Something that happened on a unit, numbered apart from its fixes.
struct Event {
    Epoch epoch = 0;
    Sequence number = 0; ///< at most last_sequence
    UtcTime time;        ///< 1970 to latest_time: an SOS does not wait for the clock to be set
    std::variant<Sos, SosCancel, Boot, Button, Lost, UnitPassage> body;

    bool operator==(const Event&) const = default;
};

/// The canonical bytes of an event. Numbers and times outside their limits are refused.
Result<Bytes> encode(const Event& event);
/// Reads an event from anywhere. A kind that this program does not know is out_of_range.
Result<Event> decode_event(ByteView payload);

} // namespace lanterne::wire
