#include "core/scoring/ruling/neutral.hpp"

#include <algorithm>

#include "core/scoring/ruling/entry_record.hpp"
#include "core/scoring/ruling/find_point.hpp"

namespace lanterne::scoring {
namespace {

std::optional<Neutral> span_of(const plan::Act& act, const plan::Neutralise& body,
                               const EntryRecord& record) {
    std::optional<Neutral> span;
    if (body.until) {
        span = Neutral{.from = act.effective, .to = *body.until};
    }
    if (body.from && body.to) {
        const auto from = find_point(*record.course, *body.from);
        const auto to = find_point(*record.course, *body.to);
        const auto begin = from ? time_at(record, *from) : std::nullopt;
        const auto end = to ? time_at(record, *to) : std::nullopt;
        if (!begin || !end) {
            return std::nullopt;
        }
        span = span ? Neutral{.from = std::max(span->from, *begin), .to = std::min(span->to, *end)}
                    : Neutral{.from = *begin, .to = *end};
    }
    if (span && body.cap) {
        span->to = std::min(span->to, span->from + *body.cap);
    }
    return span && span->from < span->to ? span : std::nullopt;
}

} // namespace

std::vector<Neutral> neutral_of(const Rulings& rulings, const EntryRecord& record) {
    std::vector<Neutral> spans;
    for (const plan::Act* act : rulings.about_many()) {
        const auto* body = std::get_if<plan::Neutralise>(&act->body);
        if (body != nullptr && concerns(body->whom, *record.entry)) {
            if (const auto span = span_of(*act, *body, record)) {
                spans.push_back(*span);
            }
        }
    }
    std::ranges::sort(spans, {}, [](const Neutral& span) { return std::pair{span.from, span.to}; });
    std::vector<Neutral> apart;
    for (const Neutral& span : spans) {
        if (!apart.empty() && span.from <= apart.back().to) {
            apart.back().to = std::max(apart.back().to, span.to);
        } else {
            apart.push_back(span);
        }
    }
    return apart;
}

} // namespace lanterne::scoring
