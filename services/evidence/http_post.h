// One HTTP request with a body, to a server that is not trusted: limits on the time and size of the answer.
#ifndef CASEJOURNAL_SERVICES_EVIDENCE_HTTP_POST_H_
#define CASEJOURNAL_SERVICES_EVIDENCE_HTTP_POST_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace casejournal::services {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

// All header lines of an answer together, those of interim answers (1xx) and the trailer included.
inline constexpr size_t kHttpHeadBytesMax = size_t{64} << 10;

// Whether `url` is "http://host[:port][/path]" or the same with https.
absl::Status CheckHttpUrl(const std::string& url);

// Posts `body` to `url` and returns the final answer, whatever interim answers (1xx) come before it and whatever
// trailer behind it. Redirects are not followed, proxies of the environment are not used, and a body that is compressed
// stays so; the certificate of an https server is checked against the system's.
//   kInvalidArgument    a URL that CheckHttpUrl does not take.
//   kUnavailable        no whole answer within `timeout`.
//   kResourceExhausted  a body of over `answer_max` bytes, or a head of over kHttpHeadBytesMax.
absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& content_type, const std::string& body,
                                    absl::Duration timeout, size_t answer_max);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_HTTP_POST_H_
