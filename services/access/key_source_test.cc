#include "services/access/key_source.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "tests/support/loopback_server.h"
#include "tests/support/matchers.h"
#include "tests/support/signed_token.h"

namespace casejournal::services {
namespace {

using casejournal::testing::HttpAnswerWire;
using casejournal::testing::HttpRequestRead;
using casejournal::testing::IsOk;
using casejournal::testing::KeySetOf;
using casejournal::testing::LoopbackServer;
using casejournal::testing::ReadHttpRequest;
using casejournal::testing::SendAll;
using casejournal::testing::SigningKey;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::Duration kLong = absl::Minutes(1);

std::string SetWith(const std::string& kid) {
  static const SigningKey key = SigningKey::Ed25519();
  return KeySetOf({key.Jwk(kid)});
}

// Waits until something is so.
bool Becomes(const std::function<bool()>& is_so) {
  for (const absl::Time end = absl::Now() + kLong; absl::Now() < end; absl::SleepFor(absl::Milliseconds(20))) {
    if (is_so()) return true;
  }
  return false;
}

class ReportedFaults {
 public:
  KeySource::Report Listener() {
    return [this](const absl::Status& status) {
      absl::MutexLock lock(&mutex_);
      all_.push_back(status);
    };
  }
  std::vector<absl::Status> all() const {
    absl::MutexLock lock(&mutex_);
    return all_;
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<absl::Status> all_ ABSL_GUARDED_BY(mutex_);
};

class KeyFileTest : public ::testing::Test {
 protected:
  KeyFileTest() {
    std::string folder = absl::StrCat(::testing::TempDir(), "/keys-XXXXXX");
    folder_ = ::mkdtemp(folder.data());
  }
  ~KeyFileTest() override {
    ::unlink(path().c_str());
    ::unlink(Beside("new").c_str());
    ::rmdir(folder_.c_str());
  }

  std::string path() const { return Beside("keys.json"); }
  std::string Beside(const std::string& name) const { return absl::StrCat(folder_, "/", name); }
  void Write(const std::string& text) const { std::ofstream(path()) << text; }
  // As deployment tools do: a new file in its place.
  void Replace(const std::string& text) const {
    std::ofstream(Beside("new")) << text;
    ASSERT_EQ(std::rename(Beside("new").c_str(), path().c_str()), 0);
  }
  absl::StatusOr<std::shared_ptr<KeySource>> Open(absl::Duration every = kLong, absl::Duration keep = kLong) {
    return KeySource::Open({.file_or_url = path(), .every = every, .keep = keep, .report = faults_.Listener()});
  }

  ReportedFaults faults_;
  std::string folder_;
};

TEST_F(KeyFileTest, IsReadAtOnceAndAfterAChange) {
  Write(SetWith("a"));
  const absl::StatusOr<std::shared_ptr<KeySource>> source = Open();
  ASSERT_THAT(source, IsOk());
  EXPECT_NE((*source)->now().keys->Find("a"), nullptr);
  EXPECT_EQ((*source)->now().generation, 1u);

  const std::shared_ptr<const KeySet> before = (*source)->now().keys;
  Replace(SetWith("bb"));
  EXPECT_TRUE(Becomes([&] { return (*source)->now().keys->Find("bb") != nullptr; }));
  EXPECT_EQ((*source)->now().keys->Find("a"), nullptr);
  EXPECT_NE(before->Find("a"), nullptr) << "a set that somebody holds does not change";
  Replace(SetWith("cc"));
  EXPECT_TRUE(Becomes([&] { return (*source)->now().keys->Find("cc") != nullptr; }));
  EXPECT_EQ((*source)->now().generation, 3u);
  EXPECT_EQ((*source)->now().keys->Find("cc")->generation, 3u);
  EXPECT_THAT(faults_.all(), ::testing::IsEmpty());
}

TEST_F(KeyFileTest, ALinkThatIsTurnedCounts) {
  std::ofstream(Beside("one")) << SetWith("one");
  std::ofstream(Beside("two")) << SetWith("two");
  ASSERT_EQ(::symlink(Beside("one").c_str(), path().c_str()), 0);
  const absl::StatusOr<std::shared_ptr<KeySource>> source = Open();
  ASSERT_THAT(source, IsOk());
  ASSERT_EQ(::symlink(Beside("two").c_str(), Beside("new").c_str()), 0);
  ASSERT_EQ(std::rename(Beside("new").c_str(), path().c_str()), 0);
  EXPECT_TRUE(Becomes([&] { return (*source)->now().keys->Find("two") != nullptr; }));
  ::unlink(Beside("one").c_str());
  ::unlink(Beside("two").c_str());
}

TEST_F(KeyFileTest, AFaultIsReportedOnceAndTheLastGoodSetStays) {
  Write(SetWith("a"));
  const absl::StatusOr<std::shared_ptr<KeySource>> source = Open(absl::Milliseconds(50));
  ASSERT_THAT(source, IsOk());
  Replace(SetWith("half").substr(0, 40));
  ASSERT_TRUE(Becomes([&] { return faults_.all().size() == 1; }));
  absl::SleepFor(absl::Milliseconds(500));  // about ten more attempts
  ASSERT_EQ(faults_.all().size(), 1u);
  EXPECT_THAT(faults_.all()[0], StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("keys.json")));
  EXPECT_NE((*source)->now().keys->Find("a"), nullptr);

