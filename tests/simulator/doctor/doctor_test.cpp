#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/http_client.hpp"
#include "simulator/doctor/identity.hpp"
#include "tests/simulator/doctor/installation.hpp"
#include "tests/support/private_broker.hpp"
#include "tests/support/waiting.hpp"

/// lanterne-sim doctor at a real installation: on a good day, and with each thing wrong that it can
/// find.
namespace lanterne::simulator::doctor {

namespace {

using support::wait_until;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class TheDoctor : public testing::Test {
protected:
    static void SetUpTestSuite() {
        world_ = std::make_unique<Installation>();
        identity_ = world_->identity_of("doctor0001");
    }

    static void TearDownTestSuite() { world_.reset(); }

    static Installation& world() { return *world_; }

    struct Said {
        int code = -1;
        std::string text;
        std::map<std::string, std::string> steps; ///< a line, behind its step's name

        std::string operator[](const std::string& step) const {
            const auto found = steps.find(step);
            return found == steps.end() ? "" : found->second;
        }
    };

    Said run(std::vector<std::string> words) const {
        words.insert(words.begin(), {LANTERNE_BUILD_FOLDER "/bin/lanterne-sim", "doctor"});
        const auto output = folder_.path() / "output";
        std::filesystem::remove(output);
        support::ChildProcess program{{.words = words, .output = output}};
        Said said{.code = program.wait().value_or(-1)};
        said.text = support::read_text(output);
        std::istringstream lines{said.text};
        for (std::string line; std::getline(lines, line);) {
            const std::string step = line.substr(0, line.find(' '));
            said.steps[step] = line.size() > step_width ? line.substr(step_width) : std::string{};
        }
        return said;
    }

    /// At the installation, with this identity.
    static std::vector<std::string> at_world(const std::string& identity,
                                             const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"--port",     std::to_string(world().broker.units_port()),
                                       "--identity", identity,
                                       "--web",      world().web_url(),
                                       "--ingest",   world().ingest_url()};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    /// What comes, however slow the machine is.
    static inline const std::vector<std::string> patient{"--patience", "120", "--frame-age", "120"};

    static std::vector<std::string> patiently_at_world(const std::string& identity,
                                                       const std::vector<std::string>& more = {}) {
        auto words = at_world(identity, patient);
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    static std::string units() {
        const auto reply =
            service::http_get(world().web_url() + "/api/v1/units", support::patience);
        return reply ? reply->body : reply.error();
    }

    static constexpr std::size_t step_width = 12;
    static std::string identity_;
    support::TempFolder folder_;

private:
    static std::unique_ptr<Installation> world_;
};

std::unique_ptr<Installation> TheDoctor::world_;
std::string TheDoctor::identity_;

TEST_F(TheDoctor, FindsNothingOnAGoodDay) {
    const Said said = run(patiently_at_world(identity_, {"--race", "to-come"}));

    EXPECT_EQ(said.code, 0) << said.text << world().logs();
    EXPECT_THAT(said["certificate"], StartsWith("ok"));
    EXPECT_THAT(said["broker"], AllOf(StartsWith("ok"), HasSubstr("over TLS 1.3")));
    EXPECT_THAT(said["ingest"], AllOf(StartsWith("ok"), HasSubstr("of store ")));
    EXPECT_THAT(said["database"], StartsWith("ok"));
    EXPECT_THAT(said["access"],
                AllOf(StartsWith("ok"), HasSubstr("what it wrote as nobody0doctor0 did not")));
    EXPECT_THAT(said["live"], AllOf(StartsWith("ok"), HasSubstr("wears no bib there")));
    EXPECT_THAT(said["page"], AllOf(StartsWith("ok"), HasSubstr("/ and /r/to-come and the")));
    EXPECT_THAT(said.text, HasSubstr("left behind: unit doctor0001 on the list of units"));
    EXPECT_THAT(said.text, HasSubstr("all is well, 0 steps were skipped"));
    EXPECT_THAT(units(), testing::Not(HasSubstr("nobody0doctor0")));
}

TEST_F(TheDoctor, LooksForTheBibThatTheUnitWears) {
    const Said said = run(patiently_at_world(world().identity_of("runner0007")));

    EXPECT_EQ(said.code, 0) << said.text;
    EXPECT_THAT(said["live"], AllOf(HasSubstr("a frame of to-come"), HasSubstr("with bib 7")));
}

TEST_F(TheDoctor, SendsNothingForAUnitThatIsRacing) {
    const std::string identity = world().identity_of("runner0008");

    const Said said = run(patiently_at_world(identity));

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["ingest"],
                AllOf(StartsWith("FAILED"), HasSubstr("nothing was sent: bib 8 wears runner0008")));
    EXPECT_THAT(said.text, HasSubstr("left behind: nothing"));
    EXPECT_THAT(units(), HasSubstr(R"("serial":"runner0008","state":"expected")"));
}

TEST_F(TheDoctor, SaysItInJsonLines) {
    const Said said = run({"--port", std::to_string(support::free_port()), "--json"});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.text, HasSubstr(R"({"step":"broker","outcome":"failed","took_ms":)"));
    EXPECT_THAT(said.text, HasSubstr(R"({"failed":1,"skipped":6,"left_behind":[]})"));
}

TEST_F(TheDoctor, SaysThatTheBrokerIsAway) {
    const std::string port = std::to_string(support::free_port());

    const Said said = run({"--port", port, "--identity", identity_, "--web", world().web_url()});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["broker"],
                AllOf(StartsWith("FAILED"), HasSubstr("nobody listens at 127.0.0.1 port " + port)));
    EXPECT_THAT(said["ingest"], HasSubstr("skipped"));
    EXPECT_THAT(said["page"], StartsWith("ok")) << "what does not need the broker goes on";
}

