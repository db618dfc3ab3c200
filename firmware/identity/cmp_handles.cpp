#include "firmware/identity/cmp_handles.hpp"

#include "firmware/identity/enrolment_protocol.hpp"

namespace lanterne::firmware {
namespace {

using ObjectHandle = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using TypeHandle = Owned<ASN1_TYPE, ASN1_TYPE_free>;
using TextHandle = Owned<ASN1_UTF8STRING, ASN1_UTF8STRING_free>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

ObjectHandle information_id() {
    return ObjectHandle{OBJ_txt2obj(enrolment_protocol::information_id, 1)};
}

} // namespace

bool protect_with(OSSL_CMP_CTX* context, std::string_view reference, std::string_view secret) {
    // Of itself libcrypto would take HMAC with SHA-1.
    return OSSL_CMP_CTX_set1_referenceValue(context, bytes_of(reference),
                                            static_cast<int>(reference.size())) == 1 &&
           OSSL_CMP_CTX_set1_secretValue(context, bytes_of(secret),
                                         static_cast<int>(secret.size())) == 1 &&
           OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_OWF_ALGNID, NID_sha256) == 1 &&
           OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_MAC_ALGNID, NID_hmacWithSHA256) == 1 &&
           OSSL_CMP_CTX_set_option(context, OSSL_CMP_OPT_UNPROTECTED_ERRORS, 0) == 1;
}

OSSL_CMP_ITAV* make_information(std::string_view text) {
    ObjectHandle id = information_id();
    TypeHandle value{ASN1_TYPE_new()};
    TextHandle content{ASN1_UTF8STRING_new()};
    if (!id || !value || !content ||
        ASN1_STRING_set(content.get(), text.data(), static_cast<int>(text.size())) != 1) {
        return nullptr;
    }
    ASN1_TYPE_set(value.get(), V_ASN1_UTF8STRING, content.release());
    OSSL_CMP_ITAV* made = OSSL_CMP_ITAV_create(id.get(), value.get());
    if (made != nullptr) {
        // It has both now.
        static_cast<void>(id.release());
        static_cast<void>(value.release());
    }
    return made;
}

std::string text_of_information(const OSSL_CMP_ITAV* information) {
    const ObjectHandle id = information_id();
    const ASN1_TYPE* value = OSSL_CMP_ITAV_get0_value(information);
    if (!id || OBJ_cmp(OSSL_CMP_ITAV_get0_type(information), id.get()) != 0 || value == nullptr ||
        value->type != V_ASN1_UTF8STRING) {
        return {};
    }
    const ASN1_STRING* text = value->value.utf8string;
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

} // namespace lanterne::firmware
