#pragma once

#include <string>

#include "core/base/time.hpp"
#include "ingest-server/settings.hpp"

/// What lanterne-ingest does when it is asked for one thing and ends: each answers the code that
/// the program ends with, and says what it found to standard output and what went wrong to standard
/// error. They throw as database::Connection does.
namespace lanterne::ingest {

/// `wall` is now. 0: the same as stored; 1: not the same; 2: it cannot be done.
int rescore_command(const Settings& settings, const std::string& race, UtcTime wall);

/// The words of a publish order, as a person typed them.
struct PublishWords {
    std::string race;
    std::string state;
    std::string who;
    std::string why;
};

/// 0: published; 2: it is not done.
int publish_command(const Settings& settings, const PublishWords& words);

/// `race`: a slug; empty: every race. `wall` is now. 0: the store is sound; 1: it has faults; 2:
/// not all of it could be looked at, and what could be is sound.
int verify_command(const Settings& settings, const std::string& race, UtcTime wall);

} // namespace lanterne::ingest
