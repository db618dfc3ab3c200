#include "firmware/identity/code_enrolment.hpp"

#include <array>

#include <fmt/format.h>

#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {
namespace {

std::string new_request(hal::IdentityStore& store, const UnitSerial& unit,
                        const std::string& locator) {
    const std::string key = new_unit_key();
    std::string request = certificate_request(key, unit);
    store.prepare(std::array{hal::IdentityFile{identity_file::key, key},
                             hal::IdentityFile{identity_file::request, request},
                             hal::IdentityFile{identity_file::serial, unit.text()},
                             hal::IdentityFile{identity_file::code, locator}});
    return request;
}

/// The one that an earlier try left, if it goes with this code.
std::string request_for(hal::IdentityStore& store, const UnitSerial& unit,
                        const std::string& locator) {
    if (store.prepared(identity_file::code) == locator &&
        store.prepared(identity_file::serial) == unit.text()) {
        if (auto request = store.prepared(identity_file::request)) {
            return std::move(*request);
        }
    }
    return new_request(store, unit, locator);
}

void refuse_what_is_there(const hal::IdentityStore& store) {
    if (store.has_current()) {
        throw IdentityError{"the unit has an identity already; --again makes another, which "
                            "replaces it once the desk has answered"};
    }
    if (store.prepared(identity_file::key) && !store.prepared(identity_file::code)) {
        throw IdentityError{"a request waits for the authority's answer; --again makes another, "
                            "and an answer to the first is worth nothing then"};
    }
}

} // namespace

Enrolled enrol_by_code(hal::IdentityStore& store, const CodeEnrolment& wish) {
    if (wish.again == Again::no) {
        refuse_what_is_there(store);
    }
    const EnrolmentClient client{wish.code, wish.desk};
    const DeskInformation desk = client.ask();
    if (wish.unit && *wish.unit != desk.unit) {
        throw IdentityError{
            fmt::format("the code is for {}, not for {}", desk.unit.text(), wish.unit->text())};
    }
    const std::string request = request_for(store, desk.unit, wish.code.locator());
    return end_enrolment(store, client.certificate_for(request) + desk.rest, desk.time);
}

} // namespace lanterne::firmware
