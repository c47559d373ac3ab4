#include "eventstore/records/master_key_source.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kAllowedSources =
    "file:PATH, credential:NAME (of systemd), or env:NAME (a variable of the environment)";

bool IsVariableName(absl::string_view name) {
  return !name.empty() && !absl::ascii_isdigit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

// As systemd names them: a file name.
bool IsCredentialName(absl::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.size() <= 255 &&
         std::all_of(name.begin(), name.end(), [](char c) { return absl::ascii_isgraph(c) && c != '/'; });
}

}  // namespace

absl::StatusOr<MasterKeySource> ParseMasterKeySource(absl::string_view text) {
  using Kind = MasterKeySource::Kind;
  absl::string_view name = text;
  if (absl::ConsumePrefix(&name, "file:") && !name.empty()) return MasterKeySource{Kind::kFile, std::string(name)};
  if (absl::ConsumePrefix(&name, "credential:") && IsCredentialName(name)) {
    return MasterKeySource{Kind::kCredential, std::string(name)};
  }
  if (absl::ConsumePrefix(&name, "env:") && IsVariableName(name)) {
    return MasterKeySource{Kind::kEnvironment, std::string(name)};
  }
  // A key that was given by mistake does not get into a log.
  const bool names_a_kind = name.size() != text.size();
  return absl::InvalidArgumentError(
      absl::StrCat(names_a_kind ? absl::StrCat("\"", text, "\"") : absl::StrCat("a text of ", text.size(), " bytes"),
                   " names no source of master keys; allowed: ", kAllowedSources));
}

std::string TextOf(const MasterKeySource& source) {
  switch (source.kind) {
    case MasterKeySource::Kind::kFile:
      return absl::StrCat("file:", source.name);
    case MasterKeySource::Kind::kCredential:
      return absl::StrCat("credential:", source.name);
    case MasterKeySource::Kind::kEnvironment:
      return absl::StrCat("env:", source.name);
    case MasterKeySource::Kind::kInDirectory:
      break;
  }
  return "secrets/master.key";
}

}  // namespace casejournal::eventstore
