#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace lanterne {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

class AuthorityTest : public testing::Test {
protected:
    struct Answer {
        std::optional<int> code;
        std::string said;
    };

    Answer run(std::vector<std::string> words) {
        std::filesystem::remove(folder.path() / "said");
        support::ChildProcess child{{.words = std::move(words),
                                     .environment = {{"PATH", path}},
                                     .output = folder.path() / "said"}};
        const auto code = child.wait();
        return {code, support::read_text(folder.path() / "said")};
    }

    Answer authority(std::vector<std::string> words) {
        words.insert(words.begin(), LANTERNE_SOURCE_FOLDER "/tools/authority/lanterne-authority");
        return run(std::move(words));
    }

    Answer openssl(std::vector<std::string> words) {
        words.insert(words.begin(), support::find_program("openssl"));
        return run(std::move(words));
    }

    void init() {
        const Answer answer = authority({"init", home, "broker.example.org", "192.0.2.1"});
        ASSERT_EQ(answer.code, 0) << answer.said;
    }

    /// A request with such a subject and a new key of `-newkey`'s kind.
    std::string request(const std::string& subject, const std::string& kind = "ec",
                        const std::string& option = "ec_paramgen_curve:P-256") {
        const std::string file = folder.path() / "request.csr";
        EXPECT_EQ(openssl({"req", "-new", "-newkey", kind, "-pkeyopt", option, "-nodes", "-keyout",
                           folder.path() / "unit.key", "-subj", subject, "-out", file})
                      .code,
                  0);
        return file;
    }

    /// Of the index.
    std::size_t valid_certificates() {
        const std::string list = authority({"list", home}).said;
        std::size_t count = 0;
        for (std::size_t at = list.find(" valid "); at != list.npos; ++count) {
            at = list.find(" valid ", at + 1);
        }
        return count;
    }

    Answer sign(const std::string& file, const std::string& serial) {
        return authority({"sign", home, file, "--serial", serial});
    }

    support::TempFolder folder;
    std::string path = std::getenv("PATH");
    const std::string home = folder.path() / "authority";
};

TEST_F(AuthorityTest, ItsSecretsAreItsOwnersAlone) {
    init();

    for (const char* secret : {"authority.key", "configuration.key", "server.key"}) {
        struct stat status {};

        ASSERT_EQ(stat((home + "/" + secret).c_str(), &status), 0) << secret;
        EXPECT_EQ(status.st_mode & 0777U, 0600U) << secret;
    }
}

TEST_F(AuthorityTest, ItsBrokerHasTheNamesAndAddressesThatWereGiven) {
    init();

    EXPECT_THAT(
        openssl({"x509", "-in", home + "/server.crt", "-noout", "-ext", "subjectAltName"}).said,
        HasSubstr("DNS:broker.example.org, IP Address:192.0.2.1"));
    EXPECT_EQ(openssl({"verify", "-purpose", "sslserver", "-CAfile", home + "/authority.crt",
                       home + "/server.crt"})
                  .code,
              0);
}

TEST_F(AuthorityTest, IsNeverOverwritten) {
    init();
    const std::string key = support::read_text(home + "/authority.key");

    const Answer again = authority({"init", home, "broker.example.org"});

    EXPECT_EQ(again.code, 1);
    EXPECT_EQ(again.said, "lanterne-authority: " + home +
                              " is an authority already; it is never overwritten\n");
    EXPECT_EQ(support::read_text(home + "/authority.key"), key);
}

TEST_F(AuthorityTest, AnswersAUnitWithItsCertificateTheAuthoritysAndTheKeyOfConfigurations) {
    init();

    const Answer answer = sign(request("/CN=demo000001"), "demo000001");

    ASSERT_EQ(answer.code, 0) << answer.said;
    ASSERT_EQ(answer.said, home + "/answers/demo000001.pem\n");
    const std::string pem = support::read_text(home + "/answers/demo000001.pem");
    EXPECT_TRUE(pem.ends_with(support::read_text(home + "/authority.crt") +
                              support::read_text(home + "/configuration.pub") +
                              "broker broker.example.org 8883\n"));
    EXPECT_THAT(
        openssl({"x509", "-in", home + "/answers/demo000001.pem", "-noout", "-subject"}).said,
        HasSubstr("CN = demo000001"));
    EXPECT_EQ(openssl({"verify", "-purpose", "sslclient", "-CAfile", home + "/authority.crt",
                       home + "/answers/demo000001.pem"})
                  .code,
              0);
}

TEST_F(AuthorityTest, SignsForNoOtherNameThanTheSerial) {
    init();

    for (const char* subject : {"/CN=demo000002", "/CN=demo000001/O=club", "/O=demo000001",
                                "/CN=DEMO000001", "/CN=demo000001/CN=demo000001"}) {
        const Answer answer = sign(request(subject), "demo000001");
        EXPECT_EQ(answer.code, 1) << subject;
        EXPECT_THAT(answer.said, HasSubstr("not for commonName=demo000001")) << subject;
    }
}

