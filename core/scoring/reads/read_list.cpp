#include "core/scoring/reads/read_list.hpp"

#include <algorithm>
#include <cmath>

#include "core/scoring/ruling/observation.hpp"

namespace lanterne::scoring {
namespace {

struct Raw {
    std::int64_t number = 0;
    const plan::Read* read = nullptr;
};

// One clock at one point: lists of one of them belong together.
using Place = std::tuple<std::string, std::string, std::uint32_t>;

Source source_of(const plan::Read& read) {
    return read.source == "chip"   ? Source::chip
           : read.source == "hand" ? Source::hand
                                   : Source::unit;
}

// The last word on each clock.
std::map<std::string, plan::SetClock> clocks_of(const Rulings& rulings) {
    std::map<std::string, plan::SetClock> clocks;
    for (const plan::Act* act : rulings.about_race()) {
        if (const auto* set = std::get_if<plan::SetClock>(&act->body)) {
            clocks[set->clock] = *set;
        }
    }
    return clocks;
}

class Lists {
public:
    explicit Lists(const Rulings& rulings) : clocks_{clocks_of(rulings)} {
        for (const plan::Act* act : rulings.about_race()) {
            if (const auto* read = std::get_if<plan::Read>(&act->body)) {
                take({act->number, read});
            }
        }
        for (auto& [place, bibs] : bibs_) {
            join(place, bibs);
        }
        for (const auto& [place, times] : times_) {
            for (const Raw& raw : times) {
                list_.loose.push_back(timed(raw));
            }
        }
        const auto order = [](const TimedRead& read) { return std::pair{read.time, read.number}; };
        std::ranges::sort(list_.loose, {}, order);
        for (auto& [bib, reads] : list_.by_bib) {
            std::ranges::sort(reads, {}, order);
        }
    }

    ReadList take_list() { return std::move(list_); }

private:
    void take(const Raw& raw) {
        const plan::Read& read = *raw.read;
        const Place place{read.clock, read.point, read.lap.value_or(0)};
        if (read.bib && read.time) {
            list_.by_bib[*read.bib].push_back(timed(raw));
        } else if (read.bib && read.order) {
            bibs_[place].push_back(raw);
        } else if (read.time) {
            times_[place].push_back(raw);
        }
    }

    TimedRead timed(const Raw& raw) const {
        const plan::Read& read = *raw.read;
        TimedRead timed{.number = raw.number,
                        .source = source_of(read),
                        .clock = read.clock,
                        .point = read.point,
                        .lap = read.lap,
                        .time = *read.time,
                        .standard_error_ms = read.standard_error_ms != 0
                                                 ? read.standard_error_ms
                                                 : usual_error_ms(source_of(read))};
        if (const auto clock = clocks_.find(read.clock); clock != clocks_.end()) {
            const double own = timed.standard_error_ms;
            const double shared = clock->second.standard_error_ms;
            timed.shared_error_ms = clock->second.standard_error_ms;
            timed.time += clock->second.add;
            timed.standard_error_ms =
                static_cast<std::uint32_t>(std::lround(std::sqrt(own * own + shared * shared)));
        }
        return timed;
    }

    // Gives each time without an order the one that it has by its time.
    static std::map<std::uint32_t, std::vector<Raw>> by_order(std::vector<Raw> times) {
        const bool is_stated =
            std::ranges::any_of(times, [](const Raw& raw) { return raw.read->order.has_value(); });
        std::ranges::sort(times, {}, [](const Raw& raw) {
            return std::pair{*raw.read->time, raw.number};
        });
        std::map<std::uint32_t, std::vector<Raw>> ordered;
        std::uint32_t rank = 0;
        for (const Raw& raw : times) {
            ++rank;
            if (!is_stated || raw.read->order) {
                ordered[is_stated ? *raw.read->order : rank].push_back(raw);
            }
        }
        return ordered;
    }

    void join(const Place& place, std::vector<Raw>& bibs) {
        std::map<std::uint32_t, std::vector<Raw>> bibs_by_order;
        for (const Raw& raw : bibs) {
            bibs_by_order[*raw.read->order].push_back(raw);
        }
        std::vector<Raw>& times = times_[place];
        const bool is_stated =
            std::ranges::any_of(times, [](const Raw& raw) { return raw.read->order.has_value(); });
        if (is_stated || times.size() == bibs.size()) {
            for (const auto& [order, there] : by_order(times)) {
                const auto who = bibs_by_order.find(order);
                if (there.size() == 1 && who != bibs_by_order.end() && who->second.size() == 1) {
                    list_.by_bib[*who->second.front().read->bib].push_back(timed(there.front()));
                    std::erase_if(
                        times, [&](const Raw& raw) { return raw.number == there.front().number; });
                }
            }
        }
        SeenOrder seen{.clock = std::get<0>(place), .point = std::get<1>(place)};
        if (std::get<2>(place) != 0) {
            seen.lap = std::get<2>(place);
        }
        for (const auto& [order, who] : bibs_by_order) {
            seen.bibs.push_back(*who.front().read->bib);
        }
        list_.orders.push_back(std::move(seen));
    }

    std::map<std::string, plan::SetClock> clocks_;
    std::map<Place, std::vector<Raw>> bibs_;
    std::map<Place, std::vector<Raw>> times_;
    ReadList list_;
};

} // namespace

Observation observation_of(const TimedRead& read) {
    return {.source = read.source,
            .clock = read.clock,
            .time = read.time,
            .standard_error_ms = read.standard_error_ms,
            .shared_error_ms = read.shared_error_ms};
}

ReadList reads_of(const Rulings& rulings) { return Lists{rulings}.take_list(); }

} // namespace lanterne::scoring
