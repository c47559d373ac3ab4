// The state of a case as a value, and its view as a plan.
#include "projections/items/case_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"
#include "projections/items/plan_view.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EqualsMessage;
using ::testing::IsEmpty;

std::vector<std::pair<size_t, size_t>> Differences(const CaseState& a, const CaseState& b) {
  std::vector<std::pair<size_t, size_t>> places;
  CaseState::VisitDifferences(a, b, [&](size_t list, size_t at) { places.emplace_back(list, at); });
  return places;
}

TEST(CaseStateTest, AnItemIsMadeWithItsKeyWhenItIsFirstNamed) {
  CaseState state("case");
  EXPECT_EQ(state.Find<v1::Goal>({"g"}), nullptr);
  state.For<v1::Goal>({"g"}).set_statement("safe");
  state.For<v1::Goal>({"g"}).set_reached_on("2025-01-01");

  ASSERT_EQ(state.Count<v1::Goal>(), 1U);
  EXPECT_EQ(state.At<v1::Goal>(0).goal_id(), "g");
  EXPECT_EQ(state.Find<v1::Goal>({"g"})->statement(), "safe");
  EXPECT_EQ(state.Find<v1::Goal>({"g"})->reached_on(), "2025-01-01");
}

TEST(CaseStateTest, AKeyHasAllKeyFieldsInTheOrderOfTheirNumbers) {
  CaseState state("case");
  (void)state.For<v1::OutcomeSought>({"ana", event::v1::OUTCOME_TRACK_PRIMARY});
  (void)state.For<v1::OutcomeSought>({"ana", event::v1::OUTCOME_TRACK_CONCURRENT});
  (void)state.For<v1::Concern>({uint64_t{7}});

  ASSERT_EQ(state.Count<v1::OutcomeSought>(), 2U);
  EXPECT_EQ(state.At<v1::OutcomeSought>(1).child_id(), "ana");
  EXPECT_EQ(state.At<v1::OutcomeSought>(1).track(), event::v1::OUTCOME_TRACK_CONCURRENT);
  EXPECT_EQ(state.At<v1::Concern>(0).revision(), 7U);
  // Parts are not glued together: "a" and "bc" are not "ab" and "c".
  (void)state.For<v1::SamePerson>({"a", "bc"});
  EXPECT_EQ(state.Find<v1::SamePerson>({"ab", "c"}), nullptr);
}

TEST(CaseStateTest, CopiesAreIndependentAndShareWhatTheyHaveInCommon) {
  CaseState state("case");
  for (int i = 0; i < 100; ++i) state.For<v1::Goal>({absl::StrCat(i)}).set_statement("before");
  state.Fields().set_agency("before");
  const CaseState copy = state;
  EXPECT_THAT(Differences(state, copy), IsEmpty());
  EXPECT_EQ(&state.fields(), &copy.fields());
  EXPECT_EQ(&state.At<v1::Goal>(3), &copy.At<v1::Goal>(3));

  state.For<v1::Goal>({"42"}).set_statement("after");
  state.Fields().set_agency("after");
  EXPECT_EQ(copy.Find<v1::Goal>({"42"})->statement(), "before");
  EXPECT_EQ(copy.fields().agency(), "before");
  EXPECT_EQ(Differences(state, copy).size(), 1U);
  EXPECT_EQ(&state.At<v1::Goal>(3), &copy.At<v1::Goal>(3));
}

TEST(CaseStateTest, AnItemStaysValidWhileOthersChange) {
  CaseState state("case");
  for (int i = 0; i < 40; ++i) (void)state.For<v1::Order>({absl::StrCat(i)});
  const CaseState copy = state;
  v1::Order& one = state.For<v1::Order>({"1"});
  state.For<v1::Order>({"2"}).set_ended_on("2025-01-02");
  for (int i = 40; i < 400; ++i) (void)state.For<v1::Order>({absl::StrCat(i)});
  one.set_ended_on("2025-01-01");

  EXPECT_EQ(state.Find<v1::Order>({"1"})->ended_on(), "2025-01-01");
  EXPECT_EQ(copy.Find<v1::Order>({"1"})->ended_on(), "");
}

