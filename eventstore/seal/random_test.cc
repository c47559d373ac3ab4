#include "eventstore/seal/random.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

using Draw = std::array<uint8_t, 32>;

Draw DrawOne() {
  Draw draw;
  FillRandom(absl::MakeSpan(draw));
  return draw;
}

TEST(RandomTest, NoDrawRepeatsAcrossRefills) {
  std::set<Draw> draws;
  for (int i = 0; i < 2000; ++i) draws.insert(DrawOne());

  EXPECT_EQ(draws.size(), 2000u);
}

TEST(RandomTest, EveryByteIsFilled) {
  for (const size_t size : {1, 12, 24, 255, 256, 257, 4096, 10000}) {
    std::vector<uint8_t> ored(size, 0);
    // A byte that stays zero in 64 draws was not filled, except with a chance of one in 2^512.
    for (int i = 0; i < 64; ++i) {
      std::vector<uint8_t> bytes(size, 0);
      FillRandom(absl::MakeSpan(bytes));
      for (size_t j = 0; j < size; ++j) ored[j] |= bytes[j];
    }
    EXPECT_EQ(std::count(ored.begin(), ored.end(), 0), 0) << size;
  }
}

TEST(RandomTest, NothingMayBeAskedFor) { FillRandom({}); }

TEST(RandomTest, ThreadsDrawApart) {
  std::set<Draw> here, there;
  std::thread other([&] {
    for (int i = 0; i < 300; ++i) there.insert(DrawOne());
  });
  for (int i = 0; i < 300; ++i) here.insert(DrawOne());
  other.join();

  here.merge(there);
  EXPECT_EQ(here.size(), 600u);
}

// A child that continued with its parent's buffer would seal with the parent's nonces.
TEST(RandomTest, ChildProcessDoesNotRepeatItsParent) {
  DrawOne();
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);

  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Draw draw = DrawOne();
    _exit(write(ends[1], draw.data(), draw.size()) == static_cast<ssize_t>(draw.size()) ? 0 : 1);
  }
  Draw of_child = {};
  ASSERT_EQ(read(ends[0], of_child.data(), of_child.size()), static_cast<ssize_t>(of_child.size()));
  int exit_status = 1;
  ASSERT_EQ(waitpid(child, &exit_status, 0), child);
  close(ends[0]);
  close(ends[1]);

  EXPECT_EQ(exit_status, 0);
  EXPECT_NE(of_child, DrawOne());
}

}  // namespace
}  // namespace casejournal::eventstore
