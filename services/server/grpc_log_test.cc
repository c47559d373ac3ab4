#include "services/server/grpc_log.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kHandshakes[] = "src/core/tsi/ssl_transport_security.cc";
constexpr char kScanner[] =
    "Handshake failed with fatal error SSL_ERROR_SSL: error:0A00009C:SSL routines::http request.";

TEST(GrpcLinesTest, FailedHandshakesAreToldOnceAMinuteAndNoneIsLost) {
  GrpcLines lines;
  const absl::Time began = absl::FromUnixSeconds(5);  // soon after the machine started
  EXPECT_THAT(lines.Due(began), IsEmpty());
  EXPECT_FALSE(lines.Count(kHandshakes, kScanner));
  EXPECT_THAT(lines.Due(began), ElementsAre("failed TLS handshakes: 1; the last one: http request"))
      << "the first soon";

  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(lines.Count(kHandshakes, kScanner));
  EXPECT_FALSE(lines.Count(kHandshakes, "Handshake failed"));
  EXPECT_THAT(lines.Due(began + GrpcLines::kEvery - absl::Milliseconds(1)), IsEmpty());
  EXPECT_THAT(lines.Due(began + GrpcLines::kEvery),
              ElementsAre("failed TLS handshakes: 1001; the last one: Handshake failed"));
  EXPECT_THAT(lines.Rest(), IsEmpty()) << "they are told once";

  lines.Count(kHandshakes, kScanner);
  EXPECT_THAT(lines.Rest(), ElementsAre("failed TLS handshakes: 1; the last one: http request"));
}

TEST(GrpcLinesTest, FewOtherLinesPassInAMinute) {
  GrpcLines lines;
  absl::Time now = absl::UnixEpoch();
  for (int minute = 0; minute < 2; ++minute, now += GrpcLines::kEvery) {
    for (int i = 0; i < GrpcLines::kOthersMax; ++i) EXPECT_TRUE(lines.Count("server_chttp2.cc", absl::StrCat(i)));
    for (int i = 0; i < 7; ++i) EXPECT_FALSE(lines.Count("server_chttp2.cc", "more"));
    EXPECT_THAT(lines.Due(now), ElementsAre("lines of gRPC that were left out: 7"));
  }
}

// One line now and then is not left out because of those of earlier minutes.
TEST(GrpcLinesTest, OtherLinesAreCountedByTheMinute) {
  GrpcLines lines;
  absl::Time now = absl::UnixEpoch();
  for (int minute = 0; minute < 2 * GrpcLines::kOthersMax; ++minute, now += GrpcLines::kEvery) {
    EXPECT_TRUE(lines.Count("server_chttp2.cc", "one"));
    EXPECT_THAT(lines.Due(now), IsEmpty());
  }
}

}  // namespace
}  // namespace casejournal::services
