#include "core/course/checks/checks.hpp"

#include <cmath>
#include <stdexcept>

#include "core/course/checks/line_checks.hpp"
#include "core/course/checks/overlap_check.hpp"
#include "core/course/checks/place_checks.hpp"
#include "core/course/checks/turn_check.hpp"

namespace lanterne::course {

std::vector<Finding> check_course(const Course& course, const Expected& expected) {
    // Written so that not-a-number is refused too.
    if (!(expected.noise_m > 0) || !(expected.interval_s > 0)) {
        throw std::invalid_argument{"noise and interval are above 0"};
    }
    std::vector<Finding> all;
    const auto add = [&](std::vector<Finding> findings) {
        all.insert(all.end(), std::make_move_iterator(findings.begin()),
                   std::make_move_iterator(findings.end()));
    };
    for (std::size_t leg = 0; leg < course.legs().size(); ++leg) {
        add(find_gaps(course, leg));
        add(find_zigzags(course, leg));
        add(find_directions(course, leg));
        add(find_overlaps(course, leg, expected));
        add(find_shared_roads(course, leg, expected));
        add(find_heights(course, leg));
        add(find_gates(course, leg));
        add(find_joins(course, leg));
        add(find_short_cuts(course, leg, expected));
        add(find_short_laps(course, leg, expected));
    }
    return all;
}

} // namespace lanterne::course
