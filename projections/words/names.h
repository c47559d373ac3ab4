// The words that people use for the part that an id names.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_

#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// Why no plan knows an id, as far as the caller knows.
enum class Absence {
  kNotInRecord,  // the plans cover the whole record: "something no longer in the record"
  kLeftOut,      // the plans cover a part of it: "something not in this exhibit"
};

// What knows parts: a plan, which is searched, or a state, which has an index.
using KnowsParts = std::variant<const v1::CasePlan*, const CaseState*>;

// Finds the words for ids: "Ana Lopez" for a participant, the shortened statement for an objective, "version 1.0 of the
// case plan" for a digest. Searches the given plans and states in order; they must outlive it. Immutable.
class Names {
 public:
  Names(std::initializer_list<KnowsParts> known, Absence absence = Absence::kNotInRecord)
      : known_(known), absence_(absence) {}

  // The words for `id`, or for the 32 bytes of a digest. Empty if no plan knows it.
  std::string Find(absl::string_view id) const;

  // The words for `id`. If no plan knows it, words for an absent part of that kind. Never an id.
  std::string Of(absl::string_view id, event::v1::PartKind kind) const;
  // The words for a plan version.
  std::string OfVersion(absl::string_view digest) const;

  // The same names, with `known` searched last.
  Names And(KnowsParts known) const;

 private:
  std::vector<KnowsParts> known_;
  Absence absence_;
};

// Shorten `text` to about 60 characters, cut between words, with "…" if it was cut.
std::string Shortened(absl::string_view text);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_NAMES_H_
