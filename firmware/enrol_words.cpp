#include "firmware/enrol_words.hpp"

#include <CLI/CLI.hpp>

namespace lanterne::firmware {

void EnrolWords::add_to(CLI::App& app) {
    words_ = app.add_subcommand("enrol", "makes the unit known: first a request with --serial, "
                                         "then the authority's answer to it with --answer");
    words_->add_option("folder", folder_, "where the unit's identity lies")
        ->type_name("FOLDER")
        ->capture_default_str();
    CLI::Option* first =
        words_->add_option("--serial", serial_, "the unit's serial: makes a key and a request")
            ->type_name("SERIAL")
            ->check([](const std::string& text) {
                return UnitSerialRule::allows(text) ? ""
                                                    : "must be 6 to 16 small letters or digits";
            });
    words_->add_flag("--again", again_, "although there is a key or a request")->needs(first);
    words_->add_option("--answer", answer_, "what the authority answered")
        ->type_name("FILE")
        ->excludes(first);
}

EnrolCommand EnrolWords::command() const {
    if (serial_.empty() && answer_.empty()) {
        throw CLI::RequiredError("--serial SERIAL, or --answer FILE,");
    }
    return {
        .folder = folder_, .serial = UnitSerial::from(serial_), .again = again_, .answer = answer_};
}

} // namespace lanterne::firmware
