#include "simulator/doctor/examination.hpp"

#include <fmt/format.h>

#include "simulator/doctor/live.hpp"
#include "simulator/doctor/page.hpp"
#include "simulator/doctor/reach.hpp"

namespace lanterne::simulator::doctor {

namespace {

constexpr std::chrono::seconds reach_patience{10};
constexpr std::chrono::seconds connect_patience{25}; // longer than the uplink's own
constexpr std::chrono::seconds leaving_patience{5};

} // namespace

Examination::Examination(const DoctorSettings& settings, const DoctorTools& tools)
    : settings_{settings}, tools_{tools},
      unit_{settings.serial ? *settings.serial : UnitSerial::from(usual_serial).value()},
      nobody_{UnitSerial::from(nobodys_serial).value()} {
    if (!settings.web.empty()) {
        site_.emplace(settings.web);
    }
}

Finding Examination::certificate() {
    if (settings_.identity.empty()) {
        return skipped("no --identity was given: the broker is asked without TLS");
    }
    auto identity = read_identity(settings_.identity, tools_.clock.utc());
    if (!identity) {
        may_connect_ = false;
        return failed(identity.error());
    }
    identity_ = std::move(*identity);
    unit_ = identity_->unit;
    return ok(fmt::format("{}: key, certificate and authority belong together, and are valid now",
                          unit_.text()));
}

Finding Examination::broker() {
    if (!may_connect_) {
        return skipped("there is no good identity to show to it");
    }
    if (const auto reached = reach(settings_.host, settings_.port, reach_patience); !reached) {
        return failed(reached.error());
    }
    virtual_unit_.emplace(who(unit_), patience());
    if (const auto trouble = virtual_unit_->connect(connect_patience)) {
        virtual_unit_.reset();
        return failed(why_no_connection(*trouble));
    }
    return ok(fmt::format("{} port {} takes {} {}", settings_.host, settings_.port, unit_.text(),
                          identity_ ? "over TLS 1.3" : "without TLS"));
}

Finding Examination::ingest() {
    if (!virtual_unit_) {
        return skipped("the broker did not take the unit");
    }
    if (auto finding = why_not_to_send()) {
        return *finding;
    }
    if (auto finding = send_all()) {
        return *finding;
    }
    return ok(fmt::format("fix and event have their receipt, of store {}", store_));
}

Finding Examination::database() {
    if (!site_) {
        return skipped("no --web was given");
    }
    if (listing().fault) {
        return failed(*listing().fault);
    }
    if (!stored_) {
        return skipped("no fix has a receipt");
    }
    Result<std::optional<SiteUnit>, std::string> listed = std::nullopt;
    if (shows_last_fix(listed)) {
        return ok(fmt::format("lanterne-web lists {} with that fix, {}, and its status",
                              unit_.text(), to_text(stored_->time)));
    }
    if (!listed) {
        return failed(listed.error());
    }
    if (*listed && (*listed)->last_fix_time == stored_->time) {
        return failed(fmt::format(
            "lanterne-web lists {} with that fix, but its status did not come", unit_.text()));
    }
    if (*listed && (*listed)->last_fix_time) {
        return failed(fmt::format(
            "the fix of {} has its receipt, but lanterne-web lists {} with one of {}: lanterne-web "
            "reads another database than lanterne-ingest writes ([database] conninfo of both)",
            to_text(stored_->time), unit_.text(), to_text(*(*listed)->last_fix_time)));
    }
    return failed(fmt::format("the fix has its receipt, but lanterne-web lists {} {}: it reads "
                              "another database than lanterne-ingest writes ([database] conninfo "
                              "of both)",
                              unit_.text(), *listed ? "without a fix" : "not at all"));
}

Finding Examination::access() {
    if (!identity_) {
        return skipped("units without certificates have no rules of their own");
    }
    if (!stored_ || !site_) {
        return skipped("what is stored cannot be seen, so what is refused cannot either");
    }
    if (auto finding = write_as_nobody()) {
        return *finding;
    }
    if (auto finding = send_all()) {
        return *finding;
    }
    return judge_access();
}

Finding Examination::live() {
    if (!site_) {
        return skipped("no --web was given");
    }
    if (listing().fault) {
        return skipped("lanterne-web does not answer");
    }
    const auto slug = watched();
    if (!slug) {
        return skipped("no --race was given, and the unit is in none");
    }
    const auto race = site_->race(*slug);
    if (!race) {
        return failed(race.error());
    }
    const auto& unit = listing().unit;
    return look_live({.site = site_->url(),
                      .race = *slug,
                      .rehearsal = race->rehearsal,
                      .bib = unit && unit->race == slug ? unit->bib : std::nullopt,
                      .frame_age = settings_.frame_age,
                      .clock = tools_.clock,
                      .stop = tools_.stop});
}

Finding Examination::page() {
    if (!site_) {
        return skipped("no --web was given");
    }
    if (listing().fault) {
        return skipped("lanterne-web does not answer");
    }
    return look_page(*site_, watched());
}

std::vector<std::string> Examination::leave() {
    if (virtual_unit_) {
        if (sent_) {
            virtual_unit_->leave(leaving_patience);
        }
        virtual_unit_.reset();
    }
    std::vector<std::string> left;
    if (sent_) {
        left.push_back(fmt::format("unit {} on the list of units, with a fix at {:.6f}, {:.6f} and "
                                   "the word that it is off",
                                   unit_.text(), sent_->position.latitude.e6 / 1e6,
                                   sent_->position.longitude.e6 / 1e6));
    }
    if (was_forged_) {
        left.push_back(fmt::format("unit {} on the list of units", nobody_.text()));
    }
    return left;
}

} // namespace lanterne::simulator::doctor
