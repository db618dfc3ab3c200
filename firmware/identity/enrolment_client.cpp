#include "firmware/identity/enrolment_client.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/http.h>
#include <openssl/pem.h>

#include "firmware/identity/certificate.hpp"
#include "firmware/identity/cmp_handles.hpp"

namespace lanterne::firmware {
namespace {

constexpr std::size_t longest_reason = 200;

/// What came over the line, as it may stand in one line.
std::string printable(std::string_view text) {
    std::string shown{text.substr(0, longest_reason)};
    std::ranges::replace_if(
        shown, [](char letter) { return letter < ' ' || letter > '~'; }, '?');
    return shown;
}

std::string place_of(const DeskAddress& desk) { return fmt::format("{}:{}", desk.host, desk.port); }

CmpHandle new_talk(const OneTimeCode& code, const DeskAddress& desk,
                   std::chrono::seconds patience) {
    ERR_clear_error();
    CmpHandle talk{OSSL_CMP_CTX_new(nullptr, nullptr)};
    const std::string path = std::string{enrolment_protocol::path} + code.locator();
    const int seconds = static_cast<int>(patience.count());
    if (!talk || !protect_with(talk.get(), code.locator(), code.secret()) ||
        OSSL_CMP_CTX_set1_server(talk.get(), desk.host.c_str()) != 1 ||
        OSSL_CMP_CTX_set_serverPort(talk.get(), desk.port) != 1 ||
        OSSL_CMP_CTX_set1_serverPath(talk.get(), path.c_str()) != 1 ||
        // A proxy of the environment would not know the desk.
        OSSL_CMP_CTX_set1_no_proxy(talk.get(), desk.host.c_str()) != 1 ||
        OSSL_CMP_CTX_set_option(talk.get(), OSSL_CMP_OPT_MSG_TIMEOUT, seconds) != 1 ||
        OSSL_CMP_CTX_set_option(talk.get(), OSSL_CMP_OPT_TOTAL_TIMEOUT, seconds) != 1 ||
        // The desk remembers what it signed: to confirm is one journey more for nothing.
        OSSL_CMP_CTX_set_option(talk.get(), OSSL_CMP_OPT_IMPLICIT_CONFIRM, 1) != 1 ||
        OSSL_CMP_CTX_set_log_verbosity(talk.get(), OSSL_CMP_LOG_EMERG) != 1) {
        throw IdentityError{"OpenSSL cannot begin to speak CMP"};
    }
    return talk;
}

/// What libcrypto's HTTP client says of an answer's status: "code=404, reason=Not Found".
std::optional<int> status_in(std::string_view data) {
    constexpr std::string_view word = "code=";
    const std::size_t at = data.find(word);
    int status = 0;
    return at != std::string_view::npos && std::from_chars(data.data() + at + word.size(),
                                                           data.data() + data.size(), status)
                                                   .ec == std::errc{}
               ? std::optional{status}
               : std::nullopt;
}

/// What of OpenSSL's queue a person needs.
struct Failure {
    std::optional<int> status; ///< of HTTP
    bool is_unproven = false;  ///< the other side does not know the code
    bool is_silence = false;   ///< nobody took the connection
    std::string first;         ///< what went wrong first
};

Failure take_failure() {
    Failure failure;
    const char* data = nullptr;
    int flags = 0;
    while (const unsigned long error =
               ERR_get_error_all(nullptr, nullptr, nullptr, &data, &flags)) {
        const bool is_cmp = ERR_GET_LIB(error) == ERR_LIB_CMP;
        failure.is_silence |= ERR_GET_LIB(error) == ERR_LIB_BIO;
        if ((flags & ERR_TXT_STRING) != 0 && !failure.status) {
            failure.status = status_in(data);
        }
        failure.is_unproven |=
            is_cmp && (ERR_GET_REASON(error) == CMP_R_WRONG_PBM_VALUE ||
                       ERR_GET_REASON(error) == CMP_R_ERROR_VALIDATING_PROTECTION);
        if (const char* reason = ERR_reason_error_string(error); failure.first.empty() && reason) {
            failure.first = reason;
        } else if (failure.first.empty() && ERR_SYSTEM_ERROR(error)) {
            failure.first = std::generic_category().message(ERR_GET_REASON(error));
        }
    }
    return failure;
}

[[noreturn]] void refuse(const DeskAddress& desk, const CmpHandle& talk) {
    const Failure failure = take_failure();
    const std::string where = place_of(desk);
    if (const auto* texts = OSSL_CMP_CTX_get0_statusString(talk.get());
        texts != nullptr && sk_ASN1_UTF8STRING_num(texts) > 0) {
        const ASN1_UTF8STRING* text = sk_ASN1_UTF8STRING_value(texts, 0);
        throw IdentityError{
            fmt::format("the desk {} says: {}", where,
                        printable({reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                   static_cast<std::size_t>(ASN1_STRING_length(text))}))};
    }
    if (failure.is_unproven) {
        throw IdentityError{fmt::format("what answers at {} does not know the code, or somebody "
                                        "changes what it says: nothing of it is believed",
                                        where)};
    }
    switch (failure.status.value_or(0)) {
    case 403:
    case 404: throw IdentityError{fmt::format("the desk {} does not know this code", where)};
    case 410:
        throw IdentityError{fmt::format("the desk {} says that the code is used up or has expired: "
                                        "lanterne-authority provision makes a new one",
                                        where)};
    case 429:
        throw DeskUnreachable{fmt::format("the desk {} was asked with too many wrong codes, and "
                                          "takes none for a quarter of an hour",
                                          where)};
    default: break;
    }
    if (failure.is_silence) {
        throw DeskUnreachable{fmt::format("nobody answers at {}: is it the desk's address, and "
                                          "does lanterne-authority serve run there?",
                                          where)};
    }
    throw DeskUnreachable{
        fmt::format("the desk {} cannot be asked: {}", where,
                    failure.first.empty() ? "no answer" : printable(failure.first))};
}

/// Takes "WORD REST\n" off the front; throws when something else stands there.
std::string_view take_line(std::string_view& text, std::string_view word) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(word) || text.size() <= word.size() ||
        text[word.size()] != ' ') {
        throw IdentityError{fmt::format("the desk's information has no {}: is it of another "
                                        "version?",
                                        word)};
    }
    const std::string_view value = text.substr(word.size() + 1, end - word.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

DeskInformation read_information(std::string_view text) {
    const auto unit = UnitSerial::from(take_line(text, "serial"));
    const std::string_view time = take_line(text, "time");
    std::int64_t seconds = 0;
    if (!unit ||
        std::from_chars(time.data(), time.data() + time.size(), seconds).ec != std::errc{}) {
        throw IdentityError{"the desk's information holds no serial, or no time"};
    }
    return {.unit = *unit,
            .time = UtcTime{} + std::chrono::seconds{seconds},
            .rest = std::string{text}};
}

} // namespace

DeskAddress read_desk_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    const bool has_port = colon != std::string_view::npos &&
                          (text.find(':') == colon || text[0] == '[') && text.back() != ']';
    std::string host{text.substr(0, has_port ? colon : std::string_view::npos)};
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    const std::string port =
        has_port ? std::string{text.substr(colon + 1)} : std::to_string(DeskAddress{}.port);
    try {
        const BrokerAddress address = read_broker_address(host + " " + port);
        return {.host = address.host, .port = address.port};
    } catch (const IdentityError&) {
        throw IdentityError{"the desk's address must be HOST, HOST:PORT or [ADDRESS]:PORT"};
    }
}

