#include "services/client/connection/token_file.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "services/console/output.h"
#include "services/console/shell_word.h"
#include "services/files/given_file.h"
#include "services/files/private_files.h"

namespace casejournal::services {
namespace {

constexpr double kLatestSecond = 253'402'300'799;  // the end of the year 9999

// A part of a token: an object in JSON, in base64url.
std::optional<nlohmann::json> ObjectIn(absl::string_view part) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(part, &text)) return std::nullopt;
  nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

std::string TextAt(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<absl::Time> TimeAt(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!std::isfinite(seconds) || std::abs(seconds) > kLatestSecond) return std::nullopt;
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

std::string UtcText(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone()); }

}  // namespace

absl::StatusOr<TokenClaims> ReadTokenClaims(absl::string_view token) {
  if (token.empty()) return absl::InvalidArgumentError("there is no token in it");
  if (token.size() > kClientTokenBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the token has ", token.size(), " bytes; at most ", kClientTokenBytesMax, " are allowed"));
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  std::optional<nlohmann::json> header, claims;
  if (parts.size() == 3 && !parts[2].empty()) {
    header = ObjectIn(parts[0]);
    claims = ObjectIn(parts[1]);
  }
  if (!header || !claims) {
    return absl::InvalidArgumentError(
        "it is not a token that signs in; a signed JWT is expected: three parts in base64url with dots between them");
  }
  return TokenClaims{.issuer = TextAt(*claims, "iss"),
                     .subject = TextAt(*claims, "sub"),
                     .name = TextAt(*claims, "name"),
                     .expires_at = TimeAt(*claims, "exp").value_or(absl::InfiniteFuture()),
                     .not_before = TimeAt(*claims, "nbf").value_or(absl::InfinitePast())};
}

absl::Status CheckToken(absl::string_view token, absl::string_view from, absl::Time now) {
  const absl::StatusOr<TokenClaims> claims = ReadTokenClaims(token);
  if (!claims.ok()) return absl::InvalidArgumentError(absl::StrCat(from, ": ", claims.status().message()));
  if (claims->expires_at <= now) {
    return absl::UnauthenticatedError(
        absl::StrCat("the token in ", from, " expired at ", UtcText(claims->expires_at), "; sign in again"));
  }
  if (claims->not_before > now + absl::Minutes(5)) {
    return absl::UnauthenticatedError(absl::StrCat("the token in ", from, " is not valid before ",
                                                   UtcText(claims->not_before),
                                                   "; is the clock of this computer right?"));
  }
  return absl::OkStatus();
}

std::string TokenIn(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (absl::StartsWithIgnoreCase(text, "bearer ")) text = absl::StripLeadingAsciiWhitespace(text.substr(7));
  return std::string(text);
}

void WarnIfOthersMayRead(const std::string& path) {
  if (!OthersMayRead(path)) return;
  static absl::Mutex mutex;
  static std::set<std::string> warned;
  absl::MutexLock lock(&mutex);
  if (warned.insert(path).second) {
    Remark(absl::StrCat("warning: other users of this machine can read ", path,
                        ", which is secret; to change that: chmod 600 ", ShellWord(path)));
  }
}

absl::StatusOr<std::string> TokenFile::Token(absl::Time now) {
  std::string text;
  WarnIfOthersMayRead(path_);
  if (absl::Status read = ReadInput(path_, &text); !read.ok()) return read;
  std::string token = TokenIn(text);
  if (absl::Status usable = CheckToken(token, path_, now); !usable.ok()) return usable;
  return token;
}

}  // namespace casejournal::services
