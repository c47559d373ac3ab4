// The golden cases cover the fold: what they hold is proved from the descriptors of the contract, so a new type of
// event or a new field of the plan fails here until a case has it.
#include "tests/support/golden_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "projections/state/fold_versions.h"
#include "tests/support/any_event.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::BodyFields;
using casejournal::testing::CaseEvent;
using casejournal::testing::GoldenCase;
using casejournal::testing::GoldenDigest;
using casejournal::testing::GoldenResults;
using casejournal::testing::GoldenSet;
using casejournal::testing::VisitGoldenPlans;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kWhatToDo[] =
    " is in no golden case. Add it to a case or add a case, raise the version of the set in every file of "
    "tests/golden/fold, raise kFoldVersion, and add a row to kFoldVersions (CONTRIBUTING.md, \"Changing the fold\").";

std::filesystem::path GoldenFolder() {
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "tests" / "golden" / "fold";
}

const GoldenSet& Golden() {
  static const auto* const set = [] {
    auto read = casejournal::testing::ReadGoldenSet(GoldenFolder());
    EXPECT_TRUE(read.ok()) << read.status();
    return new GoldenSet(*std::move(read));
  }();
  return *set;
}

// The paths of all values that a message of this type can hold.
void AddPaths(const Descriptor& message, const std::string& path, std::set<std::string>& paths) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const std::string name = path.empty() ? field.name() : path + "." + field.name();
    if (field.message_type() != nullptr) {
      AddPaths(*field.message_type(), name, paths);
    } else {
      paths.insert(name);
    }
  }
}

// What messages hold.
struct Held {
  std::set<std::string> paths;  // of the values that are not the default
  std::map<const EnumDescriptor*, std::set<int>> enums;

  void Add(const Message& message, const std::string& path = "") {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string name = path.empty() ? field->name() : path + "." + field->name();
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) AddValue(message, *field, i, name);
    }
  }

 private:
  void AddValue(const Message& message, const FieldDescriptor& field, int i, const std::string& name) {
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    const bool list = field.is_repeated();
    if (field.message_type() != nullptr) {
      Add(list ? reflection.GetRepeatedMessage(message, &field, i) : reflection.GetMessage(message, &field), name);
      return;
    }
    if (field.enum_type() != nullptr) {
      const int value =
          list ? reflection.GetRepeatedEnumValue(message, &field, i) : reflection.GetEnumValue(message, &field);
      enums[field.enum_type()].insert(value);
    }
    // A field with presence is held, too, if it is set to its default: such a value does not count.
    const bool unset_bool =
        !list && field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !reflection.GetBool(message, &field);
    const bool empty_string =
        !list && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && reflection.GetString(message, &field).empty();
    if (!unset_bool && !empty_string) paths.insert(name);
  }
};

Held HeldByPlans() {
  Held held;
  for (const GoldenCase& golden : Golden().cases) {
    const absl::Status visited =
        VisitGoldenPlans(golden, [&](const std::string&, const v1::CasePlan& plan) { held.Add(plan); });
    EXPECT_TRUE(visited.ok()) << visited;
  }
  return held;
}

Held HeldByEvents() {
  Held held;
  for (const GoldenCase& golden : Golden().cases) {
    for (const Entry& entry : golden.entries) held.Add(entry.event());
  }
  return held;
}

TEST(GoldenCasesTest, EveryTypeOfEventIsInACase) {
  std::set<int> types;
  for (const GoldenCase& golden : Golden().cases) {
    for (const Entry& entry : golden.entries) types.insert(entry.event().body_case());
  }
  for (const FieldDescriptor* body : BodyFields()) {
    EXPECT_TRUE(types.contains(body->number())) << "the type of event " << body->message_type()->name() << kWhatToDo;
  }
}

TEST(GoldenCasesTest, EveryFieldOfEveryEventIsInACase) {
  std::set<std::string> paths;
  AddPaths(*CaseEvent::descriptor(), "", paths);
  const Held held = HeldByEvents();
  for (const std::string& path : paths) {
    EXPECT_TRUE(held.paths.contains(path)) << "the field CaseEvent." << path << kWhatToDo;
  }
}

TEST(GoldenCasesTest, EveryFieldOfThePlanIsInAResult) {
  std::set<std::string> paths;
  AddPaths(*v1::CasePlan::descriptor(), "", paths);
  const Held held = HeldByPlans();
  for (const std::string& path : paths) {
    EXPECT_TRUE(held.paths.contains(path)) << "the field CasePlan." << path << kWhatToDo;
  }
}

