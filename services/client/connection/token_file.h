// The token with which a client signs in: a signed JWT (RFC 7519) in a file. The server checks it; a client only reads
// what it says of itself.
#ifndef CASEJOURNAL_SERVICES_CLIENT_CONNECTION_TOKEN_FILE_H_
#define CASEJOURNAL_SERVICES_CLIENT_CONNECTION_TOKEN_FILE_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::services {

// Longer tokens are refused; a server refuses them, too.
inline constexpr size_t kClientTokenBytesMax = 8192;

// What a token says of itself. Nothing is proven.
struct TokenClaims {
  std::string issuer;
  std::string subject;
  std::string name;  // empty: it has none
  absl::Time expires_at = absl::InfiniteFuture();
  absl::Time not_before = absl::InfinitePast();
};

// Read the claims of a token. No message has a part of the token in it.
//   kInvalidArgument  it is not a signed JWT: three parts in base64url with dots between them, of which the first two
//                     are JSON objects.
absl::StatusOr<TokenClaims> ReadTokenClaims(absl::string_view token);

// Check that a token can be used at `now`. `from` is where it is from, for the message.
//   kInvalidArgument   it is not a signed JWT.
//   kUnauthenticated   it expired, or is not valid yet; the message says when.
absl::Status CheckToken(absl::string_view token, absl::string_view from, absl::Time now);

// Return the token in the text of a file: without white space around it, and without a preceding "Bearer ".
std::string TokenIn(absl::string_view text);

// Say once, on standard error, if others may read a file with a secret: a token or a private key. It is used
// nevertheless. Safe for concurrent use.
void WarnIfOthersMayRead(const std::string& path);

// A file with a token, which somebody may replace at any time. Not safe for concurrent use.
class TokenFile {
 public:
  explicit TokenFile(std::string path) : path_(std::move(path)) {}

  // Return the token that the file holds now, checked as CheckToken does.
  //   kNotFound  the file cannot be read.
  absl::StatusOr<std::string> Token(absl::Time now);

 private:
  std::string path_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_CONNECTION_TOKEN_FILE_H_
