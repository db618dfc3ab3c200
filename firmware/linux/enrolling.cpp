#include "firmware/linux/enrolling.hpp"

#include <iostream>

#include "firmware/board/toml_reader.hpp"
#include "firmware/enrol_file.hpp"
#include "hal/linux/account.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/identity_folder.hpp"
#include "hal/linux/text_file.hpp"

namespace lanterne::firmware {
namespace {

using hal::linux_system::IdentityFolder;

/// As who was called: root may read what the service's account may not.
std::string text_of(const std::filesystem::path& file) {
    return hal::linux_system::read_text_file(file, TomlReader::size_limit);
}

void tell(const Enrolled& enrolled, const IdentityFolder& store) {
    std::cout << enrolled.unit.text() << " is enrolled. Its settings need:\n"
              << settings_for_identity(store.current().string(), enrolled.broker)
              << "# Installed as a service, lanterne-tracker starts by itself now.\n";
}

void enrol_in(const std::filesystem::path& folder, const CodeEnrolment& wish) {
    hal::linux_system::act_as_owner_above(folder);
    IdentityFolder store{folder};
    tell(enrol_by_code(store, wish), store);
}

} // namespace

void enrol(const EnrolCommand& command) {
    const std::string answer = command.serial ? "" : text_of(command.answer);
    hal::linux_system::act_as_owner_above(command.folder);
    IdentityFolder store{command.folder};
    if (!command.serial) {
        tell(end_enrolment(store, answer, hal::linux_system::Clock{}.utc()), store);
        return;
    }
    begin_enrolment(store, *command.serial, command.again ? Again::yes : Again::no);
    std::cout << (store.prepared_folder() / identity_file::request).string()
              << ": the request; the key stays here. Next, where the authority is:\n"
              << "  lanterne-authority sign FOLDER unit.csr --serial " << command.serial->text()
              << '\n';
}

void enrol(const EnrolCodeCommand& command) { enrol_in(command.folder, command.wish); }

void enrol(const EnrolFileCommand& command) {
    CodeEnrolment wish = read_enrol_file(text_of(command.file), command.file.string());
    wish.again = command.again ? Again::yes : Again::no;
    enrol_in(command.folder, wish);
    std::cout << command.file.string() << " is of no more use: remove it.\n";
}

} // namespace lanterne::firmware
