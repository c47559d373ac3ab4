// Names and texts for the page of a plan.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_WORDS_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/repeated_field.h"
#include "projections/events/event_words.h"
#include "projections/words/names.h"

namespace casejournal::services {

// Replaces ids by names, followed by the ids if requested. The plan must outlive this object.
class PlanWords {
 public:
  PlanWords(const v1::CasePlan& plan, bool ids) : names_({&plan}), ids_(ids) {}
  // Names that `plan` does not have come from `record`, which must outlive this object, too.
  PlanWords(const v1::CasePlan& plan, const v1::CasePlan& record, bool ids) : names_({&plan, &record}), ids_(ids) {}

  // Return the name of a participant.
  std::string Person(absl::string_view id) const;

  // Return the names of participants: "Ana Lopez, Ben Lopez"; `nobody` if `ids` is empty.
  template <typename Ids>
  std::string People(const Ids& ids, absl::string_view nobody = "") const {
    std::vector<std::string> names;
    for (const std::string& id : ids) names.push_back(Person(id));
    return names.empty() ? std::string(nobody) : absl::StrJoin(names, ", ");
  }

  // Return the words for any part of the plan: "temporary custody order of 2025-02-03".
  std::string Part(absl::string_view id) const;

  // Return `words`, followed by ` [id]` if ids are requested.
  std::string Marked(absl::string_view words, absl::string_view id) const;

  // Return the name of a version for its digest: "case plan 1.0".
  std::string Version(absl::string_view digest) const;

 private:
  projections::Names names_;
  bool ids_;
};

// Return the name of a member of staff, or the subject of the credential if there is no name.
std::string StaffWords(const event::v1::Staff& staff);

// Return the names of members of staff, separated by commas.
std::string StaffsWords(const google::protobuf::RepeatedPtrField<event::v1::Staff>& staff);

inline const char* YesOrNo(bool yes) { return yes ? "yes" : "no"; }

// Return the words that were displayed when a code was chosen, or the code.
std::string CodeWords(const event::v1::Code& code);

// Return the words of the codes, separated by commas.
std::string CodesWords(const google::protobuf::RepeatedPtrField<event::v1::Code>& codes);

// Return the words of the values of a repeated enum, separated by commas.
template <typename Enum>
std::string EnumsWords(const google::protobuf::RepeatedField<int>& values) {
  std::vector<std::string> words;
  for (const int value : values) words.push_back(projections::EnumWords(static_cast<Enum>(value)));
  return absl::StrJoin(words, ", ");
}

// Return "2025-04-01: some. She came three times. (semi-annual review of 2025-04-01)"
std::string ProgressWords(const PlanWords& words, const v1::Progress& progress);

// Return `label` and `day` ("met 2025-04-18"), or an empty text if `day` is empty.
std::string DayWords(absl::string_view label, absl::string_view day);

// Return the parts that are not empty, separated by `separator`. A part that ends a sentence has no semicolon after it.
std::string Joined(const std::vector<std::string>& parts, absl::string_view separator);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_WORDS_H_