TEST_F(TheDoctor, SaysThatANameDoesNotResolve) {
    const Said said = run({"--host", "nowhere.invalid", "--identity", identity_});

    EXPECT_THAT(said["broker"], HasSubstr("the name nowhere.invalid does not resolve"));
}

TEST_F(TheDoctor, SaysThatUnitAndBrokerAreOfDifferentAuthorities) {
    support::PrivateAuthority foreign;

    const Said said = run(patiently_at_world(world().identity_of("doctor0001", foreign)));

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["certificate"], StartsWith("ok"));
    EXPECT_THAT(said["broker"], AllOf(StartsWith("FAILED"),
                                      HasSubstr("unit and broker are of different authorities")));
}

TEST_F(TheDoctor, SaysThatTheBrokersCertificateHasAnotherName) {
    auto words = patiently_at_world(identity_, {"--host", "localhost"});

    EXPECT_THAT(run(words)["broker"], HasSubstr("certificate does not name localhost"));
}

TEST_F(TheDoctor, SaysThatTheUnitIsRevoked) {
    const std::string identity = world().identity_of("stolen0001");
    world().authority.run("revoke", {"stolen0001"});
    world().broker.bring_new_list();

    EXPECT_THAT(run(patiently_at_world(identity))["broker"],
                AllOf(StartsWith("FAILED"), HasSubstr("its certificate is revoked")));
}

TEST_F(TheDoctor, SaysWhichFileOfTheIdentityIsWrong) {
    support::PrivateAuthority foreign;
    const std::string identity = world().identity_of("doctor0003");
    std::filesystem::copy_file(foreign.certificate(), identity + "/authority.crt",
                               std::filesystem::copy_options::overwrite_existing);

    const Said mixed = run(at_world(identity));
    std::filesystem::remove(identity + "/unit.key");
    const Said without = run(at_world(identity));

    EXPECT_THAT(
        mixed["certificate"],
        AllOf(StartsWith("FAILED"), HasSubstr("is not signed by the authority that came with it")));
    EXPECT_THAT(mixed["broker"], HasSubstr("there is no good identity to show to it"));
    EXPECT_THAT(without["certificate"], HasSubstr("/unit.key: No such file"));
}

TEST_F(TheDoctor, SaysThatACertificateHasExpired) {
    const UtcTime later = parse_time("2040-01-01T00:00:00Z").value();

    EXPECT_THAT(read_identity(identity_, later).error(),
                HasSubstr("and the unit's clock says 2040-01-01"));
}

