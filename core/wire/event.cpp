#include "core/wire/event.hpp"

#include "core/wire/cbor_reader.hpp"
#include "core/wire/cbor_writer.hpp"
#include "core/wire/limits.hpp"

namespace lanterne::wire {

namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t event_items = 6;

using Body = decltype(Event::body);

/// How the kinds are numbered on the wire; never renumbered.
enum class Kind : std::uint8_t {
    sos = 0,
    sos_cancel = 1,
    boot = 2,
    button = 3,
    lost = 4,
    passage = 5,
};

bool is_body_within_limits(const Lost& lost) {
    return lost.range.from < lost.range.to && lost.range.to <= last_sequence + 1;
}

bool is_body_within_limits(const UnitPassage& passage) { return is_time(passage.time); }

template<class Other>
bool is_body_within_limits(const Other&) {
    return true;
}

bool is_within_limits(const Event& event) {
    return event.number <= last_sequence && is_time(event.time) &&
           std::visit([](const auto& body) { return is_body_within_limits(body); }, event.body);
}

struct BodyWriter {
    CborWriter& out;

    void operator()(const Sos&) { nothing(Kind::sos); }

    void operator()(const SosCancel&) { nothing(Kind::sos_cancel); }

    void operator()(const Button&) { nothing(Kind::button); }

    void operator()(const Boot& boot) {
        begin(Kind::boot, 2);
        out.number(boot.recovered);
        out.number(boot.torn);
    }

    void operator()(const Lost& lost) {
        begin(Kind::lost, 3);
        out.number(lost.epoch);
        out.number(lost.range.from);
        out.number(lost.range.to);
    }

    void operator()(const UnitPassage& passage) {
        begin(Kind::passage, 4);
        out.number(passage.course_version);
        out.number(passage.point);
        out.integer(to_ms(passage.time));
        out.number(passage.standard_error_ms);
    }

    void nothing(Kind kind) {
        out.number(static_cast<std::uint64_t>(kind));
        out.null();
    }

    void begin(Kind kind, std::size_t items) {
        out.number(static_cast<std::uint64_t>(kind));
        out.array(items);
    }
};

Boot read_boot(CborReader& in) {
    Boot boot;
    in.array_of(2);
    boot.recovered = in.number<std::uint32_t>();
    boot.torn = in.number<std::uint32_t>();
    return boot;
}

Lost read_lost(CborReader& in) {
    Lost lost;
    in.array_of(3);
    lost.epoch = in.number<Epoch>();
    lost.range.from = in.number<Sequence>();
    lost.range.to = in.number<Sequence>();
    return lost;
}

UnitPassage read_passage(CborReader& in) {
    UnitPassage passage;
    in.array_of(4);
    passage.course_version = in.number<std::uint32_t>();
    passage.point = in.number<std::uint32_t>();
    passage.time = from_ms(in.integer<std::int64_t>());
    passage.standard_error_ms = in.number<std::uint32_t>();
    return passage;
}

template<class Empty>
Body read_nothing(CborReader& in) {
    in.null();
    return Empty{};
}

Body read_body(CborReader& in) {
    switch (static_cast<Kind>(in.number<std::uint8_t>())) {
    case Kind::sos: return read_nothing<Sos>(in);
    case Kind::sos_cancel: return read_nothing<SosCancel>(in);
    case Kind::boot: return read_boot(in);
    case Kind::button: return read_nothing<Button>(in);
    case Kind::lost: return read_lost(in);
    case Kind::passage: return read_passage(in);
    }
    in.refuse(Error::out_of_range);
    return {};
}

} // namespace

Result<Bytes> encode(const Event& event) {
    if (!is_within_limits(event)) {
        return tl::unexpected{Error::out_of_range};
    }
    CborWriter out;
    out.array(event_items);
    out.number(version);
    out.number(event.epoch);
    out.number(event.number);
    out.integer(to_ms(event.time));
    std::visit(BodyWriter{out}, event.body);
    return std::move(out).finish(max_event_bytes);
}

Result<Event> decode_event(ByteView payload) {
    CborReader in{payload, max_event_bytes};
    Event event;
    in.expect(in.message(version) == event_items - 1, Error::wrong_type);
    event.epoch = in.number<Epoch>();
    event.number = in.number<Sequence>();
    event.time = from_ms(in.integer<std::int64_t>());
    event.body = read_body(in);
    in.expect(is_within_limits(event), Error::out_of_range);
    return in.result(std::move(event));
}

} // namespace lanterne::wire
