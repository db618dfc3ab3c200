#include <array>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment.hpp"
#include "hal/linux/clock.hpp"
#include "hal/linux/identity_folder.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_authority.hpp"

/// A unit and the authority's own tool, as they meet.
namespace lanterne::firmware {
namespace {

using testing::HasSubstr;

const UnitSerial unit = UnitSerial::from("demo000001").value();

class EnrolmentTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        ours_ = std::make_unique<support::PrivateAuthority>();
        foreign_ = std::make_unique<support::PrivateAuthority>();
    }

    static void TearDownTestSuite() {
        ours_.reset();
        foreign_.reset();
    }

    static const support::PrivateAuthority& ours() { return *ours_; }

    static const support::PrivateAuthority& foreign() { return *foreign_; }

    /// What such an authority answers to the unit's request.
    std::string answer(const support::PrivateAuthority& authority,
                       const std::string& serial = "demo000001") {
        authority.run("sign", {(store.prepared_folder() / "unit.csr").string(), "--serial", serial,
                               "--again"});
        return support::read_text(authority.answer(serial));
    }

    std::string refusal(const std::string& text) {
        return refusal_at(text, hal::linux_system::Clock{}.utc());
    }

    std::string refusal_at(const std::string& text, UtcTime now) {
        try {
            end_enrolment(store, text, now);
        } catch (const IdentityError& error) {
            EXPECT_FALSE(store.has_current());
            return error.what();
        }
        return "no refusal";
    }

    std::string current(std::string_view name) const {
        return support::read_text(store.current() / name);
    }

    support::TempFolder folder;
    hal::linux_system::IdentityFolder store{folder.path() / "identity"};

private:
    static std::unique_ptr<support::PrivateAuthority> ours_;
    static std::unique_ptr<support::PrivateAuthority> foreign_;
};

std::unique_ptr<support::PrivateAuthority> EnrolmentTest::ours_;
std::unique_ptr<support::PrivateAuthority> EnrolmentTest::foreign_;

TEST_F(EnrolmentTest, EndsWithAllThatTheUnitNeeds) {
    begin_enrolment(store, unit, Again::no);
    const std::string text = answer(ours());

    const Enrolled enrolled = end_enrolment(store, text, hal::linux_system::Clock{}.utc());

    EXPECT_EQ(enrolled.unit, unit);
    EXPECT_EQ(enrolled.broker, BrokerKnown::yes);
    EXPECT_EQ(current("unit.crt") + current("authority.crt") + current("configuration.pub") +
                  "broker " + current("broker"),
              text);
    EXPECT_EQ(current("broker"), "127.0.0.1 8883\n");
    EXPECT_NO_THROW(
        check_identity(current("authority.crt"), current("unit.crt"), current("unit.key"), unit));
}

TEST_F(EnrolmentTest, IsNotBegunTwiceUnlessAskedAgain) {
    begin_enrolment(store, unit, Again::no);
    const auto key = store.prepared(identity_file::key);

    EXPECT_THAT([&] { begin_enrolment(store, unit, Again::no); },
                testing::ThrowsMessage<IdentityError>(HasSubstr("--again")));
    EXPECT_EQ(store.prepared(identity_file::key), key);

    begin_enrolment(store, unit, Again::yes);
    EXPECT_NE(store.prepared(identity_file::key), key);
}

TEST_F(EnrolmentTest, AnEnrolledUnitKeepsItsIdentityUntilTheNextAnswer) {
    begin_enrolment(store, unit, Again::no);
    end_enrolment(store, answer(ours()), hal::linux_system::Clock{}.utc());
    const std::string key = current("unit.key");

    EXPECT_THAT([&] { begin_enrolment(store, unit, Again::no); },
                testing::ThrowsMessage<IdentityError>(HasSubstr("has an identity already")));
    begin_enrolment(store, unit, Again::yes);
    EXPECT_EQ(current("unit.key"), key);

    end_enrolment(store, answer(ours()), hal::linux_system::Clock{}.utc());
    EXPECT_NE(current("unit.key"), key);
}

TEST_F(EnrolmentTest, AnAnswerToAnEarlierRequestIsRefused) {
    begin_enrolment(store, unit, Again::no);
    const std::string early = answer(ours());
    begin_enrolment(store, unit, Again::yes);

    EXPECT_EQ(refusal(early), "the certificate is for another key than this unit's");
}

TEST_F(EnrolmentTest, AnAnswerWithoutARequestIsRefused) {
    EXPECT_EQ(refusal("anything"), "no request waits for an answer; enrol with --serial makes one");
}

TEST_F(EnrolmentTest, WhatIsNoAnswerIsRefused) {
    begin_enrolment(store, unit, Again::no);
    const std::string good = answer(ours());
    const std::string keys = good.substr(0, good.find("broker "));
    const std::string wrong =
        "the answer must hold the unit's certificate, the authority's, and one public key";

    EXPECT_EQ(refusal(""), wrong);
    EXPECT_EQ(refusal(good + good), wrong);
    EXPECT_EQ(refusal(keys.substr(0, keys.size() - 30)), wrong);
    EXPECT_EQ(refusal(std::string(AuthorityAnswer::max_bytes + 1, 'x')),
              "the answer is over 16 KiB long");
}

