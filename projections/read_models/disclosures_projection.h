// What was given to whom, by who asked for it and by the words of who got it.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DISCLOSURES_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DISCLOSURES_PROJECTION_H_

#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "projections/read_models/projection.h"

namespace casejournal::projections {

// Rows of each disclosure, of a case or of a range of the journal: 's' ‖ subject of the actor ‖ 0 ‖ place, and for each
// word of the recipient 'w' ‖ word ‖ 0 ‖ place -> "". The place is the position of its entry, counted down in eight
// bytes, so that the newest is the first.
class DisclosuresProjection : public Projection {
 public:
  static constexpr const char* kName = "disclosures";

  const char* name() const override { return kName; }
  void Apply(const CaseRecord& /*record*/, eventstore::Revision /*first_new*/, PutRow /*put*/) const override {}
  void ApplyAccess(const event::v1::StoredEvent& stored, eventstore::Position position, PutRow put) const override;
};

// The words by which a recipient is found, each once: runs of letters and digits, in lower case, and in Latin letters
// without accents. "Héctor Reed, Wren/u-7" is "hector", "reed", "wren", "u", "7".
std::set<std::string> WordsOfRecipient(absl::string_view recipient);

// The prefix of the rows of a subject, and of those of a word.
std::string GivenBySubjectPrefix(absl::string_view subject);
std::string GivenToWordPrefix(absl::string_view word);
// What follows the prefix in a key, and the position that a key ends with. Nothing: it is no such key.
std::string DisclosurePlace(eventstore::Position position);
std::optional<eventstore::Position> PositionInDisclosureKey(absl::string_view key);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DISCLOSURES_PROJECTION_H_
