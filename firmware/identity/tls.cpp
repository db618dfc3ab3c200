#include "firmware/identity/tls.hpp"

#include <stdexcept>
#include <vector>

#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/ssl.h>

#include "firmware/identity/openssl_handles.hpp"

namespace lanterne::firmware {
namespace {

/// "system_default" is what OpenSSL lays on every new context; ours replaces the system's.
constexpr std::string_view openssl_settings = "lanterne = init\n"
                                              "[init]\n"
                                              "ssl_conf = names\n"
                                              "[names]\n"
                                              "system_default = unit\n"
                                              "[unit]\n"
                                              "MinProtocol = TLSv1.3\n";

constexpr std::size_t longest_reason = 200;

bool apply_settings() {
    const BioHandle text{
        BIO_new_mem_buf(openssl_settings.data(), static_cast<int>(openssl_settings.size()))};
    const ConfHandle conf{NCONF_new(nullptr)};
    long wrong_line = 0;
    // Who else uses OpenSSL in the program may have unloaded what reads "ssl_conf"; libmosquitto
    // does.
    OPENSSL_load_builtin_modules();
    return text && conf && NCONF_load_bio(conf.get(), text.get(), &wrong_line) == 1 &&
           CONF_modules_load(conf.get(), "lanterne", 0) == 1;
}

bool obeys() {
    const TlsContextHandle probe{SSL_CTX_new(TLS_client_method())};
    return probe && SSL_CTX_get_min_proto_version(probe.get()) == TLS1_3_VERSION;
}

} // namespace

void require_tls_1_3() {
    // The system's own settings first: OpenSSL would read them later and undo ours.
    if (OPENSSL_init_ssl(0, nullptr) != 1 || (!obeys() && !apply_settings()) || !obeys()) {
        throw std::runtime_error{"OpenSSL cannot be held to TLS 1.3"};
    }
}

std::string tls_reason(std::string_view error_line) {
    // thread:error:code:library:function:reason:file:line:
    std::vector<std::string_view> fields;
    for (std::string_view rest = error_line; !rest.empty() && fields.size() < 7;) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        fields.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const bool known = fields.size() == 7 && fields[1] == "error" && !fields[5].empty();
    std::string reason;
    for (const char letter : known ? fields[5] : error_line) {
        if (letter >= ' ' && letter <= '~' && reason.size() < longest_reason) {
            reason += letter;
        }
    }
    return reason;
}

} // namespace lanterne::firmware
