// Valid HTTP/1.1 answers in forms that few servers use, and answers without an end.
#include "services/http/http_request.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "tests/support/loopback_server.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::HttpRequestRead;
using casejournal::testing::IsOk;
using casejournal::testing::LoopbackServer;
using casejournal::testing::ReadHttpRequest;
using casejournal::testing::SendAll;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr size_t kBodyMax = 1000;
constexpr absl::Duration kPatience = absl::Seconds(60);

// Answers each connection with the same bytes, then closes it.
class CannedServer {
 public:
  // Repeats `endless` after `answer`, if it is given.
  explicit CannedServer(std::string answer, std::string endless = "")
      : answer_(std::move(answer)), endless_(std::move(endless)) {}

  std::string url() const { return server_.Url("/path"); }
  std::string request() const {
    absl::MutexLock lock(&mutex_);
    return request_;
  }

 private:
  void Answer(int connection) {
    const std::optional<HttpRequestRead> request = ReadHttpRequest(connection);
    if (!request || request->body != "question") return;
    {
      absl::MutexLock lock(&mutex_);
      request_ = absl::StrCat(request->head, request->body);
    }
    SendAll(connection, answer_);
    while (!endless_.empty() && SendAll(connection, endless_)) {
    }
  }

  const std::string answer_;
  const std::string endless_;
  mutable absl::Mutex mutex_;
  std::string request_ ABSL_GUARDED_BY(mutex_);
  const LoopbackServer server_{[this](int connection) { Answer(connection); }};
};

absl::StatusOr<HttpAnswer> Ask(const CannedServer& server) {
  return HttpPost(server.url(), "text/plain", "question", kPatience, kBodyMax);
}

void ExpectAnswer(const std::string& wire, int status, const std::string& body) {
  const CannedServer server(wire);
  const absl::StatusOr<HttpAnswer> answer = Ask(server);
  ASSERT_THAT(answer, IsOk()) << wire;
  EXPECT_EQ(answer->status, status) << wire;
  EXPECT_EQ(answer->body, body) << wire;
}

constexpr char kFinal[] = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer";

TEST(HttpPostTest, SendsTheBodyWithItsType) {
  const CannedServer server(kFinal);
  ASSERT_THAT(Ask(server), IsOk());
  EXPECT_THAT(server.request(), ::testing::StartsWith("POST /path HTTP/1.1\r\n"));
  EXPECT_THAT(server.request(), HasSubstr("Content-Type: text/plain\r\n"));
  EXPECT_THAT(server.request(), HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(server.request(), ::testing::Not(HasSubstr("Expect")));
}

// RFC 9110, 15.2: a client must be able to read any number of them.
TEST(HttpPostTest, TakesTheFinalAnswerBehindInterimOnes) {
  const std::string early = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
  ExpectAnswer(absl::StrCat(early, kFinal), 200, "answer");
  ExpectAnswer(absl::StrCat(early, early, early, kFinal), 200, "answer");
  ExpectAnswer(absl::StrCat("HTTP/1.1 102 Processing\r\n\r\n", kFinal), 200, "answer");
  ExpectAnswer(absl::StrCat("HTTP/1.1 100 Continue\r\n\r\n", early, kFinal), 200, "answer");
  ExpectAnswer(absl::StrCat(early, "HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n7\n"), 409, "7\n");
}

TEST(HttpPostTest, TakesChunksWithExtensionsAndATrailer) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  ExpectAnswer(head + "\r\n3\r\nans\r\n3\r\nwer\r\n0\r\n\r\n", 200, "answer");
  ExpectAnswer(head + "\r\n3;name=value\r\nans\r\n3;x=\"y\"\r\nwer\r\n0\r\n\r\n", 200, "answer");
  ExpectAnswer(head + "Trailer: Digest, X-Sum\r\n\r\n6\r\nanswer\r\n0\r\nDigest: sha-256=x\r\nX-Sum: 7\r\n\r\n", 200,
               "answer");
}

