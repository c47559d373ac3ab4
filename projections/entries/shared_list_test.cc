// Lists and maps whose copies share what they have in common, compared with those of the standard library.
#include "projections/entries/shared_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/shared_map.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int> Items(const SharedList<int>& list) {
  std::vector<int> items;
  for (size_t at = 0; at < list.size(); ++at) items.push_back(list[at]);
  return items;
}

std::set<size_t> Differences(const SharedList<int>& a, const SharedList<int>& b) {
  std::set<size_t> places;
  SharedList<int>::VisitDifferences(a, b, [&](size_t at) {
    EXPECT_TRUE(places.empty() || *places.rbegin() < at) << "in ascending order";
    places.insert(at);
  });
  return places;
}

// Many copies, each changed in its own way, beside a vector for each.
TEST(SharedListTest, CopiesAreIndependentAndKeepTheirItems) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  std::vector<std::pair<SharedList<int>, std::vector<int>>> lists(1);
  for (int step = 0; step < 4000; ++step) {
    const size_t which = random() % lists.size();
    auto& [list, model] = lists[which];
    const int value = static_cast<int>(random() % 1000);
    switch (random() % 12) {
      case 0:
        if (lists.size() < 40) {
          lists.push_back(lists[which]);
        } else {
          lists[which] = lists[random() % lists.size()];
        }
        break;
      case 1: {
        const size_t size = model.empty() ? 0 : model.size() - random() % std::min<size_t>(model.size(), 40);
        list.Truncate(size);
        model.resize(size);
        break;
      }
      case 2:
      case 3:
        if (model.empty()) break;
        list.Replace(value % model.size(), step);
        model[value % model.size()] = step;
        break;
      default:
        for (int i = 0; i < value % 20; ++i) {
          list.Append(step + i);
          model.push_back(step + i);
        }
    }
  }
  for (const auto& [list, model] : lists) EXPECT_EQ(Items(list), model);
}

TEST(SharedListTest, EveryPlaceWithAnotherItemIsAmongTheDifferences) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 200; ++round) {
    SharedList<int> before;
    const size_t size = random() % 600;
    for (size_t i = 0; i < size; ++i) before.Append(static_cast<int>(i));
    SharedList<int> after = before;
    EXPECT_THAT(Differences(before, after), IsEmpty());
    for (size_t i = random() % 4; i > 0 && !after.empty(); --i) after.Replace(random() % after.size(), -1);
    if (random() % 2 == 0) after.Truncate(after.size() - random() % (after.size() + 1));
    for (size_t i = random() % 300; i > 0; --i) after.Append(-2);

    const std::set<size_t> found = Differences(before, after);
    EXPECT_EQ(Differences(after, before), found);
    for (size_t at = 0; at < std::max(before.size(), after.size()); ++at) {
      const bool same = at < before.size() && at < after.size() && before[at] == after[at];
      EXPECT_TRUE(same || found.contains(at)) << at;
    }
    EXPECT_TRUE(found.empty() || *found.rbegin() < std::max(before.size(), after.size()));
  }
}

