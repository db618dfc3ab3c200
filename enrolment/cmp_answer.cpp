#include "enrolment/cmp_answer.hpp"

#include <array>
#include <exception>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "enrolment/files.hpp"
#include "firmware/identity/cmp_handles.hpp"
#include "service/hex.hpp"

namespace lanterne::enrolment {
namespace {

namespace fw = lanterne::firmware;

/// What libcrypto's server carries through its callbacks, which must not throw.
struct Round {
    const CmpWork* work = nullptr;
    bool proven = false;
    std::exception_ptr thrown;
};

Round& round_of(OSSL_CMP_SRV_CTX* server) {
    return *static_cast<Round*>(OSSL_CMP_SRV_CTX_get0_custom_ctx(server));
}

std::string text_in(BIO* memory) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(length)};
}

std::string pem_of(const X509_REQ* request) {
    const fw::BioHandle out{BIO_new(BIO_s_mem())};
    if (!out || PEM_write_bio_X509_REQ(out.get(), request) != 1) {
        throw EnrolmentError{"OpenSSL cannot write the request"};
    }
    return text_in(out.get());
}

X509* certificate_in(const std::string& pem) {
    const fw::BioHandle in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    X509* certificate =
        in ? PEM_read_bio_X509(in.get(), nullptr, fw::no_pass_phrase, nullptr) : nullptr;
    if (certificate == nullptr) {
        throw EnrolmentError{"the certificate that was signed cannot be read"};
    }
    return certificate;
}

OSSL_CMP_PKISI* rejection(const std::string& why) {
    return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_rejection,
                                   1 << OSSL_CMP_PKIFAILUREINFO_notAuthorized, why.c_str());
}

/// This and on_general() are called once the message's protection is found good, and not before.
OSSL_CMP_PKISI* on_request(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* /*message*/, int /*id*/,
                           const OSSL_CRMF_MSG* /*crm*/, const X509_REQ* request,
                           X509** certificate, STACK_OF(X509) * * /*chain*/,
                           STACK_OF(X509) * * /*authorities*/) {
    Round& round = round_of(server);
    round.proven = true;
    try {
        if (request == nullptr) {
            return rejection("this desk takes PKCS #10 requests alone");
        }
        const auto signed_one = round.work->certify(pem_of(request));
        if (!signed_one) {
            return rejection(signed_one.error());
        }
        *certificate = certificate_in(*signed_one);
        return OSSL_CMP_STATUSINFO_new(OSSL_CMP_PKISTATUS_accepted, 0, nullptr);
    } catch (...) {
        round.thrown = std::current_exception();
        return nullptr;
    }
}

int on_general(OSSL_CMP_SRV_CTX* server, const OSSL_CMP_MSG* /*message*/,
               const STACK_OF(OSSL_CMP_ITAV) * /*asked*/, STACK_OF(OSSL_CMP_ITAV) * *answer) {
    Round& round = round_of(server);
    round.proven = true;
    try {
        *answer = nullptr;
        OSSL_CMP_ITAV* information = fw::make_information(round.work->information());
        if (information == nullptr || OSSL_CMP_ITAV_push0_stack_item(answer, information) != 1) {
            OSSL_CMP_ITAV_free(information);
            return 0;
        }
        return 1;
    } catch (...) {
        round.thrown = std::current_exception();
        return 0;
    }
}

fw::CmpServerHandle new_server(Round& round, const fw::OneTimeCode& code) {
    fw::CmpServerHandle server{OSSL_CMP_SRV_CTX_new(nullptr, nullptr)};
    OSSL_CMP_CTX* talk = server ? OSSL_CMP_SRV_CTX_get0_cmp_ctx(server.get()) : nullptr;
    if (talk == nullptr ||
        OSSL_CMP_SRV_CTX_init(server.get(), &round, on_request, nullptr, on_general, nullptr,
                              nullptr, nullptr) != 1 ||
        OSSL_CMP_SRV_CTX_set_grant_implicit_confirm(server.get(), 1) != 1 ||
        OSSL_CMP_SRV_CTX_set_accept_unprotected(server.get(), 0) != 1 ||
        OSSL_CMP_SRV_CTX_set_accept_raverified(server.get(), 0) != 1 ||
        OSSL_CMP_CTX_set_log_verbosity(talk, OSSL_CMP_LOG_EMERG) != 1 ||
        !fw::protect_with(talk, code.locator(), code.secret())) {
        throw EnrolmentError{"OpenSSL cannot begin to answer CMP"};
    }
    return server;
}

} // namespace

CmpOutcome answer_cmp(std::string_view message, const fw::OneTimeCode& code, const CmpWork& work) {
    ERR_clear_error();
    const fw::BioHandle in{BIO_new_mem_buf(message.data(), static_cast<int>(message.size()))};
    const fw::CmpMessageHandle asked{in ? d2i_OSSL_CMP_MSG_bio(in.get(), nullptr) : nullptr};
    if (!asked) {
        ERR_clear_error();
        return {};
    }
    Round round{.work = &work, .thrown = nullptr};
    const fw::CmpServerHandle server = new_server(round, code);
    const fw::CmpMessageHandle answer{OSSL_CMP_SRV_process_request(server.get(), asked.get())};
    ERR_clear_error();
    if (round.thrown) {
        std::rethrow_exception(round.thrown);
    }
    if (!round.proven) {
        return {};
    }
    const fw::BioHandle out{BIO_new(BIO_s_mem())};
    if (!answer || !out || i2d_OSSL_CMP_MSG_bio(out.get(), answer.get()) != 1) {
        return {.proof = CmpProof::holds, .answer = std::nullopt};
    }
    return {.proof = CmpProof::holds, .answer = text_in(out.get())};
}

std::optional<std::string> digest_of_request(const std::string& pem) {
    const fw::BioHandle in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    const fw::RequestHandle request{
        in ? PEM_read_bio_X509_REQ(in.get(), nullptr, fw::no_pass_phrase, nullptr) : nullptr};
    std::array<unsigned char, 32> digest{};
    unsigned int length = 0;
    if (!request || X509_REQ_digest(request.get(), EVP_sha256(), digest.data(), &length) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    return service::to_hex(std::as_bytes(std::span{digest}));
}

} // namespace lanterne::enrolment
