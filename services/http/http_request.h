// One HTTP request to an untrusted server, with limits on the time and size of the answer.
#ifndef CASEJOURNAL_SERVICES_HTTP_HTTP_REQUEST_H_
#define CASEJOURNAL_SERVICES_HTTP_HTTP_REQUEST_H_

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

// All header lines of an answer together, including interim answers (1xx) and the trailer.
inline constexpr size_t kHttpHeadBytesMax = size_t{64} << 10;

// Return whether `url` is "http://host[:port][/path]", or the same with https. The message has no name and password of
// a user, which a URL must not have.
absl::Status CheckHttpUrl(const std::string& url);

// Post `body` to `url` and return the final answer, after any interim answers (1xx) and with any trailer. Does not
// follow redirects, does not use proxies of the environment, and does not decompress the body. Checks the certificate
// of an https server against the system's.
//   kInvalidArgument    CheckHttpUrl rejects the URL.
//   kUnavailable        no complete answer within `timeout`.
//   kResourceExhausted  a body of over `answer_max` bytes, or headers of over kHttpHeadBytesMax.
absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& content_type, const std::string& body,
                                    absl::Duration timeout, size_t answer_max);

// The same without a body, by GET. Checks the certificate of an https server against `ca_file` (PEM) alone, unless it
// is empty. Asks caches on the way for an answer of now.
absl::StatusOr<HttpAnswer> HttpGet(const std::string& url, const std::string& ca_file, absl::Duration timeout,
                                   size_t answer_max);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_HTTP_HTTP_REQUEST_H_