TEST_F(EnrolmentTest, AnAnswerNeedNotNameTheBroker) {
    begin_enrolment(store, unit, Again::no);
    std::string text = answer(ours());
    text.resize(text.find("broker "));

    EXPECT_EQ(end_enrolment(store, text, hal::linux_system::Clock{}.utc()).broker, BrokerKnown::no);
    EXPECT_FALSE(std::filesystem::exists(store.current() / "broker"));
}

TEST_F(EnrolmentTest, ABrokerThatIsNoAddressIsRefused) {
    begin_enrolment(store, unit, Again::no);
    const std::string text = answer(ours());

    EXPECT_EQ(refusal(text + "broker other 1\n"), "the answer names two brokers");
    EXPECT_EQ(refusal(text.substr(0, text.find("broker ")) + "broker $(id) 1\n"),
              "the broker's address must be one line, HOST PORT, such as "
              "\"race.example.org 8883\"");
}

TEST_F(EnrolmentTest, ABrokenCertificateIsRefused) {
    begin_enrolment(store, unit, Again::no);
    std::string text = answer(ours());
    text.replace(text.find('\n') + 1, 4, "AAAA");

    EXPECT_EQ(refusal(text), "the unit's certificate cannot be read: it must be PEM");
}

TEST_F(EnrolmentTest, ACertificateOfAnotherAuthorityThanTheAnswersIsRefused) {
    begin_enrolment(store, unit, Again::no);
    const AuthorityAnswer first = read_answer(answer(ours()));
    const AuthorityAnswer other = read_answer(answer(foreign()));

    EXPECT_EQ(refusal(first.certificate + other.authority + first.configuration_key),
              "the certificate is not signed by the authority that came with it");
}

TEST_F(EnrolmentTest, ACertificateForAnotherSerialIsRefused) {
    begin_enrolment(store, UnitSerial::from("demo000002").value(), Again::no);
    const std::string text = answer(ours(), "demo000002");
    const std::string key = store.prepared(identity_file::key).value();

    EXPECT_THAT(
        [&] { check_answer(read_answer(text), key, unit, hal::linux_system::Clock{}.utc()); },
        testing::ThrowsMessage<IdentityError>("the certificate is not for CN = demo000001 alone"));
}

TEST_F(EnrolmentTest, ACertificateOutsideItsTimeIsRefusedAndTheClockNamed) {
    begin_enrolment(store, unit, Again::no);
    const std::string text = answer(ours());

    EXPECT_THAT(refusal_at(text, UtcTime{} + std::chrono::hours{24}),
                HasSubstr("and the unit's clock says 1970-01-02"));
    EXPECT_THAT(refusal_at(text, hal::linux_system::Clock{}.utc() + std::chrono::years{6}),
                HasSubstr("the certificate is valid from 20"));
}

TEST_F(EnrolmentTest, ACertificateOfABrokerIsRefused) {
    const AuthorityAnswer issued = [&] {
        begin_enrolment(store, unit, Again::no);
        return read_answer(answer(ours()));
    }();
    support::PrivateAuthority authority;
    const support::Credentials broker = authority.sign_anything("demo000001", "serverAuth");

    EXPECT_THAT(
        [&] {
            check_answer({.certificate = support::read_text(broker.certificate),
                          .authority = support::read_text(authority.certificate()),
                          .configuration_key = issued.configuration_key},
                         support::read_text(broker.key), unit, hal::linux_system::Clock{}.utc());
        },
        testing::ThrowsMessage<IdentityError>("the certificate is none for a unit"));
}

TEST_F(EnrolmentTest, AKeyOfConfigurationsThatIsNotEd25519IsRefused) {
    begin_enrolment(store, unit, Again::no);
    const AuthorityAnswer good = read_answer(answer(ours()));

    EXPECT_EQ(refusal(good.certificate + good.authority +
                      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA\n-----END PUBLIC KEY-----\n"),
              "the public key that came with it is no Ed25519 key");
}

TEST_F(EnrolmentTest, NamesWhatTheSettingsNeed) {
    EXPECT_EQ(settings_for_identity("/var/lib/identity/current", BrokerKnown::yes),
              "[broker]\n"
              "tls = true\n"
              "[identity]\n"
              "folder = \"/var/lib/identity/current\"\n");
    EXPECT_THAT(settings_for_identity("/var/lib/identity/current", BrokerKnown::no),
                HasSubstr("[broker]\nhost = \"race.example.org\" # the broker's\nport = 8883\n"));
}

TEST(UnitKey, IsAnotherEachTime) { EXPECT_NE(new_unit_key(), new_unit_key()); }

TEST(Identity, AKeyThatIsNoneIsSaidSo) {
    EXPECT_THAT([&] { certificate_request("no key", unit); },
                testing::ThrowsMessage<IdentityError>(HasSubstr("the unit's key cannot be read")));
}

} // namespace
} // namespace lanterne::firmware
