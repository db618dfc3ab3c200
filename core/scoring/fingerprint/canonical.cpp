#include "core/scoring/fingerprint/canonical.hpp"

#include <cmath>
#include <concepts>
#include <optional>
#include <type_traits>
#include <vector>

namespace lanterne::scoring {
namespace {

// Numbers as eight bytes, least first; what has a length says it before.
class Bytes {
public:
    template<class Number>
        requires std::integral<Number> || std::is_enum_v<Number>
    void put(Number number) {
        const auto value = static_cast<std::uint64_t>(number);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes_.push_back(static_cast<char>(value >> shift & 0xff));
        }
    }

    void put(const std::string& text) {
        put(text.size());
        bytes_ += text;
    }

    template<class Rule>
    void put(const CheckedName<Rule>& name) {
        put(name.text());
    }

    void put(UtcTime time) { put(to_ms(time)); }

    void put(Milliseconds time) { put(time.count()); }

    void put(Metres metres) { put(std::llround(metres.value * 1'000)); }

    void put(Position position) { all(position.latitude.e6, position.longitude.e6); }

    void put(const plan::PointLap& at) { all(at.point, at.lap); }

    void put(const plan::Whom& whom) { all(whom.bibs, whom.waves); }

    void put(const plan::FinishOrder::Place& place) { put(place.bibs); }

    template<class Value>
    void put(const std::optional<Value>& value) {
        put(value.has_value());
        if (value) {
            put(*value);
        }
    }

    template<class Value>
    void put(const std::vector<Value>& values) {
        put(values.size());
        for (const Value& value : values) {
            put(value);
        }
    }

    void put(const plan::StartWave& act) { all(act.wave, act.standard_error_ms); }

    void put(const plan::HoldWave& act) { put(act.wave); }

    void put(const plan::Neutralise& act) { all(act.whom, act.from, act.to, act.until, act.cap); }

    void put(const plan::Shorten& act) { all(act.whom, act.finish); }

    void put(const plan::DropLeg& act) { all(act.whom, act.leg); }

    void put(const plan::CorrectPassage& act) {
        all(act.bib, act.at, act.time, act.standard_error_ms);
    }

    void put(const plan::VoidPassage& act) { all(act.bib, act.at); }

    void put(const plan::ConfirmPassage& act) { all(act.bib, act.at); }

    void put(const plan::Read& act) {
        all(act.source, act.clock, act.point, act.lap, act.bib, act.time, act.standard_error_ms,
            act.order);
    }

    void put(const plan::SetClock& act) { all(act.clock, act.add, act.standard_error_ms); }

    void put(const plan::FinishOrder& act) { all(act.at, act.places); }

    void put(const plan::Rule& act) { all(act.bib, act.status, act.article); }

    void put(const plan::Penalise& act) {
        all(act.bib, act.kind, act.article, act.time, act.count, act.card, act.served);
    }

    void put(const plan::Extend& act) { all(act.whom, act.point, act.by); }

    void put(const plan::MoveGate& act) { all(act.location, act.position); }

    void put(const plan::CloseCase& act) { all(act.identity, act.verdict); }

    void put(const plan::Undo& act) { put(act.number); }

    void put(const course::Leg& leg) { all(leg.id, leg.sport, leg.laps, leg.line.points()); }

    void put(const course::TimingPoint& point) {
        all(point.id, point.kind, point.location, point.leg, point.lap, point.along);
    }

    void put(const course::Course& course) { all(course.legs(), course.points()); }

    void put(const plan::Wave& wave) { all(wave.id, wave.gun, wave.start_by, wave.variant); }

    void put(const plan::Category& category) { all(category.id, category.variant); }

    void put(const plan::Variant& variant) { all(variant.id, variant.course); }

    void put(const plan::Entry& entry) {
        all(entry.bib, entry.sex, entry.birth_year, entry.category, entry.wave, entry.team,
            entry.slot);
    }

    void put(const plan::Filter& who) {
        all(who.variants, who.categories, who.waves, who.teams, who.sexes, who.youngest,
            who.oldest);
    }

    void put(const plan::Segment& segment) { all(segment.id, segment.from, segment.to); }

    void put(const plan::TieRule& tie) { all(tie.by, tie.segment); }

    void put(const plan::Display& display) { all(display.rounding, display.unit); }

    void put(const plan::Ranking& ranking) {
        all(ranking.id, ranking.who, ranking.basis, ranking.segment, ranking.by, ranking.display,
            ranking.ties, ranking.group_gap);
    }

    void put(const plan::CutOff& cut_off) {
        all(cut_off.at, cut_off.who, cut_off.from, cut_off.clock, cut_off.limit,
            cut_off.share_permille);
    }

    void put(const plan::RaceEnd& end) { all(end.by, end.line, end.laps, end.minutes, end.lapped); }

    void put(const plan::Card& card) { all(card.name, card.time, card.disqualified_at); }

    void put(const plan::TeamRanking& teams) {
        all(teams.id, teams.ranking, teams.by, teams.n, teams.ties);
    }

    void put(const plan::Award& award) { all(award.at, award.ranking, award.places); }

    void put(const plan::PointsRanking& points) {
        all(points.id, points.who, points.awards, points.shared, points.only_finishers,
            points.ties);
    }

    void put(const plan::Rules& rules) {
        all(rules.rankings, rules.segments, rules.order, rules.cut_offs, rules.end, rules.cards,
            rules.teams, rules.points);
    }

    template<class... Values>
    void all(const Values&... values) {
        (put(values), ...);
    }

    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

} // namespace

std::array<char, 32> bytes_of(const Fix& fix) {
    std::array<char, 32> bytes{};
    std::size_t at = 0;
    const auto put = [&](std::int64_t value, int size) {
        for (int shift = 0; shift < 8 * size; shift += 8) {
            bytes[at++] = static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xff);
        }
    };
    put((fix.altitude_dm ? 1 : 0) + (fix.speed_dmps ? 2 : 0) + (fix.course_2deg ? 4 : 0) +
            (fix.accuracy_dm ? 8 : 0),
        1);
    put(to_ms(fix.time), 8);
    put(fix.position.latitude.e6, 4);
    put(fix.position.longitude.e6, 4);
    put(fix.altitude_dm.value_or(0), 4);
    put(fix.speed_dmps.value_or(0), 2);
    put(fix.course_2deg.value_or(0), 1);
    put(fix.accuracy_dm.value_or(0), 2);
    put(fix.satellites, 1);
    put(static_cast<std::int64_t>(fix.mode), 1);
    return bytes;
}

std::string bytes_of(const plan::Act& act) {
    Bytes bytes;
    bytes.all(act.number, act.effective, act.body.index());
    std::visit([&](const auto& body) { bytes.put(body); }, act.body);
    return bytes.take();
}

std::string bytes_of(const plan::RacePlan& plan) {
    Bytes bytes;
    bytes.all(plan.slug, plan.start, plan.course, plan.waves, plan.categories, plan.variants,
              plan.entries, plan.rules);
    return bytes.take();
}

} // namespace lanterne::scoring
