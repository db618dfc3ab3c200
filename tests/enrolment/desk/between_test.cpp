#include <functional>
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "enrolment/cmp_answer.hpp"
#include "firmware/identity/certificate.hpp"
#include "firmware/identity/enrolment_client.hpp"
#include "service/http_client.hpp"
#include "service/http_server.hpp"
#include "tests/enrolment/desk/enrolment_world.hpp"

/// Somebody sits between board and desk: an open Wi-Fi at the club.
namespace lanterne::enrolment {
namespace {

using namespace std::chrono_literals;
using firmware::DeskUnreachable;
using firmware::IdentityError;

using Change = std::function<std::string(std::string)>;

Change nothing() {
    return [](std::string bytes) { return bytes; };
}

/// Passes on what comes, changed.
class Between {
public:
    explicit Between(std::uint16_t desk) {
        server_.post(
            "/.well-known/cmp/p/:code",
            [this, desk](const service::HttpRequest& request) -> service::HttpResponse {
                asked = request.body;
                const auto reply = service::http_post(
                    fmt::format("http://127.0.0.1:{}{}", desk, request.path),
                    {.type = "application/pkixcmp", .content = change_request(request.body)}, 60s);
                if (!reply) {
                    return {.status = 502};
                }
                answered = reply->body;
                return {.status = reply->status,
                        .content_type = "application/pkixcmp",
                        .body = change_answer(reply->body)};
            },
            {.body_bytes = 16'384});
        port = server_.listen("127.0.0.1", 0);
        server_.start();
    }

    ~Between() { server_.shut_down(); }

    Between(const Between&) = delete;
    Between& operator=(const Between&) = delete;

    Change change_request = nothing();
    Change change_answer = nothing();
    std::string asked;
    std::string answered;
    std::uint16_t port = 0;

private:
    service::HttpServer server_;
};

class BetweenTest : public EnrolmentWorld {
protected:
    static constexpr unsigned seed = 20'261'122;
    static constexpr int changes = 40;

    void SetUp() override {
        EnrolmentWorld::SetUp();
        ASSERT_EQ(provision("serial\na1b2c3\nd4e5f6\n").code, 0);
        start_desk();
        between.emplace(port);
    }

    firmware::EnrolmentClient client(const std::string& serial) const {
        return {firmware::OneTimeCode::from(code_of(serial)).value(), {"127.0.0.1", between->port}};
    }

    /// One bit, anywhere.
    Change flip_a_bit() {
        return [this](std::string bytes) {
            const std::size_t at = random_() % bytes.size();
            bytes[at] =
                static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << (random_() % 8U)));
            return bytes;
        };
    }

    std::optional<Between> between;

private:
    std::mt19937 random_{seed};
};

TEST_F(BetweenTest, WhoPassesAllOnIsNotSeen) {
    EXPECT_EQ(client("a1b2c3").ask().unit, UnitSerial::from("a1b2c3"));
}

TEST_F(BetweenTest, NoChangeOfAnAnswerIsBelieved) {
    const firmware::DeskInformation right = client("a1b2c3").ask();
    between->change_answer = flip_a_bit();

    for (int i = 0; i < changes; ++i) {
        try {
            const firmware::DeskInformation changed = client("a1b2c3").ask();
            // What is not protected, such as how a length is written, may change; no word of it.
            EXPECT_EQ(changed.unit, right.unit) << "seed " << seed << ", change " << i;
            EXPECT_EQ(changed.rest, right.rest) << "seed " << seed << ", change " << i;
        } catch (const IdentityError&) {
        } catch (const DeskUnreachable&) {
        }
    }
}

TEST_F(BetweenTest, NoChangeOfARequestGetsACertificate) {
    const std::string request =
        firmware::certificate_request(firmware::new_unit_key(), UnitSerial::from("a1b2c3").value());
    between->change_request = flip_a_bit();

    // Fewer than lock the unit.
    for (int i = 0; i < 9; ++i) {
        try {
            client("a1b2c3").certificate_for(request);
            ADD_FAILURE() << "seed " << seed << ", change " << i;
        } catch (const IdentityError&) {
        } catch (const DeskUnreachable&) {
        }
    }
    EXPECT_EQ(valid_certificates(), 0U);

    between->change_request = nothing();
    EXPECT_NO_THROW(client("a1b2c3").certificate_for(request)) << "the code is as good as before";
}

TEST_F(BetweenTest, NoMessageThatIsChangedAsksForAnotherCertificate) {
    const firmware::OneTimeCode code = firmware::OneTimeCode::from(code_of("a1b2c3")).value();
    const std::string request =
        firmware::certificate_request(firmware::new_unit_key(), UnitSerial::from("a1b2c3").value());
    client("a1b2c3").certificate_for(request);
    const Change flip = flip_a_bit();
    int proven = 0;

    for (int i = 0; i < 400; ++i) {
        std::string message = between->asked;
        for (int flips = i % 4; flips >= 0; --flips) {
            message = flip(std::move(message));
        }
        message.resize(i % 5 == 0 ? message.size() - static_cast<std::size_t>(i) : message.size());
        const CmpOutcome outcome = answer_cmp(
            message, code,
            {.information = [] { return std::string{}; },
             .certify = [&](const std::string& asked) -> Result<std::string, std::string> {
                 EXPECT_EQ(asked, request) << "seed " << seed << ", message " << i;
                 return tl::unexpected{std::string{"no"}};
             }});
        proven += outcome.proof == CmpProof::holds ? 1 : 0;
    }

    // The same may be written in another way, and is the same then; rarely.
    EXPECT_LT(proven, 20) << "seed " << seed;
}

TEST_F(BetweenTest, TheAnswerToAnotherQuestionIsNotBelieved) {
    client("a1b2c3").ask();
    between->change_answer = [old = between->answered](const std::string&) { return old; };

    EXPECT_THROW(client("a1b2c3").ask(), std::runtime_error) << "the same question, asked before";
    EXPECT_THROW(client("d4e5f6").ask(), std::runtime_error) << "of another code";
}

TEST_F(BetweenTest, WhoDoesNotKnowTheCodeIsNoDesk) {
    between->change_answer = [](const std::string&) { return std::string{"trust me"}; };

    EXPECT_THROW(client("a1b2c3").ask(), std::runtime_error);
}

TEST_F(BetweenTest, NeitherCodeNorKeyGoesOverTheLine) {
    const std::string code = code_of("a1b2c3");
    const std::string letters = firmware::OneTimeCode::from(code).value().secret();
    const std::string key = firmware::new_unit_key();

    client("a1b2c3").ask();
    std::string all = between->asked + between->answered;
    client("a1b2c3").certificate_for(
        firmware::certificate_request(key, UnitSerial::from("a1b2c3").value()));
    all += between->asked + between->answered;

    EXPECT_EQ(all.find(code), all.npos);
    EXPECT_EQ(all.find(letters), all.npos);
    EXPECT_NE(all.find("a1b2c3"), all.npos) << "it was looked at at all";
}

} // namespace
} // namespace lanterne::enrolment
