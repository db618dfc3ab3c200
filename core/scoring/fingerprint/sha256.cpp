#include "core/scoring/fingerprint/sha256.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include <fmt/format.h>

namespace lanterne::scoring {
namespace {

// The fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t byte_at(std::string_view block, std::size_t i) {
    return static_cast<std::uint8_t>(block[i]);
}

std::array<std::uint32_t, 64> schedule_of(std::string_view block) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
        w[i] = byte_at(block, 4 * i) << 24 | byte_at(block, 4 * i + 1) << 16 |
               byte_at(block, 4 * i + 2) << 8 | byte_at(block, 4 * i + 3);
    }
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t a = w[i - 15];
        const std::uint32_t b = w[i - 2];
        w[i] = w[i - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) + w[i - 7] +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
    }
    return w;
}

void compress(std::array<std::uint32_t, 8>& hash, std::string_view block) {
    const std::array<std::uint32_t, 64> w = schedule_of(block);
    auto [a, b, c, d, e, f, g, h] = hash;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constants[i] + w[i];
        const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> mixed{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < hash.size(); ++i) {
        hash[i] += mixed[i];
    }
}

} // namespace

void Sha256::take(std::string_view bytes) {
    std::size_t held = taken_ % block_.size();
    taken_ += bytes.size();
    while (!bytes.empty()) {
        const std::size_t part = std::min(bytes.size(), block_.size() - held);
        std::copy_n(bytes.begin(), part, block_.begin() + static_cast<std::ptrdiff_t>(held));
        bytes.remove_prefix(part);
        held += part;
        if (held == block_.size()) {
            compress(hash_, {block_.data(), block_.size()});
            held = 0;
        }
    }
}

std::string Sha256::text() const {
    Sha256 last = *this;
    std::string end(1, static_cast<char>(0x80));
    end.resize((2 * block_.size() - 8 - taken_ % block_.size() - 1) % block_.size() + 1);
    const std::uint64_t bits = taken_ * 8;
    for (int shift = 56; shift >= 0; shift -= 8) {
        end.push_back(static_cast<char>(bits >> shift & 0xff));
    }
    last.take(end);
    std::string text;
    for (const std::uint32_t word : last.hash_) {
        text += fmt::format("{:08x}", word);
    }
    return text;
}

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.take(bytes);
    return hash.text();
}

} // namespace lanterne::scoring
