// What the generator of a case has to know of it, so that what it writes next can be recorded.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_CASE_MODEL_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_CASE_MODEL_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "tests/bench/mix/words.h"

namespace casejournal::services {

// Something of the case that later entries can name.
struct ModelPart {
  std::string id;
  absl::CivilDay since;
  std::string of;    // what it belongs to: the child of a placement, the goal of an objective
  std::string name;  // of a participant; the digest's plan, of a version
  int relation = 0;  // of a relation
  uint64_t revision = 0;
};

using ModelParts = std::vector<ModelPart>;

// The days on which a child is in a placement, in care, or absent, so far: nothing may overlap.
struct ModelChild {
  ModelPart child;
  std::string court_number;
  absl::CivilDay placed_until, in_care_until, absent_until;
  bool placed = false, in_care = false, absent = false;
};

// The open parts of one case. What an entry ended is no longer listed. An entry that names a part picks one that began
// by the entry's own day. Not for concurrent use.
class CaseModel {
 public:
  CaseModel(std::string id, uint64_t seed) : case_id(std::move(id)), words(seed) {}

  // Return a part that began by the day of the entry, or null. It is valid until the list changes.
  ModelPart* Pick(ModelParts& parts);
  // Pick a part, and list it no longer. Return whether there was one.
  bool Take(ModelParts& parts, ModelPart& taken);
  // List a part that begins on the day of the entry, and return its new id.
  std::string Begin(ModelParts& parts, std::string of = "");
  ModelChild* PickChild();

  // Put from one to `most` different participants into a list of ids. Return whether there was one.
  bool Name(google::protobuf::RepeatedPtrField<std::string>& ids, size_t most);

  // Return the day of the entry, and the day that lies `days` later, as text.
  std::string Day() const { return absl::FormatCivilTime(day); }
  std::string DayIn(int days) const { return absl::FormatCivilTime(day + days); }

  std::string case_id;
  Words words;
  absl::CivilDay day;  // of the entry that is written
  bool late = false;   // whether that entry is a late one
  uint64_t next_revision = 0;

  std::vector<ModelChild> children;
  ModelParts participants;  // all of them
  ModelParts adults, providers, representatives, tribes, leavers;
  ModelParts relations, households, stays, consents;
  std::set<std::string> related;
  ModelParts concerns, barriers, assessments, needs, strengths;
  ModelParts goals, objectives, activities;
  ModelParts threats, safety_plans;
  ModelParts conditions, meetings_called, meetings_held;
  ModelParts hearings_set, orders, removals, placements, absences;
  ModelParts notices, documents, proposals, notes;
  ModelParts versions;  // whose digest the server has told; `id` is the digest
  ModelParts versions_told_later;
  std::string case_plan_id;
  size_t versions_drawn_up = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_CASE_MODEL_H_
