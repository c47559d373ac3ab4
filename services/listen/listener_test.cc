#include "services/listen/listener.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "services/listen/memory.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(60);

// A client's end of a connection to this machine.
class Dialled {
 public:
  explicit Dialled(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<uint16_t>(port));
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof(at)), 0);
  }
  Dialled(Dialled&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  Dialled& operator=(Dialled&&) = delete;
  ~Dialled() {
    if (socket_ >= 0) close(socket_);
  }

  // As gRPC would write it at the other end.
  std::string Peer() const {
    sockaddr_in at{};
    socklen_t size = sizeof(at);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    return absl::StrCat("ipv4:127.0.0.1:", ntohs(at.sin_port));
  }
  // Whether it could be sent: the other end may have closed.
  bool Say() const { return send(socket_, "x", 1, MSG_NOSIGNAL) == 1; }
  bool EndsWithin(absl::Duration time) const {
    pollfd waited{.fd = socket_, .events = POLLIN, .revents = 0};
    return poll(&waited, 1, static_cast<int>(absl::ToInt64Milliseconds(time))) == 1;
  }

 private:
  int socket_;
};

// Owns what a listener lets in, as gRPC does: closes a connection when its client is gone, or when it is shut down.
class Owner {
 public:
  ~Owner() {
    absl::MutexLock lock(&mutex_);
    for (const int socket : sockets_) close(socket);
  }

  Admission Admit(uint64_t connections, absl::Duration patience = absl::InfiniteDuration()) {
    return {.connections = connections,
            .patience = patience,
            .take =
                [this](int socket) {
                  absl::MutexLock lock(&mutex_);
                  sockets_.push_back(socket);
                },
            .tell =
                [this](const std::string& line) {
                  absl::MutexLock lock(&mutex_);
                  lines_.push_back(line);
                }};
  }

  size_t taken() const {
    absl::MutexLock lock(&mutex_);
    return sockets_.size();
  }
  std::string told() const {
    absl::MutexLock lock(&mutex_);
    return lines_.empty() ? "" : lines_.back();
  }

  // Close those that ended, and return how many are left.
  size_t CloseEnded() {
    absl::MutexLock lock(&mutex_);
    std::vector<int> left;
    for (const int socket : sockets_) {
      char byte;
      const ssize_t peeked = recv(socket, &byte, 1, MSG_PEEK);
      if (peeked == 0 || (peeked < 0 && errno != EAGAIN)) {
        close(socket);
      } else {
        left.push_back(socket);
      }
    }
    sockets_ = left;
    return left.size();
  }

  template <typename Condition>
  static bool Eventually(Condition condition) {
    for (const absl::Time end = absl::Now() + kPatience; absl::Now() < end; absl::SleepFor(absl::Milliseconds(5)))
      if (condition()) return true;
    return false;
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<int> sockets_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

std::unique_ptr<Listener> Bound(const std::string& host = "127.0.0.1") {
  absl::StatusOr<std::unique_ptr<Listener>> listener = Listener::Bind({.host = host, .port = 0});
  EXPECT_THAT(listener, IsOk());
  return *std::move(listener);
}

TEST(ListenerTest, LetsInSoManyConnectionsAndClosesTheOthersAtOnce) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(3));
  std::vector<Dialled> in;
  for (int i = 0; i < 3; ++i) in.emplace_back(listener->port());
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 3; }));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Dialled(listener->port()).EndsWithin(kPatience));
  EXPECT_EQ(owner.taken(), 3U);
  EXPECT_FALSE(in.front().EndsWithin(absl::ZeroDuration()));
  EXPECT_TRUE(Owner::Eventually([&] { return !owner.told().empty(); }));
  EXPECT_THAT(owner.told(),
              AllOf(HasSubstr("at most 3 connections (--connections), 3 are open"), HasSubstr("refused")));
}

TEST(ListenerTest, APlaceIsFreeAsSoonAsItsConnectionIsClosed) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(2));
  for (int round = 0; round < 20; ++round) {
    {
      const Dialled one(listener->port()), two(listener->port());
      ASSERT_TRUE(Owner::Eventually([&] { return owner.taken() == 2; })) << round;
    }
    ASSERT_TRUE(Owner::Eventually([&] { return owner.CloseEnded() == 0; })) << round;
    // What was counted in the last moment may be out of date: a client that is refused comes again.
    ASSERT_TRUE(Owner::Eventually([&] { return !Dialled(listener->port()).EndsWithin(absl::Milliseconds(50)); }));
    ASSERT_TRUE(Owner::Eventually([&] { return owner.CloseEnded() == 0; })) << round;
  }
}

