#pragma once

#include <string>
#include <string_view>

#include <openssl/cmp.h>

#include "firmware/identity/openssl_handles.hpp"

/// CMP of libcrypto, owned; for who speaks the enrolment's protocol, on either side.
namespace lanterne::firmware {

inline void free_information(STACK_OF(OSSL_CMP_ITAV) * list) {
    sk_OSSL_CMP_ITAV_pop_free(list, OSSL_CMP_ITAV_free);
}

using CmpHandle = Owned<OSSL_CMP_CTX, OSSL_CMP_CTX_free>;
using CmpServerHandle = Owned<OSSL_CMP_SRV_CTX, OSSL_CMP_SRV_CTX_free>;
using CmpMessageHandle = Owned<OSSL_CMP_MSG, OSSL_CMP_MSG_free>;
using InformationHandle = Owned<STACK_OF(OSSL_CMP_ITAV), free_information>;

/// Whatever this context sends is protected with the secret, and what it receives must be. False
/// when OpenSSL cannot.
bool protect_with(OSSL_CMP_CTX* context, std::string_view reference, std::string_view secret);

/// The enrolment's information with that text (RFC 4210, section 5.3.19); null when OpenSSL cannot.
OSSL_CMP_ITAV* make_information(std::string_view text);

/// The text in it; empty when it is not the enrolment's information.
std::string text_of_information(const OSSL_CMP_ITAV* information);

} // namespace lanterne::firmware
