// Errors that fit through what lies between server and client.
#ifndef CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_
#define CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "casejournal/v1/errors.pb.h"

namespace casejournal::services {

// How large an error may be, in bytes.
struct ErrorLimits {
  size_t message_bytes;  // the message, percent-encoded as in `grpc-message`
  size_t status_bytes;   // the serialized ErrorStatus, message included
};

// In a trailer. The message is sent percent-encoded, the ErrorStatus in base64 (4 bytes for 3), so that all trailers of
// an answer together stay under 3.9 KB: nginx 1.22 takes no more by default (`grpc_buffer_size`), and answers 502
// instead. gRPC clients take 8 KB.
inline constexpr ErrorLimits kTrailerLimits{.message_bytes = 300, .status_bytes = 2'500};

// In a message of AppendStream, of which clients take 4 MiB by default.
inline constexpr ErrorLimits kErrorMessageLimits{.message_bytes = 4'096, .status_bytes = size_t{1} << 20};

// Cuts texts and lists of `error` so that it keeps to `limits`, and counts in its details what was left out. The first
// item of a list always stays, shortened where it must be. An error within the limits is left as it is.
void CutToFit(v1::ErrorStatus& error, const ErrorLimits& limits);

// The first of `violations` that have at most `bytes_max` together; the rest is removed. Returns how many were removed.
uint32_t KeepWhatFits(size_t bytes_max, std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_
