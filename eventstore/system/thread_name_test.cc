#include "eventstore/system/thread_name.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <string>
#include <thread>

namespace casejournal::eventstore {
namespace {

std::string ShownFor(const std::string& name) {
  std::array<char, 16> shown{};
  std::thread([&] {
    NameThisThread(name);
    pthread_getname_np(pthread_self(), shown.data(), shown.size());
  }).join();
  return shown.data();
}

TEST(ThreadNameTest, IsShownByTheSystem) { EXPECT_EQ(ShownFor("due list"), "due list"); }

TEST(ThreadNameTest, IsCutToWhatTheSystemKeeps) { EXPECT_EQ(ShownFor("a-name-of-sixteen"), "a-name-of-sixte"); }

TEST(ThreadNameTest, IsOfTheCallingThreadOnly) {
  std::array<char, 16> before{};
  std::array<char, 16> after{};
  pthread_getname_np(pthread_self(), before.data(), before.size());
  ShownFor("another");
  pthread_getname_np(pthread_self(), after.data(), after.size());
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace casejournal::eventstore
