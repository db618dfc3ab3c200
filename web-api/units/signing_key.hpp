#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.hpp"
#include "core/wire/config.hpp"

namespace lanterne::web {

/// The private Ed25519 key whose other half is pinned in the units. Never printed, never stored.
class SigningKey {
public:
    static constexpr std::size_t max_file_bytes = 4096;

    /// Reads a PEM file, "-----BEGIN PRIVATE KEY----- ..."; refused with the reason, also when it
    /// has a passphrase.
    static Result<SigningKey, std::string> read(const std::filesystem::path& file);

    wire::Signature sign(wire::ByteView bytes) const;

private:
    struct Handle;

    explicit SigningKey(std::shared_ptr<const Handle> handle) : handle_{std::move(handle)} {}

    std::shared_ptr<const Handle> handle_;
};

} // namespace lanterne::web
