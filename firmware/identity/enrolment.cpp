#include "firmware/identity/enrolment.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {

std::string begin_enrolment(hal::IdentityStore& store, const UnitSerial& unit, Again again) {
    if (again == Again::no && store.has_current()) {
        throw IdentityError{"the unit has an identity already; --again makes another, which "
                            "replaces it once the authority has answered"};
    }
    if (again == Again::no && store.prepared(identity_file::key)) {
        throw IdentityError{"a request waits for the authority's answer; --again makes another, "
                            "and an answer to the first is worth nothing then"};
    }
    const std::string key = new_unit_key();
    std::string request = certificate_request(key, unit);
    const std::string& serial = unit.text();
    store.prepare(std::array{hal::IdentityFile{identity_file::key, key},
                             hal::IdentityFile{identity_file::request, request},
                             hal::IdentityFile{identity_file::serial, serial}});
    return request;
}

Enrolled end_enrolment(hal::IdentityStore& store, std::string_view text, UtcTime now) {
    const auto key = store.prepared(identity_file::key);
    const auto unit = UnitSerial::from(store.prepared(identity_file::serial).value_or(""));
    if (!key || !unit) {
        throw IdentityError{"no request waits for an answer; enrol with --serial makes one"};
    }
    const AuthorityAnswer answer = read_answer(text);
    check_answer(answer, *key, *unit, now);
    const std::string broker = answer.broker ? to_text(*answer.broker) + '\n' : "";
    std::vector files{
        hal::IdentityFile{identity_file::certificate, answer.certificate},
        hal::IdentityFile{identity_file::authority, answer.authority},
        hal::IdentityFile{identity_file::configuration_key, answer.configuration_key}};
    if (answer.broker) {
        files.push_back({identity_file::broker, broker});
    }
    store.complete(files);
    return {.unit = *unit, .broker = answer.broker ? BrokerKnown::yes : BrokerKnown::no};
}

std::string settings_for_identity(const std::string& folder, BrokerKnown broker) {
    return fmt::format("[broker]\n"
                       "{}"
                       "tls = true\n"
                       "[identity]\n"
                       "folder = \"{}\"\n",
                       broker == BrokerKnown::yes
                           ? ""
                           : "host = \"race.example.org\" # the broker's\nport = 8883\n",
                       folder);
}

} // namespace lanterne::firmware
