#include "firmware/identity/certificate.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "firmware/identity/openssl_handles.hpp"
#include "firmware/identity/signature.hpp"

namespace lanterne::firmware {
namespace {

/// The authority's clock may be ahead of the unit's, and its certificate a minute old.
constexpr std::chrono::minutes clock_slack{10};

void demand(bool holds, const char* what) {
    if (!holds) {
        throw IdentityError{what};
    }
}

BioHandle reading(std::string_view text) {
    return BioHandle{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string text_in(BIO* memory) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(length)};
}

KeyHandle read_key(std::string_view pem) {
    KeyHandle key{PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, no_pass_phrase, nullptr)};
    demand(key != nullptr, "the unit's key cannot be read: it must be PEM, without a pass phrase");
    return key;
}

CertificateHandle read_certificate(std::string_view pem, const char* whose) {
    CertificateHandle certificate{
        PEM_read_bio_X509(reading(pem).get(), nullptr, no_pass_phrase, nullptr)};
    if (!certificate) {
        throw IdentityError{fmt::format("{} certificate cannot be read: it must be PEM", whose)};
    }
    return certificate;
}

bool is_p256(EVP_PKEY* key) {
    std::string group(32, '\0');
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) {
        return false;
    }
    group.resize(length);
    return group == "prime256v1";
}

/// The common name, if the subject is nothing else.
std::optional<std::string> name_of(X509* certificate) {
    const X509_NAME* subject = X509_get_subject_name(certificate);
    const X509_NAME_ENTRY* entry =
        X509_NAME_entry_count(subject) == 1 ? X509_NAME_get_entry(subject, 0) : nullptr;
    if (entry == nullptr || OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry)) != NID_commonName) {
        return std::nullopt;
    }
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(entry);
    return std::string{reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                       static_cast<std::size_t>(ASN1_STRING_length(value))};
}

void check_owner(X509* certificate, EVP_PKEY* key, const UnitSerial& unit) {
    demand(EVP_PKEY_eq(X509_get0_pubkey(certificate), key) == 1,
           "the certificate is for another key than this unit's");
    demand(is_p256(key), "the unit's key is no P-256 key");
    if (name_of(certificate) != unit.text()) {
        // The name comes from outside: it is not repeated.
        throw IdentityError{fmt::format("the certificate is not for CN = {} alone", unit.text())};
    }
}

std::string day_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        return "?";
    }
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string day_of(UtcTime time) {
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string objection(int error, X509* certificate, UtcTime now) {
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return fmt::format("the certificate is valid from {} to {}, and the unit's clock says {}",
                           day_of(X509_get0_notBefore(certificate)),
                           day_of(X509_get0_notAfter(certificate)), day_of(now));
    case X509_V_ERR_INVALID_PURPOSE: return "the certificate is none for a unit";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return "the certificate is not signed by the authority that came with it";
    default:
        return fmt::format("the certificate is refused: {}", X509_verify_cert_error_string(error));
    }
}

void check_signature(X509* certificate, X509* authority, UtcTime now) {
    const StoreHandle store{X509_STORE_new()};
    const StoreContextHandle context{X509_STORE_CTX_new()};
    demand(store && context && X509_STORE_add_cert(store.get(), authority) == 1 &&
               X509_STORE_CTX_init(context.get(), store.get(), certificate, nullptr) == 1,
           "OpenSSL cannot check the certificate");
    X509_STORE_CTX_set_time(context.get(), 0,
                            std::chrono::system_clock::to_time_t(now + clock_slack));
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
    if (X509_verify_cert(context.get()) != 1) {
        throw IdentityError{objection(X509_STORE_CTX_get_error(context.get()), certificate, now)};
    }
}

/// The PEM blocks of that label, each whole.
std::vector<std::string> blocks(std::string_view text, std::string_view label) {
    const std::string begin = fmt::format("-----BEGIN {}-----\n", label);
    const std::string end = fmt::format("-----END {}-----\n", label);
    std::vector<std::string> found;
    for (std::size_t from = text.find(begin); from != std::string_view::npos;) {
        const std::size_t to = text.find(end, from);
        if (to == std::string_view::npos) {
            break;
        }
        found.emplace_back(text.substr(from, to + end.size() - from));
        from = text.find(begin, to);
    }
    return found;
}

/// Of the line that begins so; PEM has none.
std::optional<BrokerAddress> broker_in(std::string_view text) {
    constexpr std::string_view word = "broker ";
    std::optional<BrokerAddress> broker;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with(word)) {
            demand(!broker, "the answer names two brokers");
            broker = read_broker_address(line.substr(word.size()));
        }
    }
    return broker;
}

} // namespace

std::string new_unit_key() {
    const KeyHandle key{EVP_EC_gen("P-256")};
    const BioHandle out{BIO_new(BIO_s_secmem())};
    demand(key && out &&
               PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1,
           "OpenSSL cannot make a P-256 key");
    return text_in(out.get());
}

std::string certificate_request(std::string_view key_pem, const UnitSerial& unit) {
    const KeyHandle key = read_key(key_pem);
    const RequestHandle request{X509_REQ_new()};
    const BioHandle out{BIO_new(BIO_s_mem())};
    const std::string& name = unit.text();
    demand(request && out && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
               X509_NAME_add_entry_by_NID(X509_REQ_get_subject_name(request.get()), NID_commonName,
                                          MBSTRING_ASC,
                                          reinterpret_cast<const unsigned char*>(name.data()),
                                          static_cast<int>(name.size()), -1, 0) == 1 &&
               X509_REQ_set_pubkey(request.get(), key.get()) == 1 &&
               X509_REQ_sign(request.get(), key.get(), EVP_sha256()) > 0 &&
               PEM_write_bio_X509_REQ(out.get(), request.get()) == 1,
           "OpenSSL cannot make the request");
    return text_in(out.get());
}

AuthorityAnswer read_answer(std::string_view text) {
    demand(text.size() <= AuthorityAnswer::max_bytes, "the answer is over 16 KiB long");
    const auto certificates = blocks(text, "CERTIFICATE");
    const auto keys = blocks(text, "PUBLIC KEY");
    demand(certificates.size() == 2 && keys.size() == 1,
           "the answer must hold the unit's certificate, the authority's, and one public key");
    return {.certificate = certificates[0],
            .authority = certificates[1],
            .configuration_key = keys[0],
            .broker = broker_in(text)};
}

void check_answer(const AuthorityAnswer& answer, std::string_view key, const UnitSerial& unit,
                  UtcTime now) {
    const CertificateHandle certificate = read_certificate(answer.certificate, "the unit's");
    const CertificateHandle authority = read_certificate(answer.authority, "the authority's");
    check_owner(certificate.get(), read_key(key).get(), unit);
    check_signature(certificate.get(), authority.get(), now);
    demand(PinnedKey::from_pem(answer.configuration_key).has_value(),
           "the public key that came with it is no Ed25519 key");
}

UnitSerial unit_named_in(std::string_view certificate) {
    const auto name = name_of(read_certificate(certificate, "the unit's").get());
    const auto unit = UnitSerial::from(name.value_or(""));
    demand(unit.has_value(), "the certificate's name is no serial of a unit: it must be CN = 6 to "
                             "16 small letters or digits, and nothing else");
    return *unit;
}

void check_identity(std::string_view authority, std::string_view certificate, std::string_view key,
                    const UnitSerial& unit) {
    read_certificate(authority, "the authority's");
    check_owner(read_certificate(certificate, "the unit's").get(), read_key(key).get(), unit);
}

} // namespace lanterne::firmware
