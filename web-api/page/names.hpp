#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/plan/race_plan.hpp"

namespace lanterne::web::page {

inline constexpr std::size_t category_colours = 6; ///< as many as the style sheet has

/// What the rows of a race need to be written: names by id, colours by category. The plan outlives
/// it.
class Names {
public:
    explicit Names(const plan::RacePlan& plan);

    const plan::Entry* entry(const Bib& bib) const; ///< nullptr: nobody has that bib
    std::string colour(const plan::Entry& entry) const;
    std::string category(const plan::Entry& entry) const; ///< empty: it has none

    /// That the entry races; the race's own when nobody has that bib.
    const course::Course& course(const Bib& bib) const;

    /// Of its wave.
    UtcTime gun(const plan::Entry& entry) const;

    /// "Chapel 2": with the lap where its leg has several; the id when the course has no such
    /// point.
    std::string point(const Bib& bib, const std::string& id, std::size_t leg,
                      std::uint32_t lap) const;

private:
    const plan::RacePlan& plan_;
    std::map<Bib, const plan::Entry*> entries_;
};

} // namespace lanterne::web::page
