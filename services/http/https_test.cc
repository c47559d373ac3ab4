// Which servers HttpGet trusts.
#include <gmock/gmock.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/credentials/certificates.h"
#include "services/http/http_request.h"
#include "tests/support/loopback_server.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::LoopbackServer;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

// A server with a certificate for localhost and 127.0.0.1. It answers each request that it can read.
class TlsServer {
 public:
  explicit TlsServer(const DevelopmentCertificates& certificates)
      : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free) {
    std::signal(SIGPIPE, SIG_IGN);  // a client that does not trust it is gone before the answer
    std::string folder = absl::StrCat(::testing::TempDir(), "/https-XXXXXX");
    folder_ = ::mkdtemp(folder.data());
    std::ofstream(Path("ca")) << certificates.authority;
    std::ofstream(Path("certificate")) << certificates.server.certificate;
    std::ofstream(Path("key")) << certificates.server.key;
    EXPECT_EQ(SSL_CTX_use_certificate_chain_file(context_.get(), Path("certificate").c_str()), 1);
    EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context_.get(), Path("key").c_str(), SSL_FILETYPE_PEM), 1);
  }
  ~TlsServer() {
    for (const char* name : {"ca", "certificate", "key"}) std::remove(Path(name).c_str());
    ::rmdir(folder_.c_str());
  }

  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }
  std::string ca_file() const { return Path("ca"); }
  std::string Url(const std::string& host) const {
    return absl::StrCat("https://", host, ":", server_.port(), "/keys");
  }

 private:
  void Answer(int fd) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context_.get()), &SSL_free);
    SSL_set_fd(connection.get(), fd);
    char request[4096];
    if (SSL_accept(connection.get()) != 1 || SSL_read(connection.get(), request, sizeof(request)) <= 0) return;
    constexpr absl::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nkeys";
    SSL_write(connection.get(), kAnswer.data(), static_cast<int>(kAnswer.size()));
    SSL_shutdown(connection.get());
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::string folder_;
  // Also on 127.0.0.2, which its certificate does not name.
  const LoopbackServer server_{[this](int connection) { Answer(connection); }, INADDR_ANY};
};

DevelopmentCertificates MakeCertificates() { return MakeDevelopmentCertificates({}, absl::Now()).value(); }

absl::StatusOr<HttpAnswer> Get(const std::string& url, const std::string& ca_file) {
  return HttpGet(url, ca_file, absl::Seconds(30), 1000);
}

TEST(HttpsTest, TrustsTheNamedAuthorityAndNoOther) {
  const TlsServer server(MakeCertificates());
  const TlsServer other(MakeCertificates());
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const absl::StatusOr<HttpAnswer> answer = Get(server.Url(host), server.ca_file());
    ASSERT_THAT(answer, IsOk()) << host;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "keys");
  }
  EXPECT_THAT(Get(server.Url("127.0.0.1"), other.ca_file()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("certificate")));
  // The authorities of the system do not know it.
  EXPECT_THAT(Get(server.Url("127.0.0.1"), ""), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("certificate")));
  EXPECT_THAT(Get(server.Url("127.0.0.1"), server.Path("none")), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(HttpsTest, TheCertificateMustNameTheHost) {
  const TlsServer server(MakeCertificates());
  EXPECT_THAT(Get(server.Url("127.0.0.2"), server.ca_file()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("127.0.0.2")));
}

}  // namespace
}  // namespace casejournal::services
