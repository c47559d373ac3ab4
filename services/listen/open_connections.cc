#include "services/listen/open_connections.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

bool IsSocket(int descriptor, ino_t inode) {
  struct stat file {};
  return fstat(descriptor, &file) == 0 && S_ISSOCK(file.st_mode) && file.st_ino == inode;
}

// As gRPC writes it; empty if the other end is gone.
std::string PeerOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  char text[INET6_ADDRSTRLEN];
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "";
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return absl::StrCat("ipv4:", inet_ntop(AF_INET, &v4.sin_addr, text, sizeof(text)), ":", ntohs(v4.sin_port));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    constexpr size_t kBytesOfPrefix = 12;
    return absl::StrCat("ipv4:", inet_ntop(AF_INET, v6.sin6_addr.s6_addr + kBytesOfPrefix, text, sizeof(text)), ":",
                        ntohs(v6.sin6_port));
  }
  return absl::StrCat("ipv6:%5B", inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof(text)), "%5D:", ntohs(v6.sin6_port));
}

// Of a socket that may be closed by another thread at any time: a descriptor of our own, which nobody else closes.
class Held {
 public:
  Held(int socket, ino_t inode) : descriptor_(fcntl(socket, F_DUPFD_CLOEXEC, 0)) {
    if (descriptor_ >= 0 && !IsSocket(descriptor_, inode)) close(std::exchange(descriptor_, -1));
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  // How long nothing has come in. None if that cannot be told.
  absl::Duration Silence() const {
    tcp_info info{};
    socklen_t size = sizeof(info);
    if (descriptor_ < 0 || getsockopt(descriptor_, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
      return absl::ZeroDuration();
    return absl::Milliseconds(info.tcpi_last_data_recv);
  }

  bool End() const { return descriptor_ >= 0 && shutdown(descriptor_, SHUT_RDWR) == 0; }

 private:
  int descriptor_;
};

}  // namespace

void OpenConnections::Add(int socket, absl::Time now) {
  struct stat file {};
  if (fstat(socket, &file) != 0) return;
  open_.push_back({.socket = socket, .inode = file.st_ino, .peer = PeerOf(socket), .since = now});
  absl::MutexLock lock(&mutex_);
  by_peer_[open_.back().peer] = {.inode = file.st_ino};
}

size_t OpenConnections::Count() {
  const auto closed =
      std::partition(open_.begin(), open_.end(), [](const Open& one) { return IsSocket(one.socket, one.inode); });
  {
    absl::MutexLock lock(&mutex_);
    for (auto one = closed; one != open_.end(); ++one) {
      const auto found = by_peer_.find(one->peer);  // a later connection may have come from the same port
      if (found != by_peer_.end() && found->second.inode == one->inode) by_peer_.erase(found);
    }
  }
  open_.erase(closed, open_.end());
  return open_.size();
}

void OpenConnections::Use(absl::string_view peer) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_peer_.find(peer);
  if (found != by_peer_.end()) found->second.used = true;
}

bool OpenConnections::IsUsed(const Open& one) const {
  absl::MutexLock lock(&mutex_);
  const auto found = by_peer_.find(one.peer);
  return found != by_peer_.end() && found->second.inode == one.inode && found->second.used;
}

size_t OpenConnections::End(const std::vector<Open*>& chosen, size_t most) {
  size_t ended = 0;
  for (Open* one : chosen) {
    if (ended == most) break;
    if (!Held(one->socket, one->inode).End()) continue;
    one->ended = true;
    ++ended;
  }
  return ended;
}

size_t OpenConnections::MakeRoom(size_t most, absl::Duration patience, absl::Time now) {
  // Whether it was of use, and for how long it was not, the longest first.
  std::vector<std::pair<std::pair<bool, absl::Duration>, Open*>> candidates;
  for (Open& one : open_) {
    if (one.ended) continue;
    const bool used = IsUsed(one);
    const absl::Duration idle = used ? Held(one.socket, one.inode).Silence() : now - one.since;
    if (idle >= patience) candidates.push_back({{used, -idle}, &one});
  }
  std::sort(candidates.begin(), candidates.end());
  std::vector<Open*> chosen;
  chosen.reserve(candidates.size());
  for (const auto& [order, one] : candidates) chosen.push_back(one);
  return End(chosen, most);
}

void OpenConnections::EndAll() {
  for (const Open& one : open_) Held(one.socket, one.inode).End();
}

size_t OpenConnections::EndUnused(absl::Duration patience, absl::Time now) {
  std::vector<Open*> chosen;
  for (Open& one : open_) {
    if (!one.ended && now - one.since >= patience && !IsUsed(one)) chosen.push_back(&one);
  }
  return End(chosen, chosen.size());
}

}  // namespace casejournal::services
