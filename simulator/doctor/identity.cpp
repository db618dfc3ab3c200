#include "simulator/doctor/identity.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment.hpp"
#include "simulator/files.hpp"

namespace lanterne::simulator::doctor {

namespace fs = std::filesystem;
namespace identity_file = firmware::identity_file;

namespace {

/// Throws firmware::IdentityError.
std::string content(const fs::path& file) {
    auto text = read_file(file.string(), firmware::AuthorityAnswer::max_bytes);
    if (!text) {
        throw firmware::IdentityError{fmt::format(
            "{}: lanterne-tracker enrol makes it (docs/identity.md), and its owner alone may "
            "read it",
            text.error())};
    }
    return std::move(*text);
}

fs::path inner_folder(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "current" / identity_file::certificate, ignored) ? folder / "current"
                                                                                : folder;
}

} // namespace

Result<Identity, std::string> read_identity(const std::string& folder, UtcTime now) {
    const fs::path in = inner_folder(folder);
    try {
        const firmware::AuthorityAnswer answer{
            .certificate = content(in / identity_file::certificate),
            .authority = content(in / identity_file::authority),
            .configuration_key = content(in / identity_file::configuration_key)};
        const std::string key = content(in / identity_file::key);
        const UnitSerial unit = firmware::unit_named_in(answer.certificate);
        firmware::check_answer(answer, key, unit, now);
        return Identity{.unit = unit,
                        .ca_file = in / identity_file::authority,
                        .certificate_file = in / identity_file::certificate,
                        .key_file = in / identity_file::key};
    } catch (const firmware::IdentityError& error) {
        return tl::unexpected{fmt::format("{}: {}", in.string(), error.what())};
    }
}

} // namespace lanterne::simulator::doctor
