#include "services/listen/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/system/steady_time.h"
#include "eventstore/system/thread_name.h"
#include "services/listen/memory.h"

namespace casejournal::services {
namespace {

using eventstore::SteadyNow;

constexpr int kQueueMax = 4'096;  // the kernel makes it less where it must
constexpr int kLookEveryMs = 1'000;
constexpr int kPauseMs = 100;  // when no connection can be accepted
// While no place is left: counting looks at each connection.
constexpr absl::Duration kCountEvery = absl::Milliseconds(20);
constexpr absl::Duration kTellEvery = absl::Minutes(1);
// A client that is there has called by then.
constexpr absl::Duration kMemoryPatience = absl::Seconds(2);
// What is kept free for those who come next, where others are of no use.
constexpr uint64_t kFreeShare = 16;
// Data that the peer does not acknowledge for this long ends the connection, as gRPC sets it for its own.
constexpr unsigned kUnacknowledgedMs = 20'000;

absl::Status CannotListen(const HostPort& at, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("cannot listen on ", at.host, ":", at.port, ": ", why));
}

void SetFlag(int socket, int level, int name, int value) { setsockopt(socket, level, name, &value, sizeof(value)); }

void SetPort(sockaddr_storage& address, int port) {
  if (address.ss_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6&>(address).sin6_port = htons(static_cast<uint16_t>(port));
  } else {
    reinterpret_cast<sockaddr_in&>(address).sin_port = htons(static_cast<uint16_t>(port));
  }
}

int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

bool IsWildcard(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr == INADDR_ANY;
  return IN6_IS_ADDR_UNSPECIFIED(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

// The number of a socket that listens, or -1, with errno.
int ListenAt(const sockaddr_storage& address, socklen_t size) {
  const int listening = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listening < 0) return -1;
  SetFlag(listening, SOL_SOCKET, SO_REUSEADDR, 1);
  SetFlag(listening, IPPROTO_TCP, TCP_NODELAY, 1);  // accepted sockets have it, too
  if (address.ss_family == AF_INET6) SetFlag(listening, IPPROTO_IPV6, IPV6_V6ONLY, IsWildcard(address) ? 0 : 1);
  if (bind(listening, reinterpret_cast<const sockaddr*>(&address), size) == 0 && listen(listening, kQueueMax) == 0)
    return listening;
  const int why = errno;
  close(listening);
  errno = why;
  return -1;
}

// All addresses of the machine, of both kinds.
std::pair<sockaddr_storage, socklen_t> AnyAddress() {
  sockaddr_storage any{};
  reinterpret_cast<sockaddr_in6&>(any).sin6_family = AF_INET6;
  return {any, sizeof(sockaddr_in6)};
}

std::vector<std::pair<sockaddr_storage, socklen_t>> AddressesOf(const HostPort& at, std::string* fault) {
  const std::string host(absl::StripSuffix(absl::StripPrefix(at.host, "["), "]"));
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int answer = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (answer != 0) {
    *fault = gai_strerror(answer);
    return {};
  }
  std::vector<std::pair<sockaddr_storage, socklen_t>> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (one->ai_family != AF_INET && one->ai_family != AF_INET6) continue;
    auto& [address, size] = addresses.emplace_back();
    std::memcpy(&address, one->ai_addr, one->ai_addrlen);
    size = one->ai_addrlen;
  }
  freeaddrinfo(found);
  if (addresses.empty()) *fault = "no address";
  return addresses;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Bind(const HostPort& at) {
  std::string fault;
  const std::vector<std::pair<sockaddr_storage, socklen_t>> addresses = AddressesOf(at, &fault);
  if (addresses.empty()) return CannotListen(at, fault);
  auto listener = std::unique_ptr<Listener>(new Listener());
  listener->port_ = at.port;
  for (auto [address, size] : addresses) {
    int listening = -1;
    if (IsWildcard(address)) {
      auto [any, any_size] = AnyAddress();
      SetPort(any, listener->port_);
      listening = ListenAt(any, any_size);
      if (listening < 0 && errno == EADDRINUSE) return CannotListen(at, std::strerror(errno));
    }
    SetPort(address, listener->port_);
    if (listening < 0) listening = ListenAt(address, size);
    // A name may stand for an address of a kind that this machine does not have.
    if (listening < 0 && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL) && addresses.size() > 1) continue;
    if (listening < 0) return CannotListen(at, std::strerror(errno));
    listener->listening_.push_back(listening);
    listener->port_ = PortOf(listening);
  }
  if (listener->listening_.empty()) return CannotListen(at, "this machine has none of its addresses");
  listener->wake_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (listener->wake_ < 0) return CannotListen(at, std::strerror(errno));
  return listener;
}

Listener::~Listener() {
  Close();
  if (wake_ >= 0) close(wake_);
}

void Listener::Close() {
  if (thread_.joinable()) {
    eventfd_write(wake_, 1);
    thread_.join();
  }
  for (const int listening : std::exchange(listening_, {})) close(listening);
  open_.EndAll();
}

void Listener::Admit(Admission admission) {
  admission_ = std::move(admission);
  thread_ = std::thread([this] { Run(); });
}

void Listener::Run() {
  eventstore::NameThisThread("listener");
  std::vector<pollfd> waited = {{.fd = wake_, .events = POLLIN, .revents = 0}};
  for (const int listening : listening_) waited.push_back({.fd = listening, .events = POLLIN, .revents = 0});
  absl::Time looked_at = SteadyNow();
  while (true) {
    // Without descriptors, the port stays readable: only the end is waited for, for a moment.
    const int ready = poll(waited.data(), starved_ ? 1 : waited.size(), starved_ ? kPauseMs : kLookEveryMs);
    if (waited[0].revents != 0) return;
    for (size_t i = 1; i < waited.size(); ++i) {
      if (starved_ || (ready > 0 && waited[i].revents != 0)) AcceptFrom(waited[i].fd);
    }
    if (const absl::Time now = SteadyNow(); now - looked_at >= absl::Milliseconds(kLookEveryMs)) {
      looked_at = now;
      MakeRoom();
      SaveMemory();
      TellRefused();
    }
  }
}

void Listener::AcceptFrom(int listening) {
  // Not forever: room is made, and lines are told, in between.
  for (int i = 0; i < kQueueMax; ++i) {
    const int socket = accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        starved_ = false;
        return;
      }
      const int why = errno;
      if (!starved_) {
        admission_.tell(absl::StrCat("no connection can be accepted for now: ", std::strerror(why),
                                     "; the port tries again, and ", open_.Count(), " connections are open"));
      }
      starved_ = true;
      return;
    }
    starved_ = false;
    if (!HasRoom()) {
      close(socket);
      ++refused_;
      continue;
    }
    SetFlag(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, kUnacknowledgedMs);
    open_.Add(socket, SteadyNow());
    ++count_;
    admission_.take(socket);
  }
}

