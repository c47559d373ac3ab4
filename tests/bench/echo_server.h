// The baseline for calls: a gRPC server with the same messages and no journal behind it.
#ifndef CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_
#define CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_

#include <string>

namespace casejournal::services {

// TLS for the echo; both empty: plain text.
struct EchoCertificate {
  std::string certificate_file;
  std::string key_file;
};

// Serve on a free port until standard input ends, and print the address on a line of standard output. An append is only
// parsed as far as gRPC does, and gets an answer of the usual size. A GetCasePlan is answered with as many bytes as the
// metadata `echo-bytes` of the call says. A read of all entries streams `batches` messages of 256 entries of the usual
// size.
int ServeEcho(int batches, const EchoCertificate& certificate = {});

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_
