#pragma once

#include <memory>
#include <string>

#include "core/base/ids.hpp"
#include "core/wire/config.hpp"

namespace lanterne::firmware {

/// An Ed25519 key pair, drawn anew.
class Signer {
public:
    Signer();

    /// "-----BEGIN PUBLIC KEY----- ..."
    std::string public_pem() const;
    wire::Signature signature_of(const wire::Bytes& bytes) const;

    /// The message for that unit, signed.
    wire::Bytes signed_for(const UnitSerial& unit, wire::SignedConfig message) const;

private:
    std::shared_ptr<void> key_;
};

} // namespace lanterne::firmware