TEST_F(TheDoctor, SaysThatTheBrokerDoesNotLetTheUnitWrite) {
    const std::string rules = support::read_text(LANTERNE_SOURCE_FOLDER "/tools/broker/units.acl");
    world().broker.rule_units_by("pattern read ln/1/%u/a\npattern read ln/1/%u/c\n");

    const Said said = run(at_world(identity_, {"--patience", "2"}));
    world().broker.rule_units_by(rules);

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["ingest"], AllOf(StartsWith("FAILED"), HasSubstr("says that it is well"),
                                      HasSubstr("access list for units does not let doctor0001")));
    EXPECT_THAT(said["database"], HasSubstr("skipped"));
    EXPECT_THAT(said["access"], HasSubstr("skipped"));
}

TEST_F(TheDoctor, SaysThatTheBrokerLetsEverybodyWriteEverything) {
    const std::string rules = support::read_text(LANTERNE_SOURCE_FOLDER "/tools/broker/units.acl");
    world().broker.rule_units_by("pattern readwrite #\n");

    const Said said = run(patiently_at_world(identity_));
    world().broker.rule_units_by(rules);

    EXPECT_EQ(said.code, 1) << said.text;
    EXPECT_THAT(said["database"], StartsWith("ok"));
    EXPECT_THAT(said["access"],
                AllOf(StartsWith("FAILED"),
                      HasSubstr("the broker let doctor0001 write as nobody0doctor0")));
    EXPECT_THAT(said.text, HasSubstr("unit nobody0doctor0 on the list of units"));
}

TEST_F(TheDoctor, SaysThatIngestIsStopped) {
    world().stop_ingest();

    const Said said = run(at_world(identity_, {"--race", "to-come", "--patience", "1"}));
    world().start_ingest();

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["ingest"],
                AllOf(StartsWith("FAILED"), HasSubstr("lanterne-ingest does not answer")));
    EXPECT_THAT(said["live"], AllOf(StartsWith("FAILED"), HasSubstr("sends no frames of to-come")));
    EXPECT_THAT(said["page"], StartsWith("ok"));
}

TEST_F(TheDoctor, SaysThatWebIsStopped) {
    const std::string nowhere = fmt::format("http://127.0.0.1:{}", support::free_port());

    const Said said = run({"--port", std::to_string(world().broker.units_port()), "--identity",
                           identity_, "--web", nowhere});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["ingest"], HasSubstr("skipped"));
    EXPECT_THAT(said["database"], AllOf(StartsWith("FAILED"),
                                        HasSubstr("lanterne-web does not answer at " + nowhere)));
    EXPECT_THAT(said["live"], HasSubstr("skipped"));
}

TEST_F(TheDoctor, SaysThatNobodyKnowsTheRace) {
    const Said said = run(patiently_at_world(identity_, {"--race", "unheard-of"}));

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["database"], StartsWith("ok"));
    EXPECT_THAT(said["live"],
                AllOf(StartsWith("FAILED"), HasSubstr("lanterne-web knows no race unheard-of")));
}

TEST_F(TheDoctor, LooksAtABrokerWithoutTlsToo) {
    const support::PrivateBroker plain;

    const Said said = run({"--port", std::to_string(plain.port()), "--serial", "desk000001",
                           "--even-if-racing", "--patience", "0.5"});

    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said["certificate"], HasSubstr("no --identity was given"));
    EXPECT_THAT(said["broker"], AllOf(StartsWith("ok"), HasSubstr("takes desk000001 without TLS")));
    EXPECT_THAT(said["ingest"], AllOf(StartsWith("FAILED"), HasSubstr("--ingest URL asks it")));
}

TEST_F(TheDoctor, SaysThatAPortIsTheServers) {
    const std::string servers = std::to_string(world().broker.servers_port());

    EXPECT_THAT(run({"--port", servers})["broker"], HasSubstr("it wants a password"));
    EXPECT_THAT(run({"--port", servers, "--identity", identity_})["broker"],
                HasSubstr("is it the port of the servers?"));
}

TEST_F(TheDoctor, RefusesWrongUse) {
    EXPECT_EQ(run({"--at", "47.5"}).code, 2);
    EXPECT_EQ(run({"--serial", "Nobody"}).code, 2);
    EXPECT_EQ(run({"--race", "No Race"}).code, 2);
    EXPECT_EQ(run({"--serial", "desk000001", "--identity", identity_}).code, 2);
    EXPECT_THAT(run({"--web", "https://race.example.org"}).text,
                HasSubstr("TLS is not spoken here"));
}

} // namespace

} // namespace lanterne::simulator::doctor
