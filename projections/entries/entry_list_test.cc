// Lists and values that copies share until one of them changes.
#include "projections/entries/entry_list.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "projections/entries/copy_on_write.h"
#include "projections/entries/shared_list.h"
#include "tests/support/case_builder.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::NoteWritten;

Entry ListedEntry(eventstore::Revision revision, absl::string_view text) {
  Entry entry;
  entry.revision = revision;
  auto stored = std::make_shared<event::v1::StoredEvent>();
  *stored->mutable_case_event() = NoteWritten("2025-01-01", text);
  entry.stored = std::move(stored);
  return entry;
}

TEST(CopyOnWriteTest, ACopyIsSharedUntilOneOfTheTwoChanges) {
  CopyOnWrite<std::string> one;
  EXPECT_EQ(*one, "");
  one.Mutable() = "first";
  const CopyOnWrite<std::string> two = one;
  EXPECT_EQ(&*one, &*two);

  one.Mutable() += " and more";

  EXPECT_EQ(*one, "first and more");
  EXPECT_EQ(*two, "first");
  EXPECT_EQ(two->size(), 5U);
}

TEST(CopyOnWriteTest, AValueThatIsNotSharedIsNotCopied) {
  CopyOnWrite<std::string> one;
  const std::string* at = &*one;
  { const CopyOnWrite<std::string> gone = one; }

  one.Mutable() = "x";

  EXPECT_EQ(&*one, at);
}

TEST(SharedListTest, HoldsItsItemsAcrossTheLimitsOfItsChunks) {
  SharedList<int> list;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(list.size(), static_cast<size_t>(i));
    list.Append(i);
    EXPECT_EQ(list[static_cast<size_t>(i)], i);
    EXPECT_EQ(list[0], 0);
  }
}

TEST(SharedListTest, AReplacedItemOfACopyIsNotReplacedInTheOther) {
  SharedList<int> list;
  for (int i = 0; i < 40; ++i) list.Append(i);
  SharedList<int> copy = list;
  for (const size_t at : {size_t{0}, size_t{15}, size_t{16}, size_t{31}, size_t{32}, size_t{39}}) copy.Replace(at, -1);

  for (size_t at = 0; at < 40; ++at) EXPECT_EQ(list[at], static_cast<int>(at));
  EXPECT_EQ(copy[15], -1);
  EXPECT_EQ(copy[17], 17);
}

// Copies of copies, each of which grows and changes on its own.
TEST(SharedListTest, CopiesBehaveLikeVectorsOfTheirOwn) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random); };
  std::vector<std::pair<SharedList<int>, std::vector<int>>> lists(1);
  for (int step = 0; step < 3000; ++step) {
    auto& [list, model] = lists[below(lists.size())];
    const size_t choice = below(10);
    if (choice == 0 && lists.size() < 8) {
      lists.emplace_back(lists[below(lists.size())]);
    } else if (choice < 3 && !model.empty()) {
      const size_t at = below(model.size());
      list.Replace(at, step);
      model[at] = step;
    } else {
      list.Append(step);
      model.push_back(step);
    }
  }
  for (const auto& [list, model] : lists) {
    ASSERT_EQ(list.size(), model.size());
    for (size_t at = 0; at < model.size(); ++at) ASSERT_EQ(list[at], model[at]);
  }
}

TEST(EntryListTest, IsEmptyAndThenGrows) {
  EntryList list;
  EXPECT_TRUE(list.empty());
  EXPECT_TRUE(list.begin() == list.end());
  list.Append(ListedEntry(0, "a"));

  EXPECT_FALSE(list.empty());
  EXPECT_EQ(list.size(), 1U);
  EXPECT_EQ(list.back().event().case_note_written().text(), "a");
}

TEST(EntryListTest, GoesThroughItsEntriesInOrder) {
  EntryList list;
  for (eventstore::Revision i = 0; i < 50; ++i) list.Append(ListedEntry(i, "x"));
  eventstore::Revision next = 0;
  for (const Entry& entry : list) EXPECT_EQ(entry.revision, next++);

  EXPECT_EQ(next, 50U);
  auto at = list.begin();
  EXPECT_EQ(at++->revision, 0U);
  EXPECT_EQ(at->revision, 1U);
}

// A reference is valid as long as any list has the entry.
TEST(EntryListTest, AReferenceOutlivesTheListThatItCameFrom) {
  auto list = std::make_unique<EntryList>();
  for (eventstore::Revision i = 0; i < 20; ++i) list->Append(ListedEntry(i, "x"));
  const Entry& first = (*list)[0];
  const Entry& last = (*list)[19];
  const EntryList copy = *list;
  list.reset();

  EXPECT_EQ(&copy[0], &first);
  EXPECT_EQ(&copy[19], &last);
  EXPECT_EQ(last.event().case_note_written().text(), "x");
}

TEST(EntryListTest, AReplacedEntryIsOtherInThatListOnly) {
  EntryList list;
  for (eventstore::Revision i = 0; i < 20; ++i) list.Append(ListedEntry(i, "x"));
  const EntryList before = list;
  list.Replace(ListedEntry(3, "y"));
  list.Replace(ListedEntry(19, "z"));

  EXPECT_EQ(list[3].event().case_note_written().text(), "y");
  EXPECT_EQ(list[19].event().case_note_written().text(), "z");
  EXPECT_EQ(before[3].event().case_note_written().text(), "x");
  EXPECT_EQ(&before[4], &list[4]);
}

}  // namespace
}  // namespace casejournal::projections
