#include <chrono>
#include <iostream>
#include <random>

#include <CLI/CLI.hpp>

#include "enrolment/desk.hpp"
#include "enrolment/provision.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment_client.hpp"
#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/service_manager.hpp"
#include "service/stop.hpp"

namespace lanterne::enrolment {
namespace {

UtcTime utc_now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

/// `lanterne-enrolment provision FOLDER LIST --to FOLDER ...`
struct ProvisionWords {
    ProvisionWish wish;
    int days = 14;
    std::string sheet{usual_sheet.name};
    bool again = false;
    CLI::App* words = nullptr;

    void add_to(CLI::App& app) {
        words = app.add_subcommand("provision", "Makes one-time codes and labels for units");
        words->add_option("authority", wish.authority, "the authority's folder")->required();
        words->add_option("list", wish.list, "CSV: serial, and name, bib and board if you like")
            ->required();
        words->add_option("--to", wish.to, "a folder for labels.pdf and each unit's file")
            ->required();
        words->add_option("--days", days, "how long a code is good")
            ->check(CLI::Range(1, 365))
            ->capture_default_str();
        words->add_option("--server", wish.server, "HOST[:PORT] where units will find the desk")
            ->check([](const std::string& text) -> std::string {
                try {
                    firmware::read_desk_address(text);
                } catch (const firmware::IdentityError& error) {
                    return error.what();
                }
                return {};
            });
        words->add_option("--sheet", sheet, "of labels: " + label_sheet_names())
            ->capture_default_str()
            ->check([](const std::string& name) {
                return label_sheet(name) ? "" : "must be one of " + label_sheet_names();
            });
        words->add_flag("--again", again, "also for units that have a certificate");
    }

    void obey() {
        wish.valid = std::chrono::days{days};
        wish.sheet = label_sheet(sheet).value_or(usual_sheet); // the words were checked
        wish.again = again ? firmware::Again::yes : firmware::Again::no;
        std::random_device device;
        provision(wish,
                  {.now = utc_now(),
                   .random_byte = [&] { return static_cast<std::uint8_t>(device() & 0xFFU); }},
                  std::cout);
    }
};

/// `lanterne-enrolment serve FOLDER ...`
struct ServeWords {
    std::filesystem::path authority;
    std::string address = "0.0.0.0";
    std::uint16_t port = firmware::enrolment_protocol::default_port;
    CLI::App* words = nullptr;

    void add_to(CLI::App& app) {
        words = app.add_subcommand("serve", "Enrols units that come with their code");
        words->add_option("authority", authority, "the authority's folder")->required();
        words->add_option("--address", address, "to listen at")->capture_default_str();
        words->add_option("--port", port, "0: any free one")->capture_default_str();
    }

    void obey() const {
        const service::StopSignal stop;
        service::Log log{"lanterne-enrolment"};
        Desk desk{authority,
                  log,
                  {.utc = utc_now, .steady = [] { return std::chrono::steady_clock::now(); }},
                  [](const std::string& line) { std::cout << line << std::endl; }};
        service::HttpLimits limits;
        limits.body_bytes = firmware::enrolment_protocol::max_message_bytes;
        limits.connections = 1'000;
        limits.connections_per_address = 100;
        service::HttpServer http{
            limits,
            {.answered = {}, .refused = {}, .failed = [&](std::string_view, std::string_view what) {
                 log.error("it failed", {{"reason", what}});
             }}};
        http.post(std::string{firmware::enrolment_protocol::path} + ":code",
                  [&](const service::HttpRequest& request) { return desk.answer(request); });
        const std::uint16_t open = http.listen(address, port);
        http.start();
        std::cout << desk.progress() << ". Units come to port " << open
                  << ":\n  lanterne-tracker enrol --code CODE --server THIS-MACHINE:" << open
                  << std::endl;
        const service::ServiceManager manager;
        manager.ready();
        while (!stop.wait(std::chrono::hours{1})) {
        }
        manager.stopping();
        http.shut_down();
    }
};

} // namespace
} // namespace lanterne::enrolment

int main(int argc, char** argv) {
    CLI::App app{"The desk of an authority: makes units ready and enrols them by one-time codes.",
                 "lanterne-enrolment"};
    app.set_version_flag("--version", std::string{"lanterne-enrolment "} + LANTERNE_VERSION);
    app.require_subcommand(1, 1);
    lanterne::enrolment::ProvisionWords making;
    making.add_to(app);
    lanterne::enrolment::ServeWords serving;
    serving.add_to(app);
    try {
        app.parse(argc, argv);
        if (making.words->parsed()) {
            making.obey();
        } else {
            serving.obey();
        }
    } catch (const CLI::ParseError& wish) {
        return app.exit(wish) == 0 ? 0 : 2;
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-enrolment: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
