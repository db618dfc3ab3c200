#include "tests/core/exchange/drawn_acts.hpp"

#include <array>

#include <fmt/format.h>

namespace lanterne::exchange {

namespace {

class Draw {
public:
    explicit Draw(std::mt19937& random) : random_{random} {}

    std::int64_t number(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>{low, high}(random_);
    }

    bool chance() { return number(0, 1) == 1; }

    std::string id() { return fmt::format("{}-{}", chance() ? "gate" : "0", number(0, 99)); }

    std::string text() {
        constexpr std::array texts{"2.12.007", "said \"no\" \\ twice", "Zürich, Tor 3", "# = []"};
        return texts.at(static_cast<std::size_t>(number(0, 3)));
    }

    UtcTime time() { return from_ms(number(to_ms(earliest_time), to_ms(latest_time))); }

    std::optional<UtcTime> maybe_time() { return chance() ? std::optional{time()} : std::nullopt; }

    Bib bib() { return *Bib::from(fmt::format("{}{}", chance() ? "A-" : "0", number(0, 9'999))); }

    std::uint32_t lap() { return static_cast<std::uint32_t>(number(1, 1'000)); }

    plan::PointLap point_lap() { return {id(), lap()}; }

    std::uint32_t error_ms() {
        return chance() ? 0 : static_cast<std::uint32_t>(number(0, 3'600'000));
    }

    Milliseconds duration(std::int64_t low_ms, std::int64_t high_ms) {
        return Milliseconds{number(low_ms, high_ms)};
    }

    plan::Whom whom() {
        plan::Whom whom;
        for (std::int64_t i = number(0, 3); i > 0; --i) {
            whom.bibs.push_back(*Bib::from(fmt::format("b{}", i)));
        }
        for (std::int64_t i = number(0, 2); i > 0; --i) {
            whom.waves.push_back(fmt::format("wave-{}", i));
        }
        return whom;
    }

    plan::ActBody neutralise() {
        plan::Neutralise act{.whom = whom()};
        if (chance()) {
            act.from = point_lap();
            act.to = point_lap();
        } else {
            act.until = time();
        }
        if (chance()) {
            act.cap = duration(0, 604'800'000);
        }
        return act;
    }

    plan::ActBody read() {
        constexpr std::array sources{"chip", "hand", "unit"};
        plan::Read act{.source = sources.at(static_cast<std::size_t>(number(0, 2))),
                       .clock = id(),
                       .point = id(),
                       .time = maybe_time(),
                       .standard_error_ms = error_ms()};
        if (!act.time || chance()) {
            act.order = static_cast<std::uint32_t>(number(1, 100'000));
        }
        if (chance()) {
            act.lap = lap();
            act.bib = bib();
        }
        return act;
    }

    plan::ActBody finish_order() {
        plan::FinishOrder act{.at = point_lap(), .places = {}};
        int next = 0;
        for (std::int64_t i = number(1, 4); i > 0; --i) {
            plan::FinishOrder::Place place;
            for (std::int64_t k = number(1, 3); k > 0; --k) {
                place.bibs.push_back(*Bib::from(fmt::format("{}", next++)));
            }
            act.places.push_back(place);
        }
        return act;
    }

    plan::ActBody penalise() {
        using plan::PenaltyKind;
        plan::Penalise act{.bib = bib(),
                           .kind = static_cast<PenaltyKind>(number(0, 6)),
                           .article = chance() ? text() : ""};
        switch (act.kind) {
        case PenaltyKind::warning: break;
        case PenaltyKind::card: act.card = "blue"; break;
        case PenaltyKind::box: act.served = maybe_time(); [[fallthrough]];
        case PenaltyKind::time: act.time = duration(1, 86'400'000); break;
        case PenaltyKind::laps:
        case PenaltyKind::places:
        case PenaltyKind::points: act.count = static_cast<std::uint32_t>(number(1, 10'000)); break;
        }
        return act;
    }

    plan::ActBody move_gate() {
        return plan::MoveGate{
            id(),
            Position{Latitude{static_cast<std::int32_t>(number(-90'000'000, 90'000'000))},
                     Longitude{static_cast<std::int32_t>(number(-180'000'000, 180'000'000))}}};
    }

    plan::ActBody body() {
        switch (number(0, 16)) {
        case 0: return plan::StartWave{id(), error_ms()};
        case 1: return plan::HoldWave{id()};
        case 2: return neutralise();
        case 3: return plan::Shorten{whom(), point_lap()};
        case 4: return plan::DropLeg{whom(), id()};
        case 5: return plan::CorrectPassage{bib(), point_lap(), time(), error_ms()};
        case 6: return plan::VoidPassage{bib(), point_lap()};
        case 7: return plan::ConfirmPassage{bib(), point_lap()};
        case 8: return read();
        case 9: return plan::SetClock{id(), duration(-864'000'000, 864'000'000), error_ms()};
        case 10: return finish_order();
        case 11:
            return plan::Rule{bib(), static_cast<plan::Ruled>(number(0, 6)),
                              chance() ? text() : ""};
        case 12: return penalise();
        case 13: return plan::Extend{whom(), id(), duration(-86'400'000, 86'400'000)};
        case 14: return move_gate();
        case 15: return plan::CloseCase{text(), text()};
        default: return plan::Undo{number(1, 100'000)};
        }
    }

private:
    std::mt19937& random_;
};

} // namespace

plan::ActBody drawn_body(std::mt19937& random) { return Draw{random}.body(); }

} // namespace lanterne::exchange