bool Listener::HasRoom() {
  if (count_ < admission_.connections) return true;
  const absl::Time now = SteadyNow();
  if (now - counted_at_ < kCountEvery) return false;
  counted_at_ = now;
  count_ = open_.Count();
  return count_ < admission_.connections;
}

void Listener::MakeRoom() {
  const uint64_t most =
      admission_.connections - std::min(admission_.connections - 1, admission_.connections / kFreeShare);
  if (count_ < most) return;
  count_ = open_.Count();
  if (count_ >= most) ended_ += open_.MakeRoom(count_ - most + 1, admission_.patience, SteadyNow());
}

void Listener::SaveMemory() {
  if (MemoryInUse() <= admission_.memory_bytes) return;
  ended_for_memory_ += open_.EndUnused(kMemoryPatience, SteadyNow());
}

void Listener::TellRefused() {
  const absl::Time now = SteadyNow();
  if ((refused_ == 0 && ended_ == 0 && ended_for_memory_ == 0) || now - told_at_ < kTellEvery) return;
  told_at_ = now;
  if (refused_ > 0 || ended_ > 0) {
    admission_.tell(absl::StrCat("of at most ", admission_.connections, " connections (--connections), ", open_.Count(),
                                 " are open; ", refused_, " were refused, and ", ended_,
                                 " of no use were ended to make room"));
  }
  if (ended_for_memory_ > 0) {
    admission_.tell(absl::StrCat("this process holds ", MemoryInUse() >> 20,
                                 " MiB of memory (--memory-mib: ", admission_.memory_bytes >> 20, "); ",
                                 ended_for_memory_, " connections on which nobody known had called were ended"));
  }
  refused_ = 0;
  ended_ = 0;
  ended_for_memory_ = 0;
}

}  // namespace casejournal::services
