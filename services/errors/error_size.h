// Limits the size of errors, so that proxies and clients accept them.
#ifndef CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_
#define CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "casejournal/v1/errors.pb.h"

namespace casejournal::services {

// Maximum size of an error, in bytes.
struct ErrorLimits {
  size_t message_bytes;  // the message, percent-encoded as in `grpc-message`
  size_t status_bytes;   // the serialized ErrorStatus, message included
};

// For a trailer. The message is sent percent-encoded, and the ErrorStatus in base64 (4 bytes for 3). All trailers of an
// answer together stay under 3.9 KB: nginx 1.22 accepts no more by default (`grpc_buffer_size`) and answers 502
// instead. gRPC clients accept 8 KB.
inline constexpr ErrorLimits kTrailerLimits{.message_bytes = 300, .status_bytes = 2'500};

// For a message of AppendStream. Clients accept 4 MiB by default.
inline constexpr ErrorLimits kErrorMessageLimits{.message_bytes = 4'096, .status_bytes = size_t{1} << 20};

// Return `text`, cut between characters and marked if it has more than `bytes_max` bytes.
std::string CutText(const std::string& text, size_t bytes_max);

// Cut texts and lists of `error` to fit `limits`, and count in its details what was removed. A list that is too long
// first loses the wordings of all of its items (`wording`, `remedy_wording`), which are not counted: more sentences for
// people fit in their place, and a client that needs wordings asks with `validate_only`. The first item of a list
// always stays, shortened if necessary. An error within the limits does not change.
void CutToFit(v1::ErrorStatus& error, const ErrorLimits& limits);

// Keep the first `violations` that fit into `bytes_max` together, and remove the others. Return how many were removed.
// If not all fit, all lose their wordings first.
uint32_t KeepWhatFits(size_t bytes_max, std::vector<v1::Violation>& violations);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_ERROR_SIZE_H_
