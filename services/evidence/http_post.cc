#include "services/evidence/http_post.h"

#include <httplib.h>

#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"

namespace casejournal::services {
namespace {

// "https://host:port" and "/path".
absl::StatusOr<std::pair<std::string, std::string>> SplitUrl(const std::string& url) {
  absl::string_view rest = url;
  const bool secure = absl::ConsumePrefix(&rest, "https://");
  const bool known = secure || absl::ConsumePrefix(&rest, "http://");
  const absl::string_view host = rest.substr(0, rest.find('/'));
  const bool clean = url.find_first_of(" \t\r\n?#") == std::string::npos;
  if (!known || host.empty() || !clean || absl::StrContains(host, "@")) {
    return absl::InvalidArgumentError(absl::StrCat("\"", url, "\" is no URL of the form http[s]://host[:port][/path]"));
  }
  const absl::string_view path = rest.substr(host.size());
  return std::pair(absl::StrCat(secure ? "https://" : "http://", host), path.empty() ? std::string("/") : std::string(path));
}

}  // namespace

absl::Status CheckHttpUrl(const std::string& url) { return SplitUrl(url).status(); }

absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& content_type, const std::string& body, absl::Duration timeout,
                                    size_t answer_max) {
  absl::StatusOr<std::pair<std::string, std::string>> parts = SplitUrl(url);
  if (!parts.ok()) return parts.status();
  httplib::Client client(parts->first);
  if (!client.is_valid()) return absl::InvalidArgumentError(absl::StrCat(url, " cannot be asked"));
  client.set_connection_timeout(absl::ToChronoMilliseconds(timeout));
  client.set_read_timeout(absl::ToChronoMilliseconds(timeout));
  client.set_write_timeout(absl::ToChronoMilliseconds(timeout));
  HttpAnswer answer;
  httplib::Request request;
  request.method = "POST";
  request.path = parts->second;
  request.body = body;
  request.headers = {{"Content-Type", content_type}};
  request.content_receiver = [&](const char* bytes, size_t count, uint64_t, uint64_t) {
    if (answer.body.size() + count > answer_max) return false;
    answer.body.append(bytes, count);
    return true;
  };
  // The library's timeouts are for one read each: who sends a byte a second would be waited for.
  absl::Notification answered;
  std::thread watch([&] {
    if (!answered.WaitForNotificationWithTimeout(timeout)) client.stop();
  });
  const httplib::Result result = client.send(request);
  answered.Notify();
  watch.join();
  if (!result && result.error() == httplib::Error::Canceled) {
    return absl::ResourceExhaustedError(absl::StrCat(url, " answered with over ", answer_max, " bytes"));
  }
  if (!result) return absl::UnavailableError(absl::StrCat(url, ": ", httplib::to_string(result.error())));
  answer.status = result->status;
  return answer;
}

}  // namespace casejournal::services
