#include <gtest/gtest.h>

#include "firmware/identity/tls.hpp"

namespace lanterne::firmware {
namespace {

TEST(TlsReason, IsWhatOpensslNames) {
    EXPECT_EQ(tls_reason("40A7F8DD597F0000:error:0A000086:SSL routines:"
                         "tls_post_process_server_certificate:certificate verify failed:"
                         "../ssl/statem/statem_clnt.c:1889:\n"),
              "certificate verify failed");
}

TEST(TlsReason, OfALineOfAnotherShapeIsTheWholePrintableAndCut) {
    EXPECT_EQ(tls_reason("out of\nmemory\x01"), "out ofmemory");
    EXPECT_EQ(tls_reason("a:error:b:c:d"), "a:error:b:c:d");
    EXPECT_EQ(tls_reason("a:error:b:c:d::f:1"), "a:error:b:c:d::f:1");
    EXPECT_EQ(tls_reason(std::string(1'000, 'x')).size(), 200U);
    EXPECT_EQ(tls_reason(""), "");
}

} // namespace
} // namespace lanterne::firmware
