#include "services/cases/seen_summaries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using projections::LabelSet;

class SeenSummariesTest : public ::testing::Test {
 protected:
  static std::shared_ptr<const v1::CaseSummary> Named(const std::string& name) {
    v1::CaseSummary summary;
    summary.add_children(name);
    return std::make_shared<const v1::CaseSummary>(std::move(summary));
  }
  // The name in the summary; "" if none is held.
  std::string Held(const std::string& case_id, LabelSet sees, eventstore::Revision head, const ListedOn& on) {
    const auto found = summaries_.Find({.case_id = case_id, .sees = sees}, head, on);
    return found == nullptr ? "" : found->children(0);
  }

  const LabelSet none_;
  const LabelSet all_ = LabelSet::All();
  const ListedOn today_ = {.day = "2025-01-10", .law = nullptr};
  SeenSummaries summaries_{size_t{1} << 20};
};

TEST_F(SeenSummariesTest, IsForOneViewOfOneStateOnOneDay) {
  summaries_.Keep({.case_id = "a", .sees = none_}, 7, today_, Named("Ana"));
  EXPECT_EQ(Held("a", none_, 7, today_), "Ana");
  EXPECT_EQ(Held("b", none_, 7, today_), "");
  EXPECT_EQ(Held("a", all_, 7, today_), "") << "who sees other labels";
  EXPECT_EQ(Held("a", none_, 8, today_), "") << "an entry was recorded";
  EXPECT_EQ(Held("a", none_, 7, {.day = "2025-01-11", .law = nullptr}), "") << "other work is due";
  const auto law = std::make_shared<const std::string>("the rules of a county");
  EXPECT_EQ(Held("a", none_, 7, {.day = "2025-01-10", .law = law}), "") << "by other rules";

  summaries_.Keep({.case_id = "a", .sees = none_}, 8, {.day = "2025-01-10", .law = law}, Named("Anna"));
  EXPECT_EQ(Held("a", none_, 8, {.day = "2025-01-10", .law = law}), "Anna");
  EXPECT_EQ(Held("a", none_, 7, today_), "") << "the later took its place";
}

TEST_F(SeenSummariesTest, TheLeastRecentlyUsedGoFirst) {
  SeenSummaries few(size_t{1} << 14);
  const std::string words(500, 'x');
  for (int i = 0; i < 100; ++i) {
    few.Keep({.case_id = absl::StrCat("case ", i), .sees = none_}, 1, today_, Named(words));
    ASSERT_NE(few.Find({.case_id = "case 0", .sees = none_}, 1, today_), nullptr) << "it is in use, after " << i;
  }
  int held = 0;
  for (int i = 0; i < 100; ++i) {
    const auto found = few.Find({.case_id = absl::StrCat("case ", i), .sees = none_}, 1, today_);
    held += found == nullptr ? 0 : 1;
  }
  EXPECT_NE(few.Find({.case_id = "case 99", .sees = none_}, 1, today_), nullptr);
  EXPECT_EQ(few.Find({.case_id = "case 1", .sees = none_}, 1, today_), nullptr);
  EXPECT_GT(held, 3);
  EXPECT_LT(held, 30);
}

}  // namespace
}  // namespace casejournal::services