TEST_F(AuthorityTest, SignsNoOtherKeyThanP256) {
    init();

    EXPECT_THAT(sign(request("/CN=demo000001", "rsa", "rsa_keygen_bits:2048"), "demo000001").said,
                HasSubstr("has no P-256 key"));
    EXPECT_THAT(sign(request("/CN=demo000001", "ec", "ec_paramgen_curve:P-384"), "demo000001").said,
                HasSubstr("has no P-256 key"));
}

TEST_F(AuthorityTest, SignsNothingThatIsNoRequest) {
    init();
    const std::string file = folder.path() / "broken.csr";
    std::ofstream{file} << "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n";

    const Answer answer = sign(file, "demo000001");

    EXPECT_EQ(answer.code, 1);
    EXPECT_EQ(answer.said, "lanterne-authority: " + file +
                               " is no certificate request, or it is not signed by its own key\n");
}

TEST_F(AuthorityTest, SignsWhatItCheckedThoughTheRequestIsChangedMeanwhile) {
    init();
    const std::string other = folder.path() / "other.csr";
    std::filesystem::copy_file(request("/CN=demo000002"), other);
    const std::string file = request("/CN=demo000001");
    // In front of openssl stands somebody who changes the request after the last check, that of the
    // key.
    const std::string front = folder.path() / "openssl";
    std::ofstream{front} << "#!/bin/sh\n"
                         << support::find_program("openssl").string() << " \"$@\"\ncode=$?\n"
                         << "[ \"$1\" != pkey ] || cp " << other << " " << file << "\n"
                         << "exit $code\n";
    std::filesystem::permissions(front, std::filesystem::perms::owner_all);
    path = folder.path().string() + ":" + std::getenv("PATH");

    const Answer answer = sign(file, "demo000001");

    ASSERT_EQ(answer.code, 0) << answer.said;
    ASSERT_EQ(support::read_text(file), support::read_text(other)) << "it was not changed";
    EXPECT_THAT(
        openssl({"x509", "-in", home + "/answers/demo000001.pem", "-noout", "-subject"}).said,
        HasSubstr("CN = demo000001"));
}

TEST_F(AuthorityTest, SignsNoRequestThatIsMissingOrTooLarge) {
    init();
    const std::string file = folder.path() / "large.csr";
    std::ofstream{file} << std::string(16'385, 'x');

    EXPECT_EQ(sign(file, "demo000001").said,
              "lanterne-authority: " + file + " is too large for a certificate request\n");
    EXPECT_EQ(sign("/missing.csr", "demo000001").said,
              "lanterne-authority: cannot read the request /missing.csr\n");
}

TEST_F(AuthorityTest, RefusesASerialOfAnotherShape) {
    init();

    for (const char* serial : {"short", "12345678901234567", "UPPER0001", "a/b/c/d", "demo#1"}) {
        EXPECT_EQ(sign("any.csr", serial).code, 2) << serial;
    }
}

TEST_F(AuthorityTest, ASerialHasOneCertificateUnlessAskedAgain) {
    init();
    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);
    const std::string first = support::read_text(home + "/answers/demo000001.pem");

    const Answer second = sign(request("/CN=demo000001"), "demo000001");
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.said, HasSubstr("demo000001 has a certificate already"));
    EXPECT_EQ(support::read_text(home + "/answers/demo000001.pem"), first);

    EXPECT_EQ(authority({"sign", home, folder.path() / "request.csr", "--serial", "demo000001",
                         "--again"})
                  .code,
              0);
    EXPECT_THAT(authority({"list", home}).said,
                ContainsRegex("^demo000001 revoked .*\ndemo000001 valid "));
}

TEST_F(AuthorityTest, ARequestThatWasSignedGetsTheSameAnswer) {
    init();
    const std::string file = request("/CN=demo000001");
    ASSERT_EQ(sign(file, "demo000001").code, 0);
    const std::string first = support::read_text(home + "/answers/demo000001.pem");
    std::filesystem::remove(home + "/answers/demo000001.pem");

    EXPECT_EQ(sign(file, "demo000001").code, 0);

    EXPECT_EQ(support::read_text(home + "/answers/demo000001.pem"), first);
    EXPECT_EQ(valid_certificates(), 1U);
}

TEST_F(AuthorityTest, AFailureToSignAgainLeavesTheUnitWhatItHas) {
    init();
    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);
    const std::string before = authority({"list", home}).said;
    std::filesystem::rename(home + "/configuration.pub", home + "/away");
    std::filesystem::rename(home + "/issued", home + "/issued-away");

    EXPECT_EQ(
        authority({"sign", home, request("/CN=demo000001"), "--serial", "demo000001", "--again"})
            .code,
        1);

    std::filesystem::rename(home + "/issued-away", home + "/issued");
    EXPECT_EQ(authority({"list", home}).said, before);
}

