#include "services/console/shell_word.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(ShellWordTest, IsReadByAShellAsItWasGiven) {
  EXPECT_EQ(ShellWord("plans.jsonl"), "plans.jsonl");
  EXPECT_EQ(ShellWord("127.0.0.1:7464"), "127.0.0.1:7464");
  EXPECT_EQ(ShellWord("[::1]:7464"), "'[::1]:7464'");
  EXPECT_EQ(ShellWord("my plans.jsonl"), "'my plans.jsonl'");
  EXPECT_EQ(ShellWord("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(ShellWord(""), "''");
}

}  // namespace
}  // namespace casejournal::services
