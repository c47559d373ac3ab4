// The words of one plan for the page that shows it.
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

// Names instead of ids; ids behind the names for who asks for them. The plan must outlive it.
class PlanWords {
 public:
  PlanWords(const v1::CasePlan& plan, bool ids) : names_({&plan}), ids_(ids) {}
  // Names that `plan` does not have come from `record`, which must outlive it, too.
  PlanWords(const v1::CasePlan& plan, const v1::CasePlan& record, bool ids) : names_({&plan, &record}), ids_(ids) {}

  // The name of a participant.
  std::string Person(absl::string_view id) const;

  // Their names: "Ana Lopez, Ben Lopez"; `nobody` where there are none.
  template <typename Ids>
  std::string People(const Ids& ids, absl::string_view nobody = "") const {
    std::vector<std::string> names;
    for (const std::string& id : ids) names.push_back(Person(id));
    return names.empty() ? std::string(nobody) : absl::StrJoin(names, ", ");
  }

  // The words of any part of the plan: "temporary custody order of 2025-02-03".
  std::string Part(absl::string_view id) const;

  // `words`, and where ids are asked for ` [id]`.
  std::string Marked(absl::string_view words, absl::string_view id) const;

  // "case plan 1.0" for a digest.
  std::string Version(absl::string_view digest) const;

 private:
  projections::Names names_;
  bool ids_;
};

// The name of a member of staff, or the subject of their credential.
std::string StaffWords(const event::v1::Staff& staff);

inline const char* YesOrNo(bool yes) { return yes ? "yes" : "no"; }

// The words that people saw when a code was chosen, or the code.
std::string CodeWords(const event::v1::Code& code);

// The words of some codes, with commas between.
std::string CodesWords(const google::protobuf::RepeatedPtrField<event::v1::Code>& codes);

// The words of the values of a repeated enum, with commas between.
template <typename Enum>
std::string EnumsWords(const google::protobuf::RepeatedField<int>& values) {
  std::vector<std::string> words;
  for (const int value : values) words.push_back(projections::EnumWords(static_cast<Enum>(value)));
  return absl::StrJoin(words, ", ");
}

// "2025-04-01: some. She came three times."
std::string ProgressWords(const v1::Progress& progress);

// `label` and a day, or nothing: {"met", "2025-04-18"} is "met 2025-04-18".
std::string DayWords(absl::string_view label, absl::string_view day);

// The parts that are not empty, with `separator` between them.
std::string Joined(const std::vector<std::string>& parts, absl::string_view separator);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_WORDS_H_
