#include "tests/support/hostile_requests.hpp"

namespace lanterne::support {

namespace {

std::string get(const std::string& fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n"; }

std::string post(const std::string& fields) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

const std::string zero_byte(1, '\0');

} // namespace

std::vector<HostileRequest> hostile_requests() {
    return {
        {"CodingGzipThenLength", post("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n"), 400},
        {"CodingXchunked", post("Transfer-Encoding: xchunked\r\n"), 400},
        {"CodingChunkedGzip", post("Transfer-Encoding: chunked, gzip\r\n"), 400},
        {"CodingTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"CodingInHttp10", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 505},
        {"Http10PostWithoutLength", "POST / HTTP/1.0\r\nHost: a\r\n\r\n", 505},
        {"Http10PostOfTwoLengths",
         "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 505},
        {"Http10PostLengthAndCoding",
         "POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {"CodingInHttp10Get", "GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
         400},
        {"EqualLengths", post("Content-Length: 5\r\nContent-Length: 5\r\n") + "abcde", 400},
        {"LengthList", post("Content-Length: 5, 5\r\n") + "abcde", 400},
        {"DifferentLengths", post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
        {"SignedLength", post("Content-Length: +5\r\n"), 400},
        {"HugeLength", post("Content-Length: 18446744073709551616\r\n"), 400},
        {"LengthThenChunked", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"ChunkedThenLength", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
        {"FoldedLine", get("Host: a\r\nX-A: b\r\n c\r\n"), 400},
        {"NoHost", get("X-A: b\r\n"), 400},
        {"TwoHosts", get("Host: a\r\nHost: b\r\n"), 400},
        {"HostWithPath", get("Host: a/b\r\n"), 400},
        {"AbsoluteTarget", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"TwoSlashes", "GET //b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"BareLineFeed", "GET / HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n", 400},
        {"BareCarriageReturn", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n", 400},
        {"ZeroInField", get("Host: a\r\nX-A: b" + zero_byte + "\r\n"), 400},
        {"SpaceBeforeColon", get("Host: a\r\nX-A : b\r\n"), 400},
        {"BadChunkSize", post("Transfer-Encoding: chunked\r\n") + "zz\r\nabc\r\n0\r\n\r\n", 400},
        {"HugeChunkSize", post("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\nabc\r\n",
         400},
        {"ChunkWithoutEnd", post("Transfer-Encoding: chunked\r\n") + "3\r\nabcX\r\n0\r\n\r\n", 400},
        {"BadChunkExtension", post("Transfer-Encoding: chunked\r\n") + "3;=\r\nabc\r\n0\r\n\r\n",
         400},
        {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    };
}

} // namespace lanterne::support
