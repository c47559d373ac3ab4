#include "services/console/listing.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/console/output.h"

namespace casejournal::services {
namespace {

using ::testing::internal::CaptureStderr;
using ::testing::internal::CaptureStdout;
using ::testing::internal::GetCapturedStderr;
using ::testing::internal::GetCapturedStdout;

struct Shown {
  std::string out;
  std::string err;
};

Shown Show(OutputFormat format, const std::vector<std::vector<Cell>>& rows) {
  CaptureStdout();
  CaptureStderr();
  Listing list(format, {{.title = "Number"}, {.title = "Who", .wraps = true}, {.title = "Note"}});
  for (const std::vector<Cell>& row : rows) list.Add(row);
  list.Finish("No case is open.");
  FlushOutput();
  return {.out = GetCapturedStdout(), .err = GetCapturedStderr()};
}

TEST(Listing, TableLeavesOutEmptyColumns) {
  EXPECT_EQ(Show(OutputFormat::kTable, {{"23-JV-0117", "Ana", ""}}).out,
            "Number      Who\n----------  ---\n23-JV-0117  Ana\n");
}

TEST(Listing, CsvKeepsEveryColumnAndEveryByte) {
  EXPECT_EQ(Show(OutputFormat::kCsv, {{"23-JV-0117", "Ana \"Anita\" Lopez, 7", "=1+1\n\x1b"}}).out,
            "Number,Who,Note\r\n23-JV-0117,\"Ana \"\"Anita\"\" Lopez, 7\",\"=1+1\n\x1b\"\r\n");
}

TEST(Listing, MarkdownEscapesWhatWouldBeMarkup) {
  EXPECT_EQ(Show(OutputFormat::kMarkdown, {{"a|b", "<b>Ana</b> & *Ben*\nLopez"}}).out,
            "| Number | Who | Note |\n| --- | --- | --- |\n| a\\|b | &lt;b>Ana&lt;/b> &amp; \\*Ben\\*<br>Lopez | |\n");
}

// A person reads that there is nothing where the rows would be; a program gets an empty list, and the sentence beside
// it.
TEST(Listing, SaysThatThereIsNothing) {
  const Shown table = Show(OutputFormat::kTable, {});
  EXPECT_EQ(table.out, "No case is open.\n");
  EXPECT_EQ(table.err, "");
  const Shown csv = Show(OutputFormat::kCsv, {});
  EXPECT_EQ(csv.out, "Number,Who,Note\r\n");
  EXPECT_EQ(csv.err, "No case is open.\n");
}

TEST(Listing, StacksValuesOnlyInATable) {
  EXPECT_EQ(Listing(OutputFormat::kTable, {}).Stack({"a", "b"}), "a\nb");
  EXPECT_EQ(Listing(OutputFormat::kCsv, {}).Stack({"a", "b"}), "a; b");
}

}  // namespace
}  // namespace casejournal::services
