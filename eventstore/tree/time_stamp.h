#ifndef CASEJOURNAL_EVENTSTORE_TREE_TIME_STAMP_H_
#define CASEJOURNAL_EVENTSTORE_TREE_TIME_STAMP_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Timestamps of RFC 3161 with SHA-256 and the certificate ids of RFC 5816: an authority signs that bytes existed at a
// time. Requests and answers are DER, as `openssl ts` reads and writes them. Pure except for the nonce; safe for
// concurrent use.
namespace casejournal::eventstore {

// A longer answer is malformed.
inline constexpr size_t kTimeStampBytesMax = size_t{64} << 10;

// Build a request for a timestamp for `message`, with a random nonce and for the authority's certificates.
std::string TimeStampRequest(absl::string_view message);

// Return the time, in POSIX seconds, that `response` states for `message`. Its signature is not checked.
//   kInvalidArgument     not a TimeStampResp, or over kTimeStampBytesMax.
//   kFailedPrecondition  the authority rejected the request.
//   kDataLoss            it is for another message.
absl::StatusOr<int64_t> ReadTimeStamp(absl::string_view response, absl::string_view message);

// The same, and check that it answers `request`: its nonce and its message.
absl::StatusOr<int64_t> ReadTimeStampAnswer(absl::string_view response, absl::string_view request,
                                            absl::string_view message);

// The content of a checked timestamp.
struct StampedTime {
  int64_t seconds = 0;      // POSIX time that it states
  int64_t valid_until = 0;  // POSIX time when the authority's own certificate expires or expired
};

// ReadTimeStamp, and check that it is signed by an authority whose certificate chains to one of `ca_pem` (PEM, one or
// more), is valid at the stated time, and is for timestamping. A later expiry of the certificate does not matter;
// `valid_until` has it. Revocation is not checked.
//   kInvalidArgument  also if `ca_pem` holds no certificate.
//   kDataLoss         also if the signature or the chain does not verify; the message says if a certificate was not yet
//                     valid, or had expired, at that time.
absl::StatusOr<StampedTime> CheckTimeStamp(absl::string_view response, absl::string_view message,
                                           const std::string& ca_pem);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_TIME_STAMP_H_
