// One HTTP request with a body, to somebody who is not believed: bounded in time and size.
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

// Whether `url` is "http://host[:port][/path]" or the same with https.
absl::Status CheckHttpUrl(const std::string& url);

// Posts `body` to `url`. Redirects are not followed; the certificate of an https server is checked against the system's.
//   kInvalidArgument    no URL that CheckHttpUrl takes.
//   kUnavailable        no whole answer within `timeout`.
//   kResourceExhausted  an answer of over `answer_max` bytes.
absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& content_type, const std::string& body, absl::Duration timeout,
                                    size_t answer_max);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EVIDENCE_HTTP_POST_H_