TEST(ListenerTest, AConnectionThatWasNeverOfUseMakesRoomFirst) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(2, absl::Seconds(2)));
  const Dialled used(listener->port()), other(listener->port());
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 2; }));
  listener->Use(used.Peer());
  EXPECT_TRUE(Owner::Eventually([&] {
    (void)other.Say();  // bytes alone are no use
    return other.EndsWithin(absl::Milliseconds(20));
  }));
  EXPECT_FALSE(used.EndsWithin(absl::ZeroDuration()));
}

TEST(ListenerTest, OfThoseThatWereOfUseTheMostSilentMakesRoom) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(2, absl::Seconds(2)));
  const Dialled silent(listener->port()), busy(listener->port());
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 2; }));
  for (const Dialled* one : {&silent, &busy}) listener->Use(one->Peer());
  EXPECT_TRUE(Owner::Eventually([&] {
    EXPECT_TRUE(busy.Say());
    return silent.EndsWithin(absl::Milliseconds(20));
  }));
  EXPECT_FALSE(busy.EndsWithin(absl::ZeroDuration()));
  owner.CloseEnded();
  EXPECT_TRUE(Owner::Eventually([&] {
    EXPECT_TRUE(busy.Say());
    return !Dialled(listener->port()).EndsWithin(absl::Milliseconds(50));
  }));
}

TEST(ListenerTest, ConnectionsOfNoUseStayWhileThereIsRoom) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(64, absl::Milliseconds(1)));
  const Dialled silent(listener->port());
  EXPECT_FALSE(silent.EndsWithin(absl::Seconds(2.5))) << "it looks every second";
}

TEST(ListenerTest, ConnectionsOfNoUseAreEndedForMemory) {
  ASSERT_GT(MemoryInUse(), 1U);
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  Admission admission = owner.Admit(64);
  admission.memory_bytes = 1;
  listener->Admit(std::move(admission));
  const Dialled used(listener->port()), other(listener->port());
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 2; }));
  listener->Use(used.Peer());
  EXPECT_TRUE(other.EndsWithin(kPatience));
  EXPECT_FALSE(used.EndsWithin(absl::Seconds(1.5)));
  EXPECT_TRUE(Owner::Eventually([&] { return !owner.told().empty(); }));
  EXPECT_THAT(owner.told(), HasSubstr("1 connections on which nobody known had called were ended"));
}

TEST(ListenerTest, EndsItsConnectionsWhenItCloses) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(8));
  const Dialled one(listener->port());
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 1; }));
  listener->Close();
  EXPECT_TRUE(one.EndsWithin(kPatience));
  listener->Close();
}

TEST(ListenerTest, OutlivesAProcessWithoutDescriptors) {
  Owner owner;
  const std::unique_ptr<Listener> listener = Bound();
  listener->Admit(owner.Admit(1'000));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const Dialled first(listener->port()), waits(listener->port());
  ASSERT_TRUE(Owner::Eventually([&] { return owner.taken() == 2; }));
  const int lowest = dup(0);
  const rlimit none{.rlim_cur = static_cast<rlim_t>(lowest), .rlim_max = before.rlim_max};
  close(lowest);
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_GE(client, 0);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(static_cast<uint16_t>(listener->port()));
  EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&at), sizeof(at)), 0) << "the kernel lets it wait";
  EXPECT_TRUE(Owner::Eventually([&] { return !owner.told().empty(); }));
  EXPECT_EQ(owner.taken(), 2U);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_THAT(owner.told(), HasSubstr("no connection can be accepted for now: Too many open files"));
  EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 3; })) << "it is let in once there are descriptors";
  close(client);
}

TEST(ListenerTest, SaysWhyItCannotListen) {
  const std::unique_ptr<Listener> listener = Bound();
  EXPECT_THAT(Listener::Bind({.host = "127.0.0.1", .port = static_cast<uint16_t>(listener->port())}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       absl::StrCat("cannot listen on 127.0.0.1:", listener->port(), ": Address already in use")));
  EXPECT_THAT(
      Listener::Bind({.host = "192.0.2.1", .port = 0}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, "cannot listen on 192.0.2.1:0: Cannot assign requested address"));
  EXPECT_THAT(Listener::Bind({.host = "no-host.invalid", .port = 0}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot listen on no-host.invalid:0: ")));
}

TEST(ListenerTest, ListensOnEveryAddressOfTheMachine) {
  for (const char* host : {"0.0.0.0", "[::]", "localhost"}) {
    Owner owner;
    const std::unique_ptr<Listener> listener = Bound(host);
    listener->Admit(owner.Admit(8));
    const Dialled client(listener->port());
    EXPECT_TRUE(Owner::Eventually([&] { return owner.taken() == 1; })) << host;
  }
}

}  // namespace
}  // namespace casejournal::services