TEST_F(AuthorityTest, TheNextCommandEndsWhatAKilledOneBegan) {
    init();
    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);
    const std::string replaced = support::read_text(home + "/index.txt");
    ASSERT_EQ(
        authority({"sign", home, request("/CN=demo000001"), "--serial", "demo000001", "--again"})
            .code,
        0);
    std::string both = support::read_text(home + "/index.txt");
    both.replace(0, both.find('\n') + 1, replaced);
    // Signed and not yet revoked, and the index taken away for the new one.
    std::filesystem::remove(home + "/index.txt");
    std::ofstream{home + "/index.txt.new"} << both;

    const Answer answer = authority({"list", home});

    EXPECT_THAT(answer.said, ContainsRegex("^demo000001 revoked .*\ndemo000001 valid "));
}

TEST_F(AuthorityTest, ACertificateThatHasExpiredIsNotValid) {
    init();
    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);
    std::string index = support::read_text(home + "/index.txt");
    index.replace(2, 6, "200101");
    std::ofstream{home + "/index.txt"} << index;

    EXPECT_THAT(authority({"list", home}).said, StartsWith("demo000001 expired "));
    EXPECT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0) << "it needs no --again";
}

TEST_F(AuthorityTest, TellsUnitsTheFirstNameOfTheBrokerAndItsPort) {
    init();
    ASSERT_EQ(authority({"server", home, "2001:db8::1", "192.0.2.1", "--port", "8884"}).code, 0);

    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);

    EXPECT_TRUE(support::read_text(home + "/answers/demo000001.pem")
                    .ends_with("\nbroker 2001:db8::1 8884\n"));
}

TEST_F(AuthorityTest, TakesNoNameOfABrokerThatIsNone) {
    for (const char* name : {"a:b", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
                             "12345::1", "fe80:", "192.0.2.256", "192.0.2", "-x", "a_b"}) {
        EXPECT_EQ(authority({"init", home, name}).code, 2) << name;
        EXPECT_FALSE(std::filesystem::exists(home)) << name;
    }
    for (const char* port : {"0", "65536", "x", ""}) {
        EXPECT_EQ(authority({"init", home, "broker.example.org", "--port", port}).code, 2) << port;
    }
}

TEST_F(AuthorityTest, WhatIsRevokedStandsInTheListThatTheBrokerGets) {
    init();
    ASSERT_EQ(sign(request("/CN=demo000001"), "demo000001").code, 0);
    const std::string certificate = folder.path() / "unit.crt";
    std::filesystem::copy_file(home + "/answers/demo000001.pem", certificate);
    const std::string bundle = folder.path() / "bundle";

    ASSERT_EQ(authority({"revoke", home, "demo000001"}).code, 0);
    ASSERT_EQ(authority({"bundle", home, bundle}).code, 0);

    EXPECT_THAT(openssl({"verify", "-crl_check", "-CAfile", bundle + "/authority.crt", "-CRLfile",
                         bundle + "/revoked.crl", certificate})
                    .said,
                HasSubstr("certificate revoked"));
    EXPECT_EQ(authority({"revoke", home, "demo000001"}).said,
              "lanterne-authority: demo000001 has no valid certificate here\n");
}

TEST_F(AuthorityTest, TheBrokersBundleHoldsNoKeyButTheBrokersOwn) {
    init();
    const auto bundle = folder.path() / "bundle";
    ASSERT_EQ(authority({"bundle", home, bundle}).code, 0);

    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{bundle}) {
        names.push_back(entry.path().filename());
    }

    EXPECT_THAT(names, testing::UnorderedElementsAre("authority.crt", "server.crt", "server.key",
                                                     "revoked.crl"));
    EXPECT_EQ(support::read_text(bundle / "server.key"), support::read_text(home + "/server.key"));
}

TEST_F(AuthorityTest, WrongUseIsOneLineAndExitCodeTwo) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                  {"praise", home},
                                                  {"sign"},
                                                  {"init", home},
                                                  {"sign", home},
                                                  {"init", home, "no name"}}) {
        const Answer answer = authority(words);
        EXPECT_EQ(answer.code, 2) << answer.said;
        EXPECT_THAT(answer.said, StartsWith("lanterne-authority: "));
        EXPECT_EQ(std::count(answer.said.begin(), answer.said.end(), '\n'), 1) << answer.said;
    }
    EXPECT_EQ(authority({"list", home}).said,
              "lanterne-authority: " + home +
                  " is no authority; lanterne-authority init makes one\n");
}

} // namespace
} // namespace lanterne
