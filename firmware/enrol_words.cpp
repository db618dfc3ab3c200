#include "firmware/enrol_words.hpp"

#include <CLI/CLI.hpp>

#include "firmware/identity/certificate.hpp"

namespace lanterne::firmware {
namespace {

std::string fault_of_serial(const std::string& text) {
    return UnitSerialRule::allows(text) ? "" : "must be 6 to 16 small letters or digits";
}

std::string fault_of_code(const std::string& text) {
    const auto code = OneTimeCode::from(text);
    return code ? "" : code.error();
}

std::string fault_of_desk(const std::string& text) {
    try {
        read_desk_address(text);
    } catch (const IdentityError& error) {
        return error.what();
    }
    return "";
}

} // namespace

void EnrolWords::add_to(CLI::App& app) {
    words_ = app.add_subcommand(
        "enrol", "makes the unit known: by a one-time code, or in two steps, first a request with "
                 "--serial alone, then the authority's answer to it with --answer");
    words_->add_option("folder", folder_, "where the unit's identity lies")
        ->type_name("FOLDER")
        ->capture_default_str();
    CLI::Option* code = words_->add_option("--code", code_, "a one-time code of the desk")
                            ->type_name("CODE")
                            ->check(fault_of_code);
    words_->add_option("--server", server_, "where the desk listens; lanterne-enrolment:8829")
        ->type_name("HOST[:PORT]")
        ->check(fault_of_desk)
        ->needs(code);
    CLI::Option* file =
        words_->add_option("--file", file_, "that says code, server and serial (TOML)")
            ->type_name("FILE")
            ->excludes(code);
    CLI::Option* serial =
        words_
            ->add_option("--serial", serial_,
                         "the unit's serial: what the code must be for; without one it makes a "
                         "key and a request")
            ->type_name("SERIAL")
            ->check(fault_of_serial)
            ->excludes(file);
    CLI::Option* again =
        words_->add_flag("--again", again_, "although there is an identity or a request");
    words_->add_option("--answer", answer_, "what the authority answered")
        ->type_name("FILE")
        ->excludes(code)
        ->excludes(file)
        ->excludes(serial)
        ->excludes(again);
}

CodeEnrolment EnrolWords::by_code() const {
    return {.code = OneTimeCode::from(code_).value(),
            .desk = server_.empty() ? DeskAddress{} : read_desk_address(server_),
            .unit = UnitSerial::from(serial_),
            .again = again_ ? Again::yes : Again::no};
}

Command EnrolWords::command() const {
    if (!file_.empty()) {
        return EnrolFileCommand{.folder = folder_, .file = file_, .again = again_};
    }
    if (!code_.empty()) {
        return EnrolCodeCommand{.folder = folder_, .wish = by_code()};
    }
    if (serial_.empty() && answer_.empty()) {
        throw CLI::RequiredError("--code CODE, --file FILE, --serial SERIAL or --answer FILE,");
    }
    return EnrolCommand{
        .folder = folder_, .serial = UnitSerial::from(serial_), .again = again_, .answer = answer_};
}

} // namespace lanterne::firmware