TEST(GoldenCasesTest, EveryEnumerationOfThePlanHasTwoValuesInResults) {
  for (const auto& [type, values] : HeldByPlans().enums) {
    const size_t wanted = std::min(2, type->value_count() - 1);
    EXPECT_GE(values.size(), wanted) << "a second value of " << type->name() << kWhatToDo;
  }
}

TEST(GoldenCasesTest, EveryLabelIsOnAnEntry) {
  const Held held = HeldByEvents();
  for (int i = 1; i < event::v1::Label_descriptor()->value_count(); ++i) {
    EXPECT_TRUE(
        held.enums.at(event::v1::Label_descriptor()).contains(event::v1::Label_descriptor()->value(i)->number()))
        << event::v1::Label_descriptor()->value(i)->name() << kWhatToDo;
  }
}

TEST(GoldenCasesTest, CorrectionsRetractionsAndLateEntriesAreInCases) {
  std::set<std::string> kinds;
  for (const GoldenCase& golden : Golden().cases) {
    std::string last_day;
    for (const Entry& entry : golden.entries) {
      if (RoleOf(entry) == EntryRole::kOriginal && entry.event().effective_on() < last_day) kinds.insert("late entry");
      last_day = std::max(last_day, entry.event().effective_on());
      if (entry.event().has_late_reason()) kinds.insert("late entry with a reason");
      if (RoleOf(entry) == EntryRole::kOriginal) continue;
      const bool correction = RoleOf(entry) == EntryRole::kCorrection;
      const std::string act = correction ? "correction" : "retraction";
      const std::optional<eventstore::Revision> about = Settles(entry);
      if (!about) {
        kinds.insert(act + " of an entry that is not there");
        continue;
      }
      const Entry& settled = golden.entries[*about];
      const char* const roles[] = {" of an original", " of a correction", " of a retraction"};
      kinds.insert(act + roles[static_cast<int>(RoleOf(settled))]);
      if (correction && settled.event().effective_on() != entry.event().effective_on()) {
        kinds.insert("correction of the day");
      }
    }
  }
  for (const char* const kind :
       {"late entry", "late entry with a reason", "correction of an original", "correction of the day",
        "correction of an entry that is not there", "retraction of an original", "retraction of a correction",
        "retraction of a retraction", "retraction of an entry that is not there"}) {
    EXPECT_TRUE(kinds.contains(kind)) << kind << kWhatToDo;
  }
}

TEST(GoldenCasesTest, EveryWayToAskAsOfIsAView) {
  Held held;
  for (const GoldenCase& golden : Golden().cases) {
    for (const v1::AsOf& view : golden.views) held.Add(view);
  }
  for (const char* const path : {"revision", "position", "instant.seconds", "day", "basis", "effective_on"}) {
    EXPECT_TRUE(held.paths.contains(path)) << "a view with " << path << kWhatToDo;
  }
}

// A note in the place of each event of one type: the fold no longer knows what this type says.
TEST(GoldenCasesTest, DigestChangesIfTheFoldIgnoresAnyTypeOfEvent) {
  const std::string whole = *GoldenResults(Golden());
  for (const FieldDescriptor* body : BodyFields()) {
    GoldenSet without = Golden();
    bool changes_plan = false;
    for (GoldenCase& golden : without.cases) {
      for (Entry& entry : golden.entries) {
        if (entry.event().body_case() != body->number()) continue;
        changes_plan = ChangesPlan(entry.event()) || entry.event().has_entry_retracted();
        auto note = std::make_shared<event::v1::StoredEvent>(*entry.stored);
        note->mutable_case_event()->mutable_case_note_written()->set_text("a note");
        entry.stored = std::move(note);
      }
    }
    EXPECT_EQ(*GoldenResults(without) != whole, changes_plan) << body->message_type()->name();
  }
}

TEST(GoldenCasesTest, DigestOfTheResultsIsTheOneInTheLastRow) {
  const FoldVersion& row = FoldVersions().back();
  EXPECT_EQ(row.golden_set, Golden().version);
  EXPECT_EQ(row.digest, GoldenDigest(*GoldenResults(Golden())));
}

TEST(GoldenCasesTest, ResultsAreThoseThatWereRecordedWithTheRow) {
  EXPECT_TRUE(casejournal::testing::internal_golden::ContentsOf(GoldenFolder() / "results.txt") ==
              *GoldenResults(Golden()))
      << "write tests/golden/fold/results.txt with fold_digest tests/golden/fold --results";
}

}  // namespace
}  // namespace casejournal::projections