TEST(HttpPostTest, TakesOtherValidForms) {
  ExpectAnswer("HTTP/1.1 200 OK\r\n\r\nanswer", 200, "answer");  // its end is the connection's
  ExpectAnswer("HTTP/1.1 200 \r\nContent-Length: 6\r\n\r\nanswer", 200, "answer");
  ExpectAnswer("HTTP/1.0 200 OK\r\n\r\nanswer", 200, "answer");
  ExpectAnswer("HTTP/1.1 204 No Content\r\n\r\n", 204, "");
  ExpectAnswer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\nanswer", 200, "answer");
}

TEST(HttpPostTest, FollowsNoRedirect) {
  const CannedServer elsewhere(kFinal);
  ExpectAnswer(
      absl::StrCat("HTTP/1.1 307 Temporary Redirect\r\nLocation: ", elsewhere.url(), "\r\nContent-Length: 0\r\n\r\n"),
      307, "");
  EXPECT_EQ(elsewhere.request(), "");
}

TEST(HttpPostTest, TakesNoPartForTheWhole) {
  for (const char* wire :
       {"", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nanswer",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nanswer\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le", "answer", "SSH-2.0-OpenSSH_9.2\r\n"}) {
    const CannedServer server(wire);
    EXPECT_THAT(Ask(server), StatusIs(absl::StatusCode::kUnavailable, HasSubstr(server.url()))) << wire;
  }
}

TEST(HttpPostTest, BreaksOffWhatIsTooLarge) {
  const std::string chunk = absl::StrCat("64\r\n", std::string(100, 'x'), "\r\n");
  for (const auto& [answer, endless] :
       {std::pair<std::string, std::string>("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk),
        {"HTTP/1.1 200 OK\r\n\r\n", "xxxx"},
        {"HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"},
        {"", "HTTP/1.1 102 Processing\r\n\r\n"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: and more\r\n"}}) {
    const CannedServer server(answer, endless);
    EXPECT_THAT(Ask(server), StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("1000 bytes")))
        << answer << endless;
  }
  const CannedServer exact(absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", std::string(kBodyMax, 'x')));
  EXPECT_THAT(Ask(exact), IsOk());
}

// If each byte had its own timeout, the client would wait forever for a server that sends a byte now and then.
TEST(HttpPostTest, WaitsNoLongerThanTheTimeoutForTheWhole) {
  std::atomic<bool> answered = false;
  const LoopbackServer drip([&](int connection) {
    SendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    while (!answered && SendAll(connection, "x")) ::usleep(20'000);
  });
  const auto answer = HttpPost(drip.Url("/"), "text/plain", "question", absl::Milliseconds(300), kBodyMax);
  answered = true;
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable, HasSubstr("imeout")));
}

TEST(HttpPostTest, NobodyThereIsUnavailable) {
  EXPECT_THAT(HttpPost("http://127.0.0.1:1/", "text/plain", "question", kPatience, kBodyMax),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("127.0.0.1:1")));
}

TEST(HttpUrlTest, IsTakenOrRefusedAsAWhole) {
  for (const char* url :
       {"http://witness.example", "https://witness.example/", "http://127.0.0.1:8464/a/b", "https://[::1]:8443/"}) {
    EXPECT_THAT(CheckHttpUrl(url), IsOk()) << url;
  }
  for (const char* url :
       {"", "witness.example", "ftp://witness.example/", "file:///etc/passwd", "http://", "http:///path", "http://a b/",
        "http://u:p@witness.example/", "http://u@witness.example/", "http://witness.example/?q",
        "http://witness.example/#f", "http://witness.example:99999/", "http://witness.example:x/",
        "http://witness.example/\r\nHost: other", "http://witness.example/\x7f"}) {
    EXPECT_THAT(CheckHttpUrl(url), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("http[s]://"))) << url;
  }
}

TEST(HttpUrlTest, APasswordIsNotRepeated) {
  for (const char* url : {"https://user:secret@host.example/keys", "https://user:se cret@host.example", "a:secret@b",
                          "https://user:secret@@host.example/"}) {
    const std::string told(CheckHttpUrl(url).message());
    EXPECT_THAT(told, Not(HasSubstr("cret"))) << url;
    EXPECT_THAT(told, Not(HasSubstr("user"))) << url;
  }
}

}  // namespace
}  // namespace casejournal::services
