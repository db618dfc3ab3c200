#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "firmware/identity/handshake.hpp"
#include "simulator/doctor/examination.hpp"
#include "simulator/doctor/reach.hpp"

namespace lanterne::simulator::doctor {

namespace {

constexpr std::chrono::seconds handshake_patience{10};
constexpr std::chrono::seconds connect_patience{25}; // longer than the uplink's own
constexpr std::chrono::seconds leaving_patience{5};

/// What the broker's CONNACK says (MQTT 3.1.1, table 3.1), as the MQTT library repeats it.
std::optional<std::string> words_of_connack(std::string_view trouble) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> codes{{
        {"(1)", "it does not speak MQTT 3.1.1"},
        {"(2)", "it refuses the unit's name"},
        {"(3)", "it says that it is unavailable"},
        {"(4)", "it wants another user and password: is that the port of the servers?"},
        {"(5)", "it says \"not authorised\": without TLS it wants a password, which units have "
                "not; with TLS the certificate is on its list of revoked ones"},
    }};
    if (trouble.find("CONNACK") == std::string_view::npos) {
        return std::nullopt;
    }
    const auto code = std::ranges::find_if(
        codes, [&](const auto& one) { return trouble.find(one.first) != std::string_view::npos; });
    return code != codes.end() ? std::optional{std::string{code->second}} : std::nullopt;
}

} // namespace

const Examination::Listing& Examination::listing() {
    if (!listing_) {
        listing_ = ask();
    }
    return *listing_;
}

Examination::Listing Examination::ask() const {
    const auto unit = site_->unit(unit_);
    if (!unit) {
        return {.fault = unit.error()};
    }
    Listing listing{.unit = *unit};
    if (*unit && (*unit)->race) {
        const auto race = site_->race(*(*unit)->race);
        if (!race) {
            return {.fault = race.error()};
        }
        listing.unit_race = *race;
    }
    return listing;
}

std::optional<Slug> Examination::watched() {
    if (settings_.race) {
        return settings_.race;
    }
    return listing().unit ? listing().unit->race : std::nullopt;
}

VirtualUnit::Who Examination::who(const UnitSerial& unit) {
    firmware::MqttUplinkSettings broker{
        .host = settings_.host, .port = settings_.port, .shard = settings_.shard};
    if (identity_) {
        broker.tls = true;
        broker.ca_file = identity_->ca_file;
        broker.certificate_file = identity_->certificate_file;
        broker.key_file = identity_->key_file;
    }
    return {.broker = broker, .unit = unit, .epoch = tools_.seed + lives_++};
}

/// On the clock of the race that the unit is in, and where that starts, else at 0/0. It says
/// nothing of how good it is.
Fix Examination::new_fix() {
    const auto race = site_ ? listing().unit_race : std::nullopt;
    const auto start = race ? race->start : std::nullopt;
    const Position place = start.value_or(Position{Latitude{0}, Longitude{0}});
    return {.time = plan::race_time(race ? race->rehearsal : std::nullopt, tools_.clock.utc()),
            .position = settings_.at.value_or(place),
            .mode = FixMode::fix_2d};
}

std::string Examination::why_no_connection(const std::string& trouble) const {
    if (const auto words = words_of_connack(trouble)) {
        return fmt::format("{} port {} answers, and {}", settings_.host, settings_.port, *words);
    }
    if (!identity_) {
        return fmt::format("{}: what listens there takes the connection and says no MQTT; if it "
                           "speaks TLS, --identity is needed",
                           trouble);
    }
    const auto reached = reach(settings_.host, settings_.port, handshake_patience);
    if (!reached) {
        return reached.error();
    }
    const auto fault = firmware::handshake_fault(reached->socket(),
                                                 {.host = settings_.host,
                                                  .ca_file = identity_->ca_file,
                                                  .certificate_file = identity_->certificate_file,
                                                  .key_file = identity_->key_file},
                                                 handshake_patience);
    return fault ? fmt::format("{} port {}: {}", settings_.host, settings_.port, *fault)
                 : trouble + "; TLS by itself is well, so look at the broker's log";
}