// One change among 10,000 items is found next to the 16 that are stored with it.
TEST(SharedListTest, WhatIsSharedIsNotVisited) {
  SharedList<int> before;
  for (int i = 0; i < 10'000; ++i) before.Append(i);
  SharedList<int> after = before;
  after.Replace(5000, -1);
  after.Append(-2);

  const std::set<size_t> found = Differences(before, after);
  EXPECT_TRUE(found.contains(5000));
  EXPECT_TRUE(found.contains(10'000));
  EXPECT_LE(found.size(), 32U);
}

TEST(SharedListTest, AnItemThatIsCutOffIsReleased) {
  const auto item = std::make_shared<int>(1);
  SharedList<std::shared_ptr<int>> list;
  for (int i = 0; i < 40; ++i) list.Append(item);
  list.Truncate(3);
  EXPECT_EQ(item.use_count(), 4);
  list.Truncate(0);
  EXPECT_EQ(item.use_count(), 1);
  list.Append(item);
  EXPECT_EQ(list.size(), 1U);
}

std::vector<std::string> Keys(const SharedMap<int>& map) {
  std::vector<std::string> keys;
  for (size_t at = 0; at < map.size(); ++at) keys.push_back(map[at].key);
  return keys;
}

TEST(SharedMapTest, ItemsKeepTheOrderOfInsertion) {
  SharedMap<int> map;
  map.For("b") = 1;
  map.For("a") = 2;
  map.For("b") = 3;

  EXPECT_THAT(Keys(map), ElementsAre("b", "a"));
  EXPECT_EQ(*map.Find("b"), 3);
  EXPECT_EQ(map.Find("c"), nullptr);
  EXPECT_EQ(map.FindToChange("c"), nullptr);
  map.Remove("b");
  map.Remove("c");
  EXPECT_THAT(Keys(map), ElementsAre("a"));
  EXPECT_EQ(map.Find("b"), nullptr);
  EXPECT_EQ(*map.Find("a"), 2);
}

TEST(SharedMapTest, OfTwoItemsWithOneKeyTheFirstIsFound) {
  SharedMap<int> map;
  map.Add("1") = 10;
  map.Add("1") = 20;

  EXPECT_EQ(map.size(), 2U);
  EXPECT_EQ(*map.Find("1"), 10);
  EXPECT_EQ(map[1].value, 20);
  EXPECT_EQ(map.PlaceOfSameKey(0), 1U);
  EXPECT_EQ(map.PlaceOfSameKey(1), 2U);
  map.ToChange(1) = 30;
  EXPECT_EQ(map[1].value, 30);
  EXPECT_EQ(*map.Find("1"), 10);
}

// A value that is being changed stays in its place while another one of the same map is.
TEST(SharedMapTest, AValueStaysValidWhileOthersChange) {
  SharedMap<int> map;
  for (int i = 0; i < 100; ++i) map.For(absl::StrCat(i)) = i;
  const SharedMap<int> copy = map;
  int& first = map.For("7");
  map.For("8") = -8;
  map.For("7") = -7;
  EXPECT_EQ(first, -7);
  EXPECT_EQ(*copy.Find("7"), 7);
  EXPECT_EQ(*copy.Find("8"), 8);
}

TEST(SharedMapTest, CopiesAreIndependent) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  using Model = std::vector<std::pair<std::string, int>>;
  std::vector<std::pair<SharedMap<int>, Model>> maps(1);
  std::vector<size_t> removals(1);
  const auto find = [](Model& model, const std::string& key) {
    return std::find_if(model.begin(), model.end(), [&](const auto& each) { return each.first == key; });
  };
  for (int step = 0; step < 6000; ++step) {
    const size_t which = random() % maps.size();
    const std::string key = absl::StrCat("key ", random() % 300);
    auto& [map, model] = maps[which];
    const auto known = find(model, key);
    ASSERT_EQ(map.Find(key) != nullptr, known != model.end());
    if (known != model.end()) {
      ASSERT_EQ(*map.Find(key), known->second);
    }
    switch (random() % 20) {
      case 0:
        if (maps.size() < 30) {
          maps.push_back(maps[which]);
          removals.push_back(removals[which]);
        } else {
          const size_t from = random() % maps.size();
          maps[which] = maps[from];
          removals[which] = removals[from];
        }
        break;
      case 1:
        map.Remove(key);
        if (known == model.end()) break;
        model.erase(known);
        ++removals[which];
        break;
      default:
        map.For(key) = step;
        if (known == model.end()) {
          model.emplace_back(key, step);
        } else {
          known->second = step;
        }
    }
  }
  for (size_t which = 0; which < maps.size(); ++which) ASSERT_EQ(maps[which].first.removals(), removals[which]);
  for (const auto& [map, model] : maps) {
    ASSERT_EQ(map.size(), model.size());
    for (size_t at = 0; at < model.size(); ++at) {
      EXPECT_EQ(map[at].key, model[at].first);
      EXPECT_EQ(map[at].value, model[at].second);
    }
  }
}

// Hashes that share their first bits, or all but the last: each level of the trie tells 5 bits apart.
TEST(HashIndexTest, HashesThatDifferInOneBitAreToldApart) {
  HashIndex index;
  std::vector<uint64_t> hashes = {0, ~uint64_t{0}};
  for (int bit = 0; bit < 64; ++bit) hashes.push_back(uint64_t{1} << bit);
  for (size_t place = 0; place < hashes.size(); ++place) {
    EXPECT_EQ(index.Find(hashes[place]), std::nullopt);
    const HashIndex before = index;
    index.Add(hashes[place], place);
    EXPECT_EQ(before.Find(hashes[place]), std::nullopt) << "a copy has what it had";
  }
  for (size_t place = 0; place < hashes.size(); ++place) EXPECT_EQ(index.Find(hashes[place]), place);
  EXPECT_EQ(index.Find(3), std::nullopt);
}

}  // namespace
}  // namespace casejournal::projections
