// Timestamps of RFC 3161 (DER, by OpenSSL). The corpus has one that the authority in data/ signed.
#include <algorithm>

#include "eventstore/witnesses/time_stamp.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_data.h"

namespace casejournal::fuzz {

FUZZ_TARGET(time_stamp) {
  static const auto* const authority = new std::string(TestData("authority.pem"));
  static const auto* const signed_at = new int64_t(std::atoll(TestData("signed_at.txt").c_str()));
  const auto read = eventstore::ReadTimeStamp(bytes, SignedText());
  if (!read.ok()) return;
  Hold(bytes.size() <= eventstore::kTimeStampBytesMax, "a timestamp is within its limits");
  (void)eventstore::ReadTimeStampAnswer(bytes, bytes, SignedText());
  const auto checked = eventstore::CheckTimeStamp(bytes, SignedText(), *authority);
  if (checked.ok()) Hold(checked->seconds == *signed_at && *read == *signed_at, "only what was signed verifies");
}

}  // namespace casejournal::fuzz