std::string Examination::why_no_receipt() const {
    std::string words = fmt::format("the broker took the fix, and no receipt came within {} s: ",
                                    settings_.patience.count() / 1000);
    if (settings_.ingest.empty()) {
        return words + "lanterne-ingest does not run, is at another broker, or has no database "
                       "(--ingest URL asks it)";
    }
    const Health health = ask_health("lanterne-ingest", settings_.ingest);
    words += health.words;
    if (health.is_well) {
        words += fmt::format(": so it does not hear this unit. It is at another broker, or the "
                             "broker's access list for units does not let {} write",
                             unit_.text());
    }
    return words;
}

std::optional<Finding> Examination::why_not_to_send() {
    if (settings_.even_if_racing) {
        return std::nullopt;
    }
    if (!site_) {
        return skipped("without --web nobody can say whether this unit is in a race that runs now "
                       "(--even-if-racing sends all the same)");
    }
    if (listing().fault) {
        return skipped("lanterne-web does not say whether this unit is in a race that runs now "
                       "(--even-if-racing sends all the same)");
    }
    const auto& race = listing().unit_race;
    if (race && race->state == "live") {
        const SiteUnit& unit = *listing().unit;
        return failed(
            fmt::format("nothing was sent: bib {} wears {} in {}, which runs now, and the "
                        "fix would count. Enrol a unit for the doctor alone, or say "
                        "--even-if-racing",
                        unit.bib ? unit.bib->text() : "?", unit_.text(), unit.race->text()));
    }
    return std::nullopt;
}

std::optional<Finding> Examination::send_all() {
    const Fix fix = new_fix();
    sent_ = fix;
    if (!virtual_unit_->send_status(wire::Link::up) || !virtual_unit_->send_boot(fix.time) ||
        !virtual_unit_->send_fix(fix)) {
        return failed("the broker has put the unit off the line: its log says why; two with one "
                      "certificate put each other off");
    }
    const auto answer = virtual_unit_->answer(settings_.patience);
    if (!answer.covers_fixes) {
        return failed(why_no_receipt());
    }
    stored_ = fix;
    store_ = answer.newest->store;
    if (!answer.covers_events) {
        return failed("the fix has its receipt, but the event has none: look for this unit in "
                      "lanterne-ingest's log");
    }
    return std::nullopt;
}

std::optional<Finding> Examination::write_as_nobody() {
    virtual_unit_->leave(leaving_patience); // the broker takes a certificate once
    virtual_unit_.reset();
    {
        VirtualUnit forger{who(nobody_), patience()};
        if (!forger.connect(connect_patience)) {
            forged_ = Fix{.time = tools_.clock.utc(),
                          .position = {Latitude{0}, Longitude{0}},
                          .mode = FixMode::fix_2d};
            forger.send_fix(*forged_);
            forger.hand_over(leaving_patience);
        }
    }
    virtual_unit_.emplace(who(unit_), patience());
    if (const auto trouble = virtual_unit_->connect(connect_patience)) {
        virtual_unit_.reset();
        return failed("the broker does not take the unit again: " + why_no_connection(*trouble));
    }
    return std::nullopt;
}

bool Examination::shows_last_fix(Result<std::optional<SiteUnit>, std::string>& listed) {
    return patience().wait(settings_.patience, [&] {
        listed = site_->unit(unit_);
        return listed && *listed && (*listed)->last_fix_time == stored_->time &&
               (*listed)->link == "up";
    });
}

// What it wrote as nobody came to the ingest before the unit's own last fix.
Finding Examination::judge_access() {
    Result<std::optional<SiteUnit>, std::string> own = std::nullopt;
    if (!shows_last_fix(own)) {
        return failed(own ? "the list of units does not follow: look at lanterne-web"
                          : own.error());
    }
    const auto nobody = site_->unit(nobody_);
    if (!nobody) {
        return failed(nobody.error());
    }
    was_forged_ = forged_ && *nobody && (*nobody)->last_fix_time == forged_->time;
    if (was_forged_) {
        return failed(fmt::format(
            "the broker let {} write as {}, and it was stored: the listener of the units must have "
            "tools/broker/units.acl as its acl_file, and use_identity_as_username "
            "(docs/identity.md)",
            unit_.text(), nobody_.text()));
    }
    return ok(
        fmt::format("its own fix, event and status arrive; what it wrote as {} did not{}. Not "
                    "tried: to read what is another's",
                    nobody_.text(), forged_ ? "" : " even connect"));
}

} // namespace lanterne::simulator::doctor
