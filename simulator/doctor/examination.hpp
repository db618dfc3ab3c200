#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/doctor/doctor.hpp"
#include "simulator/doctor/identity.hpp"
#include "simulator/doctor/site.hpp"
#include "simulator/doctor/virtual_unit.hpp"

namespace lanterne::simulator::doctor {

/// The steps, in their order; each finds what the ones before it have left.
class Examination {
public:
    Examination(const DoctorSettings& settings, const DoctorTools& tools);

    Finding certificate();
    Finding broker();
    Finding ingest();
    Finding database();
    Finding access();
    Finding live();
    Finding page();

    /// Ends the unit's connection and says what stays of it.
    std::vector<std::string> leave();

private:
    /// What lanterne-web says before anything is sent; asked once.
    struct Listing {
        std::optional<std::string> fault; ///< why it says nothing
        std::optional<SiteUnit> unit;
        std::optional<SiteRace> unit_race; ///< that the unit is in
    };

    const Listing& listing();
    Listing ask() const;
    /// The race that is watched: the one that was named, else the unit's.
    std::optional<Slug> watched();

    Patience patience() const { return {tools_.clock, tools_.stop}; }

    VirtualUnit::Who who(const UnitSerial& unit);
    Fix new_fix();
    std::string why_no_connection(const std::string& trouble) const;
    std::string why_no_receipt() const;
    std::optional<Finding> why_not_to_send();
    /// Sends status, event and fix of a new life and waits for their receipt; nothing when it came.
    std::optional<Finding> send_all();
    /// Writes as another unit, between two lives of our own; nothing when that could be tried.
    std::optional<Finding> write_as_nobody();
    Finding judge_access();
    /// The site lists the unit with the last fix that was stored, or does within our patience: only
    /// then is the list newer than that, for answers may be kept for a second. `listed` is the
    /// last.
    bool shows_last_fix(Result<std::optional<SiteUnit>, std::string>& listed);

    const DoctorSettings& settings_;
    const DoctorTools& tools_;
    std::optional<Site> site_;
    UnitSerial unit_;
    UnitSerial nobody_;
    std::optional<Identity> identity_;
    bool may_connect_ = true; ///< there is an identity, where one is needed
    std::uint32_t lives_ = 0;
    std::optional<VirtualUnit> virtual_unit_; ///< while it is connected
    std::optional<Listing> listing_;
    std::optional<Fix> sent_;   ///< the last fix; it may be stored
    std::optional<Fix> stored_; ///< the last fix that has its receipt
    std::optional<Fix> forged_; ///< written as nobody
    bool was_forged_ = false;   ///< and stored
    std::uint64_t store_ = 0;
};

} // namespace lanterne::simulator::doctor
