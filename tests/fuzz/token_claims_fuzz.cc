// What a client reads of its own token.
#include <algorithm>
#include <string>

#include "services/client/connection/token_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(token_claims) {
  const std::string token = services::TokenIn(bytes);
  const auto claims = services::ReadTokenClaims(token);
  const absl::Status usable = services::CheckToken(token, "a file", absl::FromUnixSeconds(1'796'000'000));
  Hold(claims.ok() || absl::IsInvalidArgument(usable), "what is no token is not used");
  // Its size is all that an error may tell: the words of the error itself can be in an input.
  if (!claims.ok())
    Hold(claims.status() == services::ReadTokenClaims(std::string(token.size(), '!')).status(), "no token is repeated");
}

}  // namespace casejournal::fuzz
