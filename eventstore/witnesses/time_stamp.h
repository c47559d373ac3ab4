#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Timestamps of RFC 3161 over SHA-256, with the certificate ids of RFC 5816: an authority signs that bytes existed at a
// time. Requests and answers are DER, as in `openssl ts`. Pure, except for the nonce; safe for concurrent use.
namespace casejournal::eventstore {

// The maximum size of an answer. A longer answer is malformed.
inline constexpr size_t kTimeStampBytesMax = size_t{64} << 10;

// Create a request for a timestamp over `message`, with a random nonce. The request asks for the authority's
// certificates.
std::string TimeStampRequest(absl::string_view message);

// Return the time, in POSIX seconds, that `response` states for `message`. The signature is not checked.
//   kInvalidArgument     not a TimeStampResp, or over kTimeStampBytesMax.
//   kFailedPrecondition  the authority rejected the request.
//   kDataLoss            the timestamp is over another message.
absl::StatusOr<int64_t> ReadTimeStamp(absl::string_view response, absl::string_view message);

// Like ReadTimeStamp, and also check that `response` answers `request`: that its nonce and message match.
absl::StatusOr<int64_t> ReadTimeStampAnswer(absl::string_view response, absl::string_view request,
                                            absl::string_view message);

// The content of a checked timestamp.
struct StampedTime {
  int64_t seconds = 0;      // POSIX; the time that it states
  int64_t valid_until = 0;  // POSIX; when the authority's own certificate expires or expired
};

// Like ReadTimeStamp, and also check the signature. The signer's certificate must chain to one of `ca_pem` (PEM, one or
// more), be valid at the stated time, and be for timestamping. It may have expired since; `valid_until` says when it
// expires. Revocation is not checked.
//   kInvalidArgument  also if `ca_pem` has no certificate.
//   kDataLoss         also if the signature or the chain does not verify; the text says if a certificate was not yet
//                     valid or had expired at that time.
absl::StatusOr<StampedTime> CheckTimeStamp(absl::string_view response, absl::string_view message,
                                           const std::string& ca_pem);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_
