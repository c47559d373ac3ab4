#include "services/client/evidence/check_report.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "eventstore/proofs/note.h"
#include "services/console/output.h"
#include "services/files/given_file.h"

namespace casejournal::services {

using eventstore::NoteVerifier;

ExitStatus ReadGivenKey(std::string* key) {
  const std::string given(absl::StripAsciiWhitespace(*key));
  if (given.empty()) {
    const bool blank = !key->empty();
    if (blank) Complain("--key: the key is empty");
    return blank ? ExitStatus::kUsage : ExitStatus::kOk;
  }
  *key = given;
  if (NoteVerifier::FromVerifierKey(given).ok()) return ExitStatus::kOk;
  std::error_code error;
  if (!std::filesystem::is_regular_file(given, error)) {
    Complain(absl::StrCat("--key: \"", given,
                          "\" is neither a verifier key, as casejournal key prints it, nor a file with one"));
    return ExitStatus::kUsage;
  }
  std::string text;
  if (const absl::Status read = ReadInput(given, &text); !read.ok()) {
    Complain(absl::StrCat("--key: ", read.message()));
    return ExitStatus::kUsage;
  }
  *key = std::string(absl::StripAsciiWhitespace(text));
  if (NoteVerifier::FromVerifierKey(*key).ok()) return ExitStatus::kOk;
  Complain(absl::StrCat("--key: the file ", given, " does not hold one verifier key, as casejournal key prints it"));
  return ExitStatus::kUsage;
}

std::string KeyIdOf(const NoteVerifier& verifier) {
  return absl::StrCat(verifier.name(), absl::StrFormat("+%08x", verifier.key_hash()));
}

nlohmann::ordered_json SignaturesJson(absl::string_view note, const NoteVerifier& verifier) {
  nlohmann::ordered_json signatures = nlohmann::ordered_json::array();
  const auto opened = eventstore::ParseNote(note);
  if (!opened.ok()) return signatures;
  for (const eventstore::NoteSignature& signature : opened->signatures) {
    const bool ours = signature.name == verifier.name() && signature.key_hash == verifier.key_hash();
    signatures.push_back({{"keyId", absl::StrCat(signature.name, absl::StrFormat("+%08x", signature.key_hash))},
                          {"verdict", ours ? "ok" : "not checked"}});
  }
  return signatures;
}

CheckReport::CheckReport(const std::vector<std::string>& checks) {
  for (const std::string& check : checks) checks_.push_back({{"check", check}, {"verdict", "not reached"}});
}

void CheckReport::Fail(absl::string_view check, absl::string_view why, std::optional<uint64_t> position) {
  nlohmann::ordered_json& failed = Find(check);
  failed["verdict"] = "failed";
  if (position.has_value()) failed["position"] = *position;
  failed["message"] = std::string(why);
  if (failure_.empty()) failure_ = std::string(why);
}

std::string CheckReport::Json() const {
  nlohmann::ordered_json all = {{"verdict", failure_.empty() ? "sound" : "failed"}};
  all.update(facts_);
  all["checks"] = checks_;
  if (!failure_.empty()) {
    all["code"] = CanonicalCodeOf(ExitStatus::kDataLoss);
    all["message"] = failure_;
  }
  return absl::StrCat(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), "\n");
}

nlohmann::ordered_json& CheckReport::Find(absl::string_view check) {
  for (nlohmann::ordered_json& each : checks_) {
    if (each["check"].get_ref<const std::string&>() == check) return each;
  }
  return checks_.emplace_back(nlohmann::ordered_json{{"check", std::string(check)}, {"verdict", "not reached"}});
}

}  // namespace casejournal::services
