#include "tests/simulator/doctor/installation.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "core/exchange/race_folder.hpp"
#include "database/connection.hpp"
#include "firmware/identity/certificate.hpp"
#include "service/http_client.hpp"
#include "tests/support/sample_race/sample_race.hpp"
#include "tests/support/waiting.hpp"
#include "web-api/races/race_store.hpp"

namespace lanterne::simulator::doctor {

namespace fs = std::filesystem;
using support::RaceBroker;
using support::read_text;

Installation::Installation() {
    import_races();
    fs::create_directory(folder_.path() / "site");
    write("site/manifest.json", R"({"src/race.ts":{"file":"race-1.js","isEntry":true},
                                    "src/style.css":{"file":"style-1.css"}})");
    write("site/race-1.js", "export {};\n");
    write("site/style-1.css", "body {}\n");
    start_ingest();
    start_web();
}

void Installation::import_races() const {
    database::Connection connection{conninfo_};
    const auto import = [&](exchange::FolderFiles files) {
        web::import_race(connection, exchange::read_race_folder(files).value(), files);
    };
    import(support::sample_race("8,Ben,male,1991,open,all,,runner0008\n", "running"));
    auto files = support::sample_race("7,Ada,female,1990,open,all,,runner0007\n", "to-come");
    std::string& race = files.at("race.toml");
    race.replace(race.find("2025-06-14"), 10, "2098-06-14");
    import(files);
}

std::string Installation::identity_of(const std::string& serial, support::PrivateAuthority& by) {
    const support::Credentials unit = by.enrol(serial);
    const auto answer = firmware::read_answer(read_text(by.answer(serial)));
    const std::string name = fmt::format("identity-{}", ++identities_);
    fs::create_directory(folder_.path() / name);
    write(name + "/unit.key", read_text(unit.key));
    write(name + "/unit.crt", answer.certificate);
    write(name + "/authority.crt", answer.authority);
    write(name + "/configuration.pub", answer.configuration_key);
    return folder_.path() / name;
}

void Installation::stop_ingest() { ingest_->terminate(); }

void Installation::start_ingest() {
    fs::remove(folder_.path() / "ingest.port");
    write("ingest.toml", fmt::format("[broker]\nport = {}\nuser = \"ingest\"\npassword = \"{}\"\n"
                                     "[database]\nconninfo = \"{}\"\n"
                                     "[http]\nport = 0\nport_file = \"{}\"\n",
                                     broker.servers_port(), RaceBroker::password,
                                     support::as_role(conninfo_, "lanterne-ingest"),
                                     (folder_.path() / "ingest.port").string()));
    ingest_.emplace(support::Command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-ingest",
                                               "--config", folder_.path() / "ingest.toml"},
                                     .output = folder_.path() / "ingest.log"});
    wait_for_health("ingest", *ingest_);
}

void Installation::start_web() {
    write("web.toml",
          fmt::format("[broker]\nport = {}\nuser = \"web-api\"\npassword = \"{}\"\n"
                      "[database]\nconninfo = \"{}\"\n"
                      "[http]\nport = 0\nport_file = \"{}\"\n"
                      "[site]\nfolder = \"{}\"\n",
                      broker.servers_port(), RaceBroker::password,
                      support::as_role(conninfo_, "lanterne-web"),
                      (folder_.path() / "web.port").string(), (folder_.path() / "site").string()));
    web_.emplace(support::Command{.words = {LANTERNE_BUILD_FOLDER "/bin/lanterne-web", "--config",
                                            folder_.path() / "web.toml", "serve"},
                                  .output = folder_.path() / "web.log"});
    wait_for_health("web", *web_);
}

void Installation::wait_for_health(const std::string& name, support::ChildProcess& program) {
    const bool is_well = support::wait_until([&] {
        const std::string port = text_of(name + ".port");
        const auto reply = port.empty()
                               ? tl::unexpected{std::string{}}
                               : service::http_get(fmt::format("http://127.0.0.1:{}/healthz", port),
                                                   support::patience);
        return (reply && reply->status == 200) || !program.running();
    });
    if (!is_well || !program.running()) {
        throw std::runtime_error{name + " did not start: " + logs()};
    }
}

std::string Installation::logs() const {
    return text_of("ingest.log") + text_of("web.log") + broker.log();
}

std::string Installation::text_of(const std::string& file) const {
    std::string text = read_text(folder_.path() / file);
    if (file.ends_with(".port") && text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

void Installation::write(const std::string& file, const std::string& text) const {
    std::ofstream{folder_.path() / file} << text;
}

} // namespace lanterne::simulator::doctor
