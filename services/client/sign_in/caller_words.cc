#include "services/client/sign_in/caller_words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "services/pages/instant_text.h"

namespace casejournal::services {

std::string CallerName(const v1::CallerDescribed& caller) {
  const std::string id = absl::StrCat(caller.staff().issuer(), "/", caller.staff().subject());
  return caller.staff().name().empty() ? id : absl::StrCat(caller.staff().name(), " (", id, ")");
}

std::string MethodWords(const v1::CallerDescribed& caller) {
  switch (caller.method()) {
    case event::v1::AUTHENTICATION_METHOD_DEVELOPMENT:
      return "nothing: a server for development, where every client is this member of staff";
    case event::v1::AUTHENTICATION_METHOD_BEARER_TOKEN:
      return "a token";
    case event::v1::AUTHENTICATION_METHOD_CLIENT_CERTIFICATE:
      return "a client certificate";
    default:  // A newer server may have others.
      return "something that this program does not know";
  }
}

std::string CallerRoles(const v1::CallerDescribed& caller) {
  std::vector<std::string> names;
  for (const int role : caller.roles()) {
    const std::string& name = event::v1::Role_Name(static_cast<event::v1::Role>(role));
    names.push_back(name.empty()
                        ? absl::StrCat("role ", role)
                        : absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "ROLE_")), {{"_", " "}}));
  }
  return absl::StrJoin(names, ", ");
}

std::string CallerUntil(const v1::GetJournalResponse& journal) {
  if (!journal.caller().has_expires_at()) return "";
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(journal.time_zone(), &zone)) zone = absl::UTCTimeZone();
  return InstantText(journal.caller().expires_at(), zone);
}

}  // namespace casejournal::services