EnrolmentClient::EnrolmentClient(OneTimeCode code, DeskAddress desk, std::chrono::seconds patience)
    : code_{std::move(code)}, desk_{std::move(desk)}, patience_{patience} {}

DeskInformation EnrolmentClient::ask() const {
    const CmpHandle talk = new_talk(code_, desk_, patience_);
    OSSL_CMP_ITAV* question = make_information("");
    if (question == nullptr || OSSL_CMP_CTX_push0_genm_ITAV(talk.get(), question) != 1) {
        OSSL_CMP_ITAV_free(question);
        throw IdentityError{"OpenSSL cannot make a general message"};
    }
    const InformationHandle answer{OSSL_CMP_exec_GENM_ses(talk.get())};
    if (!answer) {
        refuse(desk_, talk);
    }
    for (int at = 0; at < sk_OSSL_CMP_ITAV_num(answer.get()); ++at) {
        const std::string text = text_of_information(sk_OSSL_CMP_ITAV_value(answer.get(), at));
        if (!text.empty()) {
            return read_information(text);
        }
    }
    throw IdentityError{fmt::format("what answers at {} is no desk of Lanterne", place_of(desk_))};
}

std::string EnrolmentClient::certificate_for(std::string_view request) const {
    const CmpHandle talk = new_talk(code_, desk_, patience_);
    const BioHandle in{BIO_new_mem_buf(request.data(), static_cast<int>(request.size()))};
    const RequestHandle csr{PEM_read_bio_X509_REQ(in.get(), nullptr, no_pass_phrase, nullptr)};
    if (!csr || OSSL_CMP_CTX_set1_p10CSR(talk.get(), csr.get()) != 1) {
        throw IdentityError{"the request cannot be read"};
    }
    const X509* certificate = OSSL_CMP_exec_P10CR_ses(talk.get());
    if (certificate == nullptr) {
        refuse(desk_, talk);
    }
    const BioHandle out{BIO_new(BIO_s_mem())};
    if (!out || PEM_write_bio_X509(out.get(), certificate) != 1) {
        throw IdentityError{"OpenSSL cannot write the certificate"};
    }
    char* data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

} // namespace lanterne::firmware
