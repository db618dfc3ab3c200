#include "core/plan/rules.hpp"

namespace lanterne::plan {

std::vector<Outcome> usual_order() {
    return {Outcome::finished,        Outcome::racing,         Outcome::lapped,
            Outcome::over_time_limit, Outcome::not_classified, Outcome::did_not_finish,
            Outcome::disqualified,    Outcome::did_not_start,  Outcome::not_started};
}

} // namespace lanterne::plan
