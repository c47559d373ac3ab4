// What a verification found, for programs: each check with its verdict. docs/VERIFYING.md describes the JSON.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_CHECK_REPORT_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_CHECK_REPORT_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "eventstore/proofs/note_key.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Set `key`, the value of --key, to the verifier key that it is, or that the file of this name holds. An empty key
// stays empty. Complains and returns kUsage if it is neither.
ExitStatus ReadGivenKey(std::string* key);

// Return the name and the id of a key as signed notes show them: "wren.example/juvenile+64016c14".
std::string KeyIdOf(const eventstore::NoteVerifier& verifier);

// Return the signatures of a signed note as JSON: the id of each key, and whether the signature was checked.
// OpenCheckpoint (signed_checkpoint.h) must have accepted the note.
nlohmann::ordered_json SignaturesJson(absl::string_view note, const eventstore::NoteVerifier& verifier);

// The checks of one command, in the order in which it makes them. Each is "not reached" until it passes or fails.
class CheckReport {
 public:
  explicit CheckReport(const std::vector<std::string>& checks);

  // Facts that are shown before the checks, such as the origin.
  nlohmann::ordered_json& facts() { return facts_; }

  // `check` must be one of the names.
  void Pass(absl::string_view check) { Find(check)["verdict"] = "ok"; }
  void Skip(absl::string_view check) { Find(check)["verdict"] = "not checked"; }
  // `position` is that of the entry that fails the check.
  void Fail(absl::string_view check, absl::string_view why, std::optional<uint64_t> position = std::nullopt);

  // One JSON object on one line: the verdict, the facts, the checks; if the check failed, also `code` and `message`,
  // the members of ErrorStatus.
  std::string Json() const;

 private:
  nlohmann::ordered_json& Find(absl::string_view check);

  nlohmann::ordered_json facts_ = nlohmann::ordered_json::object();
  nlohmann::ordered_json checks_ = nlohmann::ordered_json::array();
  std::string failure_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVIDENCE_CHECK_REPORT_H_
