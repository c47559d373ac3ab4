#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Time stamps of RFC 3161 over SHA-256, with the certificate ids of RFC 5816: an authority signs that bytes existed at
// a time. Requests and answers are DER, as `openssl ts` reads and writes them. Pure but for the nonce; safe for
// concurrent use.
namespace casejournal::eventstore {

// A longer answer is malformed.
inline constexpr size_t kTimeStampBytesMax = size_t{64} << 10;

// Asks for a stamp over `message`, with a random nonce and for the authority's certificates.
std::string TimeStampRequest(absl::string_view message);

// The time, in POSIX seconds, that `response` states for `message`. Its signature is not checked: it says what it says.
//   kInvalidArgument     no TimeStampResp, or over kTimeStampBytesMax.
//   kFailedPrecondition  the authority refused to stamp.
//   kDataLoss            it is over another message.
absl::StatusOr<int64_t> ReadTimeStamp(absl::string_view response, absl::string_view message);

// The same, and that it answers `request`: its nonce and its message.
absl::StatusOr<int64_t> ReadTimeStampAnswer(absl::string_view response, absl::string_view request,
                                            absl::string_view message);

// What a checked time stamp says.
struct StampedTime {
  int64_t seconds = 0;      // POSIX; the time that it states
  int64_t valid_until = 0;  // POSIX; when the authority's own certificate expires, or did
};

// ReadTimeStamp, and that it is signed by an authority whose certificate chains to one of `ca_pem` (PEM, one or more),
// valid at the time that it states, and for time stamping. Whether the certificate has expired since makes no
// difference: `valid_until` says. Revocation is not looked at.
//   kInvalidArgument  also where `ca_pem` holds no certificate.
//   kDataLoss         also where the signature or the chain does not verify; says if a certificate was not yet valid,
//                     or had expired, at that time.
absl::StatusOr<StampedTime> CheckTimeStamp(absl::string_view response, absl::string_view message,
                                           const std::string& ca_pem);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_TIME_STAMP_H_
