#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "enrolment/codes.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment_client.hpp"
#include "service/http_client.hpp"
#include "tests/enrolment/desk/enrolment_world.hpp"

namespace lanterne::enrolment {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

class DeskTest : public EnrolmentWorld {
protected:
    /// Whatever is said to the address of that code, or another; its status.
    int post(const std::string& locator, const std::string& content) const {
        const auto reply = service::http_post(
            fmt::format("http://127.0.0.1:{}/.well-known/cmp/p/{}", port, locator),
            {.type = "application/pkixcmp", .content = content}, 60s);
        return reply ? reply->status : 0;
    }

    firmware::OneTimeCode read_code(const std::string& serial) const {
        return firmware::OneTimeCode::from(code_of(serial)).value();
    }

    firmware::EnrolmentClient client(const std::string& serial) const {
        return {read_code(serial), {"127.0.0.1", port}};
    }

    /// In the authority's folder, as the desk left them, with other times.
    void write_codes_that_expire_at(UtcTime time) const {
        auto codes = codes_in(made.folder());
        for (IssuedCode& code : codes) {
            code.expires = time;
        }
        std::ofstream{made.folder() / codes_file} << codes_text(codes);
    }

    void write_claims_answered_at(UtcTime time) const {
        auto claims = claims_in(made.folder());
        for (auto& [unit, claim] : claims) {
            claim.answered = time;
        }
        std::ofstream{made.folder() / claims_file} << claims_text(claims);
    }

    static constexpr UtcTime long_ago = UtcTime{} + std::chrono::seconds{1'700'000'000};
};

TEST_F(DeskTest, ABoardIsEnrolledByItsFile) {
    ASSERT_EQ(provision("serial\na1b2c3\nd4e5f6\n").code, 0);
    start_desk();

    const Answer answer = enrol_by_file("board", "a1b2c3");

    ASSERT_EQ(answer.code, 0) << answer.said;
    EXPECT_THAT(answer.said, HasSubstr("a1b2c3 is enrolled."));
    EXPECT_EQ(current("board", "serial"), "a1b2c3");
    EXPECT_EQ(current("board", "broker"), "127.0.0.1 8883\n");
    EXPECT_EQ(current("board", "configuration.pub"),
              support::read_text(made.folder() / "configuration.pub"));
    EXPECT_EQ(current("board", "authority.crt"), support::read_text(made.certificate()));
    EXPECT_NO_THROW(
        firmware::check_identity(current("board", "authority.crt"), current("board", "unit.crt"),
                                 current("board", "unit.key"), UnitSerial::from("a1b2c3").value()));
    EXPECT_EQ(valid_certificates("a1b2c3"), 1U);
    EXPECT_TRUE(support::wait_until([&] {
        return desk_log().find("a1b2c3 is enrolled: 1 of 2 enrolled\n") != std::string::npos;
    })) << desk_log();
}

TEST_F(DeskTest, ACodeIsTypedAsItIsRead) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    const std::string server = fmt::format("127.0.0.1:{}", port);
    std::string typed = code_of("a1b2c3");
    std::ranges::transform(typed, typed.begin(), [](char letter) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    });

    EXPECT_THAT(
        enrol("board", {"--code", typed, "--server", server, "--serial", "other00001"}).said,
        HasSubstr("the code is for a1b2c3, not for other00001"));
    EXPECT_EQ(enrol("board", {"--code", typed, "--server", server, "--serial", "a1b2c3"}).code, 0);
}

TEST_F(DeskTest, AnotherProgramOfCmpIsServedTooIfItKnowsTheCode) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    const auto code = read_code("a1b2c3");
    const fs::path request = folder.path() / "request.pem";
    std::ofstream{request} << firmware::certificate_request(firmware::new_unit_key(),
                                                            UnitSerial::from("a1b2c3").value());
    const auto ask = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{support::find_program("openssl"),
                                       "cmp",
                                       "-cmd",
                                       "p10cr",
                                       "-config",
                                       "",
                                       "-server",
                                       fmt::format("127.0.0.1:{}", port),
                                       "-path",
                                       "/.well-known/cmp/p/" + code.locator(),
                                       "-ref",
                                       code.locator(),
                                       "-implicit_confirm",
                                       "-csr",
                                       request,
                                       "-certout",
                                       folder.path() / "unit.pem"};
        words.insert(words.end(), more.begin(), more.end());
        return run(std::move(words));
    };

    EXPECT_NE(ask({"-secret", "pass:" + std::string(20, '2')}).code, 0);
    EXPECT_NE(ask({"-secret", "pass:" + code.secret(), "-unprotected_requests"}).code, 0);
    EXPECT_EQ(valid_certificates(), 0U);

    const Answer right = ask({"-secret", "pass:" + code.secret()});
    EXPECT_EQ(right.code, 0) << right.said;
    EXPECT_THAT(support::read_text(folder.path() / "unit.pem"),
                testing::StartsWith("-----BEGIN CERTIFICATE-----"));
}

TEST_F(DeskTest, AnAnswerThatWasLostComesAgain) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    const std::string request =
        firmware::certificate_request(firmware::new_unit_key(), UnitSerial::from("a1b2c3").value());

    const std::string first = client("a1b2c3").certificate_for(request);
    start_desk(); // it remembers
    const std::string second = client("a1b2c3").certificate_for(request);

    EXPECT_EQ(first, second);
    EXPECT_EQ(valid_certificates(), 1U);
}

