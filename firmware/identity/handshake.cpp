#include "firmware/identity/handshake.hpp"

#include <string_view>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "firmware/identity/openssl_handles.hpp"

namespace lanterne::firmware {
namespace {

using SessionHandle = Owned<SSL, SSL_free>;

/// What OpenSSL says last, in its words; empty when it says nothing.
std::string openssl_says() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason != nullptr ? reason : "";
}

void limit_waiting(int socket, std::chrono::milliseconds timeout) {
    using Seconds = std::chrono::duration<decltype(timeval::tv_sec)>;
    using Microseconds = std::chrono::duration<decltype(timeval::tv_usec), std::micro>;
    const auto seconds = std::chrono::duration_cast<Seconds>(timeout);
    const auto rest = std::chrono::duration_cast<Microseconds>(timeout - seconds);
    const timeval limit{seconds.count(), rest.count()};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::optional<std::string> take_files(SSL_CTX* context, const HandshakeSettings& settings) {
    SSL_CTX_set_default_passwd_cb(context, no_pass_phrase);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) {
        return "OpenSSL cannot be held to TLS 1.3";
    }
    if (SSL_CTX_load_verify_locations(context, settings.ca_file.c_str(), nullptr) != 1) {
        return fmt::format("{}: no certificate of an authority in it", settings.ca_file);
    }
    if (SSL_CTX_use_certificate_file(context, settings.certificate_file.c_str(),
                                     SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, settings.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        return fmt::format("{} and {} cannot be used: {}", settings.certificate_file,
                           settings.key_file, openssl_says());
    }
    return std::nullopt;
}

/// The name that the broker's certificate must have. OpenSSL's macro for the last call casts.
bool expect_host(SSL* session, std::string host) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1 ||
           (SSL_set1_host(session, host.c_str()) == 1 &&
            SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                     host.data()) == 1);
}

std::string words_of_refusal(long verdict, const HandshakeSettings& settings) {
    switch (verdict) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return fmt::format("the broker's certificate is not signed by the authority in {}: it is "
                           "another broker, or unit and broker are of different authorities",
                           settings.ca_file);
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "the broker's certificate, or its authority's, has expired, or this clock is ahead";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "the broker's certificate is not valid yet: this clock is behind, or the broker's "
               "authority's was ahead";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return fmt::format("the broker's certificate does not name {}: use a name that it has, or "
                           "make it anew with lanterne-authority server",
                           settings.host);
    default:
        return fmt::format("the broker's certificate is refused: {}",
                           X509_verify_cert_error_string(verdict));
    }
}

/// In the words of the alert that the broker sent.
std::string words_of_alert(std::string_view alert) {
    const auto is = [&](std::string_view word) { return alert.find(word) != alert.npos; };
    if (is("revoked")) {
        return "the broker refuses this unit: its certificate is revoked (lanterne-authority list)";
    }
    if (is("expired")) {
        return "the broker refuses this unit: its certificate has expired, or the broker's list of "
               "revoked ones has";
    }
    if (is("unknown ca") || is("bad certificate") || is("unknown certificate")) {
        return fmt::format("the broker refuses this unit's certificate ({}): it is of an authority "
                           "that the broker does not know",
                           alert);
    }
    return fmt::format("the broker breaks the handshake off: {}", alert);
}

std::string fault_of_connecting(SSL* session, const HandshakeSettings& settings) {
    const long verdict = SSL_get_verify_result(session);
    if (verdict != X509_V_OK) {
        return words_of_refusal(verdict, settings);
    }
    const std::string says = openssl_says();
    if (says.find("protocol version") != std::string::npos) {
        return "what listens there speaks no TLS 1.3";
    }
    // A server without TLS answers something else ("wrong version number"), or closes.
    if (says.empty() || says.find("wrong version number") != std::string::npos ||
        says.find("unexpected eof") != std::string::npos) {
        return "what listens there does not speak TLS, or says nothing: is it the port of the "
               "servers? Units have another, usually 8883";
    }
    return words_of_alert(says);
}

} // namespace

std::optional<std::string> handshake_fault(int socket, const HandshakeSettings& settings,
                                           std::chrono::milliseconds timeout) {
    limit_waiting(socket, timeout);
    ERR_clear_error();
    const TlsContextHandle context{SSL_CTX_new(TLS_client_method())};
    if (!context) {
        return "OpenSSL cannot begin a session";
    }
    if (auto fault = take_files(context.get(), settings)) {
        return fault;
    }
    const SessionHandle session{SSL_new(context.get())};
    if (!session || !expect_host(session.get(), settings.host) ||
        SSL_set_fd(session.get(), socket) != 1) {
        return "OpenSSL cannot begin a session";
    }
    if (SSL_connect(session.get()) != 1) {
        return fault_of_connecting(session.get(), settings);
    }
    // An MQTT broker waits for the client's first word: who speaks now says no.
    char word = 0;
    const int read = SSL_read(session.get(), &word, sizeof word);
    if (read <= 0 && SSL_get_error(session.get(), read) == SSL_ERROR_SSL) {
        return words_of_alert(openssl_says());
    }
    return std::nullopt;
}

} // namespace lanterne::firmware
