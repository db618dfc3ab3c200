#include "firmware/enrol_file.hpp"

#include "firmware/board/toml_reader.hpp"
#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {
namespace {

constexpr TextRule serial_rule{"6 to 16 small letters or digits", UnitSerialRule::allows};

} // namespace

CodeEnrolment read_enrol_file(std::string_view text, const std::string& source) {
    TomlReader reader{text, source};
    auto code = OneTimeCode::from(reader.text({"enrol", "code"}, printable_text));
    if (!code) {
        reader.refuse({"enrol", "code"}, "is wrong: " + code.error());
    }
    CodeEnrolment wish{.code = std::move(*code)};
    if (const auto serial = reader.optional_text({"enrol", "serial"}, serial_rule)) {
        wish.unit = UnitSerial::from(*serial);
    }
    if (const auto server = reader.optional_text({"enrol", "server"}, printable_text)) {
        try {
            wish.desk = read_desk_address(*server);
        } catch (const IdentityError& error) {
            reader.refuse({"enrol", "server"}, std::string{"is wrong: "} + error.what());
        }
    }
    reader.refuse_unknown();
    return wish;
}

} // namespace lanterne::firmware
