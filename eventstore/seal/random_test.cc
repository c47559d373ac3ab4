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
    // A byte that stays zero in 64 draws was not filled, except with a probability of 2^-512.
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

// What a child process draws first.
Draw DrawInChild() {
  Draw of_child = {};
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  EXPECT_GE(child, 0);
  if (child == 0) {
    const Draw draw = DrawOne();
    _exit(write(ends[1], draw.data(), draw.size()) == static_cast<ssize_t>(draw.size()) ? 0 : 1);
  }
  EXPECT_EQ(read(ends[0], of_child.data(), of_child.size()), static_cast<ssize_t>(of_child.size()));
  int exit_status = 1;
  EXPECT_EQ(waitpid(child, &exit_status, 0), child);
  EXPECT_EQ(exit_status, 0);
  close(ends[0]);
  close(ends[1]);
  return of_child;
}

// A child that kept its parent's buffer would seal with the parent's nonces.
TEST(RandomTest, ChildProcessDoesNotRepeatItsParent) {
  DrawOne();
  const Draw of_child = DrawInChild();

  EXPECT_NE(of_child, DrawOne());
}

// Small requests share a buffer. Whatever their sizes, none gets bytes that another got.
TEST(RandomTest, RequestsOfMixedSizesNeverOverlap) {
  std::set<std::string> eights;
  size_t count = 0;
  for (int i = 0; i < 400; ++i) {
    std::vector<uint8_t> bytes(8 * (1 + i % 40));
    FillRandom(absl::MakeSpan(bytes));
    for (size_t at = 0; at < bytes.size(); at += 8, ++count) {
      eights.emplace(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at) + 8);
    }
  }

  EXPECT_EQ(eights.size(), count);
}

TEST(RandomTest, NothingIsWrittenBesideTheSpan) {
  for (const size_t size : {1, 255, 256, 257, 5'000}) {
    std::vector<uint8_t> bytes(size + 16, 0xAA);
    FillRandom(absl::MakeSpan(bytes).subspan(8, size));
    EXPECT_EQ(std::count(bytes.begin(), bytes.begin() + 8, 0xAA), 8) << size;
    EXPECT_EQ(std::count(bytes.end() - 8, bytes.end(), 0xAA), 8) << size;
  }
}

// Each bit is set in about half of the draws: 40,000 draws of a byte, six standard deviations.
TEST(RandomTest, NoBitIsPreferred) {
  std::array<int, 8> set{};
  std::vector<uint8_t> bytes(200);
  for (int i = 0; i < 200; ++i) {
    FillRandom(absl::MakeSpan(bytes));
    for (const uint8_t byte : bytes) {
      for (int bit = 0; bit < 8; ++bit) set[bit] += byte >> bit & 1;
    }
  }
  for (const int count : set) EXPECT_NEAR(count, 20'000, 600);
}

// Not only the child: two children of one parent must not draw the same, either.
TEST(RandomTest, TwoChildrenDrawApart) {
  DrawOne();
  std::set<Draw> draws = {};
  for (int i = 0; i < 2; ++i) {
    const Draw of_child = DrawInChild();
    draws.insert(of_child);
  }
  draws.insert(DrawOne());

  EXPECT_EQ(draws.size(), 3u);
}

}  // namespace
}  // namespace casejournal::eventstore
