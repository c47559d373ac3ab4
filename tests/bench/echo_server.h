// The baseline for calls: the same gRPC server with the same messages, and nothing behind it.
#ifndef CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_
#define CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_

#include <string>

namespace casejournal::services {

// Serves on a free port until standard input ends. Prints the address on a line of standard output. An append is parsed
// from its bytes no further than gRPC does, and answered with an answer of the usual size; a read of all entries
// streams `batches` messages of 256 entries of the usual size.
int ServeEcho(int batches);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ECHO_SERVER_H_
