// What all findings are computed from, and questions that several findings ask. Internal to the folder.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_CASE_SNAPSHOT_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_CASE_SNAPSHOT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "casejournal/v1/case_plan.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/standing.h"
#include "projections/findings/finding_catalogue.h"
#include "projections/findings/finding_wordings.h"
#include "projections/law/thresholds.h"
#include "projections/words/names.h"
#include "projections/words/wording.h"

namespace casejournal::projections {

// "a", "a and b", "a, b, and c".
std::string Listed(const std::vector<std::string>& words);

// A case, prepared for the findings. For one question only.
struct CaseSnapshot {
  const v1::CasePlan& plan;             // the fold of `standing`
  absl::Span<const Standing> standing;  // in the order of effect
  const Names& names;
  std::string day;  // the day asked for, for findings that need one
  absl::TimeZone zone;
  const Law* law;  // null: no rule set says anything

  int Number(Threshold threshold) const { return NumberOf(threshold, law); }
  // The name of a person, or the words of a part.
  std::string Of(absl::string_view id) const { return names.Of(id, event::v1::PART_KIND_PARTICIPANT); }

  // Parameters of sentences. Someone in the case, or someone whom an id names.
  Parameter Person(absl::string_view name, const v1::Participant& participant) const {
    return IdParameter(name, participant.participant_id(), participant.name());
  }
  Parameter Person(absl::string_view name, absl::string_view id) const { return IdParameter(name, id, Of(id)); }
  // "Maria, Theo, and the clinic".
  template <typename Ids>
  Parameter People(absl::string_view name, const Ids& ids) const {
    std::vector<std::string> words;
    for (const std::string& id : ids) words.push_back(Of(id));
    return IdsParameter(name, std::vector<std::string>(ids.begin(), ids.end()), Listed(words));
  }
  // A part of the plan: its words, without quotation marks.
  Parameter Part(absl::string_view name, absl::string_view id) const { return IdParameter(name, id, Of(id)); }
  // "“a”, “b”, and “c”".
  template <typename Ids>
  Parameter Parts(absl::string_view name, const Ids& ids) const {
    std::vector<std::string> words;
    for (const std::string& id : ids) words.push_back(absl::StrCat("“", Of(id), "”"));
    return IdsParameter(name, std::vector<std::string>(ids.begin(), ids.end()), Listed(words));
  }
  // A plan version: its digest.
  Parameter Version(absl::string_view name, const std::string& digest) const;
};

// A person's own words as the end of a sentence: the parameter "reason".
Parameter Reason(absl::string_view reason);

// Something that needs attention.
struct Found {
  FindingKind kind;
  std::vector<std::string> subjects;  // ids, revisions, digests in hexadecimal; with the id, the finding's name
  Said says;                          // a sentence, with names and days and without ids
  std::string rests_on = {};          // the values behind the finding: an answer lapses when they change
};
using Findings = std::vector<Found>;

// The children of the case who have not left it.
std::vector<const v1::Participant*> ChildrenOf(const v1::CasePlan& plan);

// The relations, not ended, in which someone is a parent of a child (mother or father) or is in a parent's place.
std::vector<const v1::PersonRelation*> ParentsOf(const v1::CasePlan& plan, absl::string_view child_id);
bool IsParent(const v1::PersonRelation& relation);
bool StandsForParent(const v1::PersonRelation& relation);

// Whether the participant is a child or an adult of the case. A child's representative speaks for the child before the
// court, and not for the family.
bool IsFamily(const v1::CasePlan& plan, absl::string_view participant_id);

// Whether a list of ids contains an id.
template <typename Ids>
bool Holds(const Ids& ids, absl::string_view id) {
  for (const auto& each : ids) {
    if (each == id) return true;
  }
  return false;
}

// The removal under which the child is in care at the end of `day`, or null.
const v1::Removal* InCareOn(const v1::CasePlan& plan, absl::string_view child_id, absl::string_view day);

// Whether the case was before a court by the end of `day`, in the episode of that day: by a complaint, an order, or a
// hearing set or held.
bool IsBeforeCourt(const v1::CasePlan& plan, absl::string_view day);

// The latest version of each plan, in the order in which the plans were first drawn up.
std::vector<const v1::PlanVersion*> LatestVersions(const v1::CasePlan& plan);

// The day after this number of months: the same day of the month, or the last day of that month (ORC 1.45). Empty if
// `day` is not a day.
std::string MonthsAfter(absl::string_view day, int months);

// The full years from `born_on` to `day`; -1 if one of them is not a day.
int AgeOn(absl::string_view born_on, absl::string_view day);
// The highest possible age of the participant, if only a range of birth dates is known; -1 as for AgeOn.
int OldestOn(const v1::Participant& participant, absl::string_view day);

// The topics. Each function appends its findings.
void FindPeople(const CaseSnapshot& snapshot, Findings& findings);
void FindReports(const CaseSnapshot& snapshot, Findings& findings);
void FindAssessment(const CaseSnapshot& snapshot, Findings& findings);
void FindGoals(const CaseSnapshot& snapshot, Findings& findings);
void FindSafety(const CaseSnapshot& snapshot, Findings& findings);
void FindCare(const CaseSnapshot& snapshot, Findings& findings);
void FindYouths(const CaseSnapshot& snapshot, Findings& findings);
void FindVersions(const CaseSnapshot& snapshot, Findings& findings);
void FindReviews(const CaseSnapshot& snapshot, Findings& findings);
void FindCourt(const CaseSnapshot& snapshot, Findings& findings);
void FindPractice(const CaseSnapshot& snapshot, Findings& findings);
void FindEntries(const CaseSnapshot& snapshot, Findings& findings);
void FindOrder(const CaseSnapshot& snapshot, Findings& findings);
void FindAccess(const CaseSnapshot& snapshot, Findings& findings);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_CASE_SNAPSHOT_H_
