#include "services/server/grpc_log.h"

#include <grpc/support/log.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/access/clocks.h"

namespace casejournal::services {
namespace {

// gRPC logs each failed handshake here, with what OpenSSL says: "... SSL routines::http request."
constexpr absl::string_view kHandshakeFile = "ssl_transport_security.cc";

absl::string_view WhyIn(absl::string_view message) {
  const size_t words = message.rfind("::");
  return absl::StripSuffix(words == absl::string_view::npos ? message : message.substr(words + 2), ".");
}

GrpcLines& LinesOfProcess() {
  static auto* const lines = new GrpcLines;
  return *lines;
}

void Take(gpr_log_func_args* said) {
  if (LinesOfProcess().Count(said->file, said->message))
    spdlog::error("gRPC, {}:{}: {}", said->file, said->line, said->message);
}

}  // namespace

bool GrpcLines::Count(absl::string_view file, absl::string_view message) {
  absl::MutexLock lock(&mutex_);
  if (!absl::EndsWith(file, kHandshakeFile)) return ++others_ <= kOthersMax;
  ++handshakes_;
  why_ = std::string(WhyIn(message));
  return false;
}

std::vector<std::string> GrpcLines::Due(absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    if (now - told_at_ < kEvery || (handshakes_ == 0 && others_ == 0)) return {};
    told_at_ = now;
  }
  return Rest();
}

std::vector<std::string> GrpcLines::Rest() {
  std::vector<std::string> lines;
  absl::MutexLock lock(&mutex_);
  if (handshakes_ > 0) lines.push_back(absl::StrCat("failed TLS handshakes: ", handshakes_, "; the last one: ", why_));
  if (others_ > kOthersMax) lines.push_back(absl::StrCat("lines of gRPC that were left out: ", others_ - kOthersMax));
  handshakes_ = 0;
  others_ = 0;
  return lines;
}

void TakeGrpcLines() { gpr_set_log_function(Take); }

void TellGrpcLines(bool stops) {
  for (const std::string& line : stops ? LinesOfProcess().Rest() : LinesOfProcess().Due(SteadyNow()))
    spdlog::info("{}", line);
}

}  // namespace casejournal::services