TEST_F(DeskTest, AnAnswerComesAgainForAnHourAndNoLonger) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    ASSERT_EQ(enrol_by_file("board", "a1b2c3").code, 0);
    desk.reset();
    write_claims_answered_at(long_ago);
    start_desk();

    const Answer answer = enrol_by_file("other", "a1b2c3");

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("the code is used up or has expired"));
    EXPECT_THAT(desk_log(), HasSubstr("a code that is used up came again"));
}

TEST_F(DeskTest, AUsedCodeIsGoodForNoOtherRequest) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    ASSERT_EQ(enrol_by_file("board", "a1b2c3").code, 0);

    const Answer answer = enrol_by_file("thief", "a1b2c3");

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("this code was used for another request"));
    EXPECT_FALSE(fs::exists(board("thief") / "current"));
    EXPECT_EQ(valid_certificates(), 1U);
    EXPECT_THAT(desk_log(), HasSubstr("another request with a code that is used"));
}

TEST_F(DeskTest, ANewCodeReplacesTheCertificateOfAUnit) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();
    ASSERT_EQ(enrol_by_file("board", "a1b2c3").code, 0);
    ASSERT_EQ(provision("serial\na1b2c3\n", {"--again"}).code, 0);

    EXPECT_THAT(enrol_by_file("board", "a1b2c3").said,
                HasSubstr("the unit has an identity already; --again makes another"));
    const Answer answer = enrol_by_file("new board", "a1b2c3");

    EXPECT_EQ(answer.code, 0) << answer.said << desk_log();
    EXPECT_EQ(valid_certificates(), 1U);
    EXPECT_THAT(authority("list").said, HasSubstr("a1b2c3 revoked "));
}

TEST_F(DeskTest, ACodeThatHasExpiredIsRefused) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    write_codes_that_expire_at(long_ago);
    start_desk();

    const Answer answer = enrol_by_file("board", "a1b2c3");

    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.said, HasSubstr("the code is used up or has expired"));
    EXPECT_EQ(valid_certificates(), 0U);
}

TEST_F(DeskTest, CodesThatAreMadeMeanwhileAreKnown) {
    start_desk();

    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);

    EXPECT_EQ(enrol_by_file("board", "a1b2c3").code, 0);
}

TEST_F(DeskTest, WrongTriesLockAUnitForAWhile) {
    ASSERT_EQ(provision("serial\na1b2c3\nd4e5f6\n").code, 0);
    start_desk();
    const std::string locator = read_code("a1b2c3").locator();

    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(post(locator, "guess"), 403);
    }

    EXPECT_EQ(post(locator, "guess"), 429);
    const Answer locked = enrol_by_file("board", "a1b2c3");
    EXPECT_EQ(locked.code, 1) << "later it may work";
    EXPECT_THAT(locked.said, HasSubstr("too many wrong codes"));
    EXPECT_THAT(desk_log(), HasSubstr("too many wrong codes for one unit"));
    EXPECT_EQ(enrol_by_file("other", "d4e5f6").code, 0);
}

TEST_F(DeskTest, AnAddressThatTriesCodesIsNotHeardForAWhile) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();

    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ(post(fmt::format("{:016x}", i), "guess"), 404);
    }

    EXPECT_EQ(post("0123456789abcdef", "guess"), 429);
    EXPECT_EQ(enrol_by_file("board", "a1b2c3").code, 1);
    EXPECT_THAT(desk_log(), HasSubstr("too many wrong codes from one address"));
}

TEST_F(DeskTest, ACodeThatThereIsNotIsSaidSo) {
    start_desk();

    const Answer answer = enrol("board", {"--code", "2222-2222-2222-2222-2222", "--server",
                                          fmt::format("127.0.0.1:{}", port)});

    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(
        answer.said,
        fmt::format("lanterne-tracker: the desk 127.0.0.1:{} does not know this code\n", port));
}

TEST_F(DeskTest, ADeskThatIsNotThereMayComeLater) {
    const firmware::EnrolmentClient client{
        firmware::OneTimeCode::from("2222-2222-2222-2222-2222").value(), {"127.0.0.1", port}, 1s};

    EXPECT_THAT([&] { client.ask(); }, testing::ThrowsMessage<firmware::DeskUnreachable>(
                                           HasSubstr("nobody answers at 127.0.0.1")));
}

TEST_F(DeskTest, AMessageOverItsLimitIsRefused) {
    ASSERT_EQ(provision("serial\na1b2c3\n").code, 0);
    start_desk();

    EXPECT_EQ(post(read_code("a1b2c3").locator(), std::string(16'385, 'x')), 413);
}

TEST_F(DeskTest, OneDeskServesAFolder) {
    start_desk();

    EXPECT_EQ(authority("serve", {"--address", "127.0.0.1", "--port", "0"}).said,
              "lanterne-enrolment: another desk serves " + made.folder().string() + " already\n");
}

TEST_F(DeskTest, EndsWhenItIsAskedTo) {
    start_desk();

    EXPECT_EQ(desk->terminate(), 0) << desk_log();
}

} // namespace
} // namespace lanterne::enrolment
