#include "services/http/http_request.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct HeaderListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListDeleter>;

// Empty if the URL does not have the part.
std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

// What has arrived so far, piece by piece.
struct Arrived {
  std::string body;
  size_t body_max = 0;
  size_t head_bytes = 0;
  bool head_ended = false;  // by its empty line: the library accepts truncated headers as an answer
  bool too_large = false;
};

// Both return how much they accept. Less than `count` aborts the request.
size_t TakeBody(char* bytes, size_t, size_t count, void* to) {
  Arrived& arrived = *static_cast<Arrived*>(to);
  arrived.too_large = arrived.body.size() + count > arrived.body_max;
  if (arrived.too_large) return 0;
  arrived.body.append(bytes, count);
  return count;
}

size_t TakeHead(char* bytes, size_t, size_t count, void* to) {
  Arrived& arrived = *static_cast<Arrived*>(to);
  const absl::string_view line(bytes, count);
  if (absl::StartsWith(line, "HTTP/")) arrived.head_ended = false;
  if (line == "\r\n" || line == "\n") arrived.head_ended = true;
  arrived.head_bytes += count;
  arrived.too_large = arrived.head_bytes > kHttpHeadBytesMax;
  return arrived.too_large ? 0 : count;
}

// What a request sends beside its URL.
struct Question {
  const std::string* body = nullptr;  // null: GET
  std::vector<std::string> headers;
  std::string ca_file;
};

HeaderList ListOf(const std::vector<std::string>& headers) {
  curl_slist* list = nullptr;
  for (const std::string& header : headers) list = curl_slist_append(list, header.c_str());
  return HeaderList(list);
}

bool LibraryIsReady() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

}  // namespace

namespace {

// The URL without what could be a password in it.
std::string WithoutUser(const std::string& url) {
  const size_t end = url.rfind('@');
  if (end == std::string::npos) return url;
  const size_t scheme = url.find("://");
  return absl::StrCat(scheme < end ? url.substr(0, scheme + 3) : "", "[...]", url.substr(end));
}

}  // namespace

absl::Status CheckHttpUrl(const std::string& url) {
  const absl::Status refused = absl::InvalidArgumentError(absl::StrCat(
      "\"", absl::CHexEscape(WithoutUser(url)), "\" is not a URL of the form http[s]://host[:port][/path]"));
  const std::unique_ptr<CURLU, UrlDeleter> parsed(curl_url());
  if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return refused;
  const std::string scheme = PartOf(parsed.get(), CURLUPART_SCHEME);
  // The library ignores a third slash.
  const bool hosted = !absl::StrContains(url, ":///");
  const bool known = scheme == "http" || scheme == "https";
  const bool bare = PartOf(parsed.get(), CURLUPART_USER).empty() && PartOf(parsed.get(), CURLUPART_PASSWORD).empty();
  const bool clean =
      std::all_of(url.begin(), url.end(), [](unsigned char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#'; });
  return known && hosted && bare && clean ? absl::OkStatus() : refused;
}

namespace {

absl::StatusOr<HttpAnswer> Ask(const std::string& url, const Question& question, absl::Duration timeout,
                               size_t answer_max) {
  if (absl::Status checked = CheckHttpUrl(url); !checked.ok()) return checked;
  const std::unique_ptr<CURL, EasyDeleter> request(LibraryIsReady() ? curl_easy_init() : nullptr);
  if (request == nullptr) return absl::UnavailableError(absl::StrCat(url, ": the HTTP library is not available"));
  const HeaderList headers = ListOf(question.headers);
  Arrived arrived{.body = {}, .body_max = answer_max};
  CURLcode set = CURLE_OK;
  const auto option = [&](CURLoption name, auto value) {
    if (set == CURLE_OK) set = curl_easy_setopt(request.get(), name, value);
  };
  const long timeout_ms = std::max<long>(1, static_cast<long>(absl::ToInt64Milliseconds(timeout)));
  option(CURLOPT_URL, url.c_str());
  option(CURLOPT_PROTOCOLS_STR, "http,https");
  option(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  option(CURLOPT_PROXY, "");
  option(CURLOPT_HTTPHEADER, headers.get());
  if (question.body != nullptr) {
    option(CURLOPT_POST, 1L);
    option(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.body->size()));
    option(CURLOPT_POSTFIELDS, question.body->c_str());
  }
  if (!question.ca_file.empty()) {
    option(CURLOPT_CAINFO, question.ca_file.c_str());
    option(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  option(CURLOPT_FOLLOWLOCATION, 0L);
  option(CURLOPT_NOSIGNAL, 1L);
  option(CURLOPT_TIMEOUT_MS, timeout_ms);
  option(CURLOPT_CONNECTTIMEOUT_MS, timeout_ms);
  // The timeout also limits the name lookup.
  option(CURLOPT_QUICK_EXIT, 1L);
  option(CURLOPT_WRITEFUNCTION, &TakeBody);
  option(CURLOPT_WRITEDATA, &arrived);
  option(CURLOPT_HEADERFUNCTION, &TakeHead);
  option(CURLOPT_HEADERDATA, &arrived);
  if (set != CURLE_OK) return absl::UnavailableError(absl::StrCat(url, ": ", curl_easy_strerror(set)));

  const CURLcode done = curl_easy_perform(request.get());
  if (arrived.too_large) {
    return absl::ResourceExhaustedError(absl::StrCat(url, " sent too much (limit: a body of ", answer_max,
                                                     " bytes, headers of ", kHttpHeadBytesMax, " bytes)"));
  }
  if (done != CURLE_OK) return absl::UnavailableError(absl::StrCat(url, ": ", curl_easy_strerror(done)));
  if (!arrived.head_ended) return absl::UnavailableError(absl::StrCat(url, ": the answer ended inside its headers"));
  long status = 0;
  curl_easy_getinfo(request.get(), CURLINFO_RESPONSE_CODE, &status);
  return HttpAnswer{.status = static_cast<int>(status), .body = std::move(arrived.body)};
}

}  // namespace

absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& content_type, const std::string& body,
                                    absl::Duration timeout, size_t answer_max) {
  // Send a small body at once, without asking first.
  return Ask(url, {.body = &body, .headers = {absl::StrCat("Content-Type: ", content_type), "Expect:"}}, timeout,
             answer_max);
}

absl::StatusOr<HttpAnswer> HttpGet(const std::string& url, const std::string& ca_file, absl::Duration timeout,
                                   size_t answer_max) {
  return Ask(url, {.headers = {"Cache-Control: no-cache"}, .ca_file = ca_file}, timeout, answer_max);
}

}  // namespace casejournal::services