  // Another fault is another report.
  ::unlink(path().c_str());
  ASSERT_TRUE(Becomes([&] { return faults_.all().size() == 2; }));
  EXPECT_THAT(faults_.all()[1], StatusIs(absl::StatusCode::kNotFound, HasSubstr("No such file")));
  EXPECT_NE((*source)->now().keys->Find("a"), nullptr);

  Write(SetWith("a"));
  ASSERT_TRUE(Becomes([&] { return faults_.all().size() == 3; }));
  EXPECT_THAT(faults_.all()[2], IsOk());
  EXPECT_EQ((*source)->now().generation, 1u) << "the same set is no other one";
}

TEST_F(KeyFileTest, TheLastGoodSetRunsOut) {
  Write(SetWith("a"));
  const absl::StatusOr<std::shared_ptr<KeySource>> source = Open(absl::Milliseconds(50), absl::Seconds(3));
  ASSERT_THAT(source, IsOk());
  absl::SleepFor(absl::Seconds(4));
  ASSERT_NE((*source)->now().keys->Find("a"), nullptr) << "it is good as long as it can be read";
  ::unlink(path().c_str());
  ASSERT_TRUE(Becomes([&] { return (*source)->now().keys->keys().empty(); }));
  ASSERT_TRUE(Becomes([&] { return faults_.all().size() == 2; }));
  EXPECT_THAT(faults_.all()[1], StatusIs(absl::StatusCode::kUnavailable, HasSubstr("no token is accepted")));

  Write(SetWith("a"));
  ASSERT_TRUE(Becomes([&] { return (*source)->now().keys->Find("a") != nullptr; }));
  EXPECT_EQ((*source)->now().keys->Find("a")->generation, 3u) << "what was checked with it before is checked again";
}

TEST_F(KeyFileTest, OpenRefusesWhatCannotBeUsed) {
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("keys.json: No such file")));
  Write("{\"keys\": []}");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("keys.json: the key set has no key for")));
  Write(absl::StrCat(SetWith("a"), std::string(KeySet::kBytesMax, ' ')));
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("bytes")));
  ::unlink(path().c_str());
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);  // would be waited for
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a file")));
  EXPECT_THAT(KeySource::Open({.file_or_url = folder_}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(KeyUrlTest, RefusesUrlsThatAnybodyCanAnswer) {
  const char* const urls[] = {
      "http://id.wren.example/keys",
      "http://127.0.0.1.evil.example/keys",
      "http://localhost@evil.example/keys",
      "http://10.0.0.1/keys",
      "http://0/keys",
      "ftp://127.0.0.1/keys",
      "file:///etc/keys.json",
      "https:///keys",
      "https://user:secret@id.wren.example/keys",
  };
  for (const char* url : urls) {
    EXPECT_THAT(KeySource::Open({.file_or_url = url}), StatusIs(absl::StatusCode::kInvalidArgument)) << url;
  }
}

// Answers each request with what it is told to.
class KeyServer {
 public:
  std::string url() const { return server_.Url("/keys"); }
  int requests() const { return requests_; }
  void Answer(const std::string& status, const std::string& more_head, const std::string& body) {
    absl::MutexLock lock(&mutex_);
    answer_ = HttpAnswerWire(status, body, absl::StrCat("Connection: close\r\n", more_head));
  }

 private:
  void AnswerTo(int connection) {
    const std::optional<HttpRequestRead> request = ReadHttpRequest(connection);
    if (!request || request->head.find("GET /keys HTTP/1.1\r\n") != 0) return;
    ++requests_;
    absl::MutexLock lock(&mutex_);
    SendAll(connection, answer_);
  }

  absl::Mutex mutex_;
  std::string answer_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int> requests_ = 0;
  const LoopbackServer server_{[this](int connection) { AnswerTo(connection); }};
};

TEST(KeyUrlTest, IsReadAgainAndKeepsTheLastGoodSet) {
  KeyServer server;
  server.Answer("200 OK", "", SetWith("a"));
  ReportedFaults faults;
  const absl::StatusOr<std::shared_ptr<KeySource>> source =
      KeySource::Open({.file_or_url = server.url(), .every = absl::Milliseconds(50), .report = faults.Listener()});
  ASSERT_THAT(source, IsOk());
  EXPECT_NE((*source)->now().keys->Find("a"), nullptr);
  server.Answer("200 OK", "", SetWith("b"));
  EXPECT_TRUE(Becomes([&] { return (*source)->now().keys->Find("b") != nullptr; }));

  // What a redirect leads to is not what the operator named.
  server.Answer("302 Found", "Location: /elsewhere\r\n", SetWith("evil"));
  ASSERT_TRUE(Becomes([&] { return faults.all().size() == 1; }));
  EXPECT_THAT(faults.all()[0], StatusIs(absl::StatusCode::kUnavailable, HasSubstr("status 302")));
  server.Answer("200 OK", "", std::string(KeySet::kBytesMax + 1, ' '));
  ASSERT_TRUE(Becomes([&] { return faults.all().size() == 2; }));
  EXPECT_THAT(faults.all()[1], StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("bytes")));
  EXPECT_NE((*source)->now().keys->Find("b"), nullptr);
}

TEST(KeyUrlTest, ARefreshReadsAtMostOnceInTenSeconds) {
  KeyServer server;
  server.Answer("200 OK", "", SetWith("a"));
  const absl::Time began = absl::Now();
  const absl::StatusOr<std::shared_ptr<KeySource>> source =
      KeySource::Open({.file_or_url = server.url(), .every = absl::Hours(1)});
  ASSERT_THAT(source, IsOk());
  server.Answer("200 OK", "", SetWith("b"));
  ASSERT_TRUE(Becomes([&] {
    (*source)->Refresh();
    return (*source)->now().keys->Find("b") != nullptr;
  }));
  EXPECT_EQ(server.requests(), 2);
  EXPECT_GE(absl::Now() - began, KeySource::kRefreshAfter - absl::Milliseconds(500));
}

// A server that exhausts something is not a disk that is full.
TEST(KeyUrlTest, OpenRefusesATooLargeSetAsWrong) {
  KeyServer server;
  server.Answer("200 OK", "", std::string(KeySet::kBytesMax + 1, ' '));

  EXPECT_THAT(KeySource::Open({.file_or_url = server.url()}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("the key set has over")));
}

TEST(KeyUrlTest, OpenSaysThatNobodyAnswers) {
  EXPECT_THAT(KeySource::Open({.file_or_url = "http://127.0.0.1:1/keys"}), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace casejournal::services
