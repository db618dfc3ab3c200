#include <cerrno>
#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <system_error>

#include <CLI/CLI.hpp>

#include "ingest-server/after/commands.hpp"
#include "ingest-server/commands.hpp"
#include "ingest-server/ingest.hpp"
#include "ingest-server/settings.hpp"
#include "ingest-server/watch.hpp"
#include "service/http_operations.hpp"
#include "service/http_server.hpp"
#include "service/log.hpp"
#include "service/metrics.hpp"
#include "service/service_manager.hpp"
#include "service/span_exporter.hpp"
#include "service/stop.hpp"

namespace {

using namespace lanterne;

ingest::Clock system_clock() {
    return {
        .wall = [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); },
        .steady = [] { return std::chrono::steady_clock::now(); }};
}

void write_port(const std::filesystem::path& file, std::uint16_t port) {
    const std::filesystem::path fresh{file.string() + ".new"};
    std::ofstream stream{fresh};
    stream << port << '\n';
    stream.close();
    if (!stream) {
        throw std::runtime_error{"cannot write the port file " + file.string()};
    }
    std::filesystem::rename(fresh, file);
}

std::uint64_t new_seed() {
    std::random_device random;
    return (std::uint64_t{random()} << 32U) | random();
}

void connect(ingest::Watch& watch, const service::StopSignal& stop,
             service::ServiceManager& manager, std::optional<service::SpanExporter>& exporter) {
    watch.tell_alive([&] { manager.alive(std::chrono::steady_clock::now()); });
    watch.ask_for_stop([&] { return stop.requested(); });
    if (exporter) {
        watch.trace.send_to([&](service::Span span) { exporter->add(std::move(span)); });
    }
}

void run(const ingest::Settings& settings) {
    const service::StopSignal stop;
    service::Log log{"lanterne-ingest"};
    service::Registry registry;
    service::ServiceManager manager;
    const std::uint32_t life = std::random_device{}();
    std::optional<service::SpanExporter> exporter;
    if (settings.trace_endpoint) {
        exporter.emplace(
            *settings.trace_endpoint,
            service::SpanSource{"lanterne-ingest", LANTERNE_VERSION, std::to_string(life)},
            registry);
    }
    ingest::Watch watch{log, registry, system_clock(), new_seed()};
    connect(watch, stop, manager, exporter);
    service::HttpServer http{{}, service::watch_with(registry, log)};
    service::add_operations(http, registry, [&] { return watch.health(); });
    const std::uint16_t port = http.listen(settings.http_address, settings.http_port);
    if (settings.port_file) {
        write_port(*settings.port_file, port);
    }
    log.info("listening", {{"address", settings.http_address}, {"port", port}});
    http.start();
    ingest::Ingest ingest{
        {.broker = settings.broker, .conninfo = settings.conninfo, .live_epoch = life},
        watch,
        system_clock(),
        [&](std::chrono::milliseconds rest) {
            const bool ends = stop.wait(rest);
            if (ends) {
                manager.stopping();
            }
            return ends;
        }};
    manager.ready();
    ingest.run();
    log.info("ended");
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Stores what units send, scores races, and answers with receipts.",
                 "lanterne-ingest"};
    std::string config;
    std::string race;
    bool only_check = false;
    app.add_option("--config", config, "the settings, a TOML file")->required();
    app.add_flag("--check", only_check, "read the settings and say whether they are good");
    CLI::App* again = app.add_subcommand(
        "rescore", "Score a race anew from the store, say what differs, and write nothing");
    again->add_option("--race", race, "slug of the race")->required();
    CLI::App* out = app.add_subcommand(
        "publish", "Score a race anew from the store, and publish the results for good");
    std::string state;
    std::string who;
    std::string why;
    out->add_option("--race", race, "slug of the race")->required();
    out->add_option("--state", state, "provisional, protest, official, amended or annulled")
        ->required();
    out->add_option("--who", who, "who answers for them")->required();
    out->add_option("--why", why, "the reason")->required();
    CLI::App* look =
        app.add_subcommand("verify", "Look for faults in the store, say each, and write nothing");
    look->add_option("--race", race, "slug of the race whose results are looked at; else all");
    ingest::after::Commands after{app};
    app.require_subcommand(0, 1);
    app.set_version_flag("--version", std::string{"lanterne-ingest "} + LANTERNE_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wish) {
        return app.exit(wish) == 0 ? 0 : 2;
    }
    try {
        service::SettingsFile file{config};
        const ingest::Settings settings = ingest::read_settings(file);
        if (only_check) {
            std::cout << config << ": good\n";
            return 0;
        }
        if (again->parsed()) {
            return ingest::rescore_command(settings, race, system_clock().wall());
        }
        if (out->parsed()) {
            return ingest::publish_command(settings, {race, state, who, why});
        }
        if (look->parsed()) {
            return ingest::verify_command(settings, race, system_clock().wall());
        }
        if (const auto code = after.run(settings, system_clock().wall())) {
            return *code;
        }
        run(settings);
    } catch (const service::SettingsError& wrong) {
        std::cerr << "lanterne-ingest: " << wrong.what() << '\n';
        return 2;
    } catch (const std::exception& reason) {
        std::cerr << "lanterne-ingest: " << reason.what() << '\n';
        return 2;
    }
    return 0;
}