TEST(CaseStateTest, AnItemThatIsTakenOutLeavesTheOthersInOrder) {
  CaseState state("case");
  for (const char* id : {"a", "b", "c"}) (void)state.For<v1::StrayProgress>({id});
  const CaseState copy = state;
  state.Remove<v1::StrayProgress>({"b"});
  state.Remove<v1::StrayProgress>({"z"});

  ASSERT_EQ(state.Count<v1::StrayProgress>(), 2U);
  EXPECT_EQ(state.At<v1::StrayProgress>(1).of_id(), "c");
  EXPECT_EQ(copy.Count<v1::StrayProgress>(), 3U);
}

// For<Item>() finds the list by the type of its items, so each list needs a type of its own. Its key is a string, an
// enum value, or an unsigned number.
TEST(CaseStateTest, EachListOfThePlanHasItsOwnTypeAndAKey) {
  std::set<const google::protobuf::Descriptor*> types;
  for (const google::protobuf::FieldDescriptor* list : CaseState::Lists()) {
    ASSERT_NE(list->message_type(), nullptr) << list->name();
    EXPECT_TRUE(types.insert(list->message_type()).second) << list->name();
    bool has_key = false;
    for (int i = 0; i < list->message_type()->field_count(); ++i) {
      const auto& field = *list->message_type()->field(i);
      if (!OptionsOf(field).key()) continue;
      has_key = true;
      using Field = google::protobuf::FieldDescriptor;
      EXPECT_THAT(field.cpp_type(), ::testing::AnyOf(Field::CPPTYPE_STRING, Field::CPPTYPE_ENUM, Field::CPPTYPE_UINT32,
                                                     Field::CPPTYPE_UINT64));
    }
    EXPECT_TRUE(has_key) << list->name();
  }
}

TEST(PlanViewTest, ShowsAllFieldsAndItemsWithoutCopyingThem) {
  CaseState state("case");
  v1::CasePlan expected;
  expected.set_case_id("case");
  state.Fields().set_agency("agency");
  expected.set_agency("agency");
  for (int i = 0; i < 50; ++i) {
    state.For<v1::Goal>({absl::StrCat(i)}).set_statement("safe");
    auto& goal = *expected.add_goals();
    goal.set_goal_id(absl::StrCat(i));
    goal.set_statement("safe");
  }
  auto view = std::make_unique<PlanView>(state);
  EXPECT_THAT(view->plan(), EqualsMessage(expected));
  EXPECT_EQ(&view->plan().goals(7), &state.At<v1::Goal>(7));
  const v1::CasePlan copy = view->plan();

  // The view keeps what it shows, and takes nothing with it.
  state.For<v1::Goal>({"7"}).set_statement("other");
  EXPECT_THAT(view->plan(), EqualsMessage(expected));
  view.reset();
  EXPECT_EQ(state.Find<v1::Goal>({"8"})->statement(), "safe");
  EXPECT_THAT(copy, EqualsMessage(expected));
}

// Threads read and change copies of one state, and the state itself goes away.
TEST(CaseStateTest, DifferentCopiesCanBeUsedConcurrently) {
  auto shared = std::make_unique<CaseState>("case");
  for (int i = 0; i < 200; ++i) shared->For<v1::Goal>({absl::StrCat(i)}).set_statement("before");
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([thread, own = *shared]() mutable {
      for (int i = 0; i < 200; ++i) {
        own.For<v1::Goal>({absl::StrCat(i)}).set_statement(absl::StrCat(thread));
        const PlanView view(own);
        ASSERT_EQ(view.plan().goals(i).statement(), absl::StrCat(thread));
        ASSERT_EQ(view.plan().goals(199).statement(), i == 199 ? absl::StrCat(thread) : "before");
      }
    });
  }
  shared.reset();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace casejournal::projections
