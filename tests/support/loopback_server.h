// A little server on a free port of this machine, for what asks other programs over TCP or HTTP/1.1.
#ifndef CASEJOURNAL_TESTS_SUPPORT_LOOPBACK_SERVER_H_
#define CASEJOURNAL_TESTS_SUPPORT_LOOPBACK_SERVER_H_

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace casejournal::testing {

// Whether all of it was sent.
inline bool SendAll(int connection, absl::string_view wire) {
  while (!wire.empty()) {
    const ssize_t sent = ::send(connection, wire.data(), wire.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    wire.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

// The next request on a connection, with as much of a body as its head announces. None if the client is gone before.
struct HttpRequestRead {
  std::string head;  // to the empty line
  std::string body;
};
inline std::optional<HttpRequestRead> ReadHttpRequest(int connection) {
  const std::string length_line = "\r\nContent-Length: ", end_of_head = "\r\n\r\n";
  std::string read;
  char buffer[4096];
  while (true) {
    const ssize_t count = ::recv(connection, buffer, sizeof(buffer), 0);
    if (count <= 0) return std::nullopt;
    read.append(buffer, static_cast<size_t>(count));
    const size_t head = read.find(end_of_head);
    if (head == std::string::npos) continue;
    const size_t body = head + end_of_head.size(), length = read.find(length_line);
    size_t bytes = 0;
    if (length < head) {
      const size_t digits = length + length_line.size();
      EXPECT_TRUE(absl::SimpleAtoi(read.substr(digits, read.find("\r\n", digits) - digits), &bytes)) << read;
    }
    if (read.size() >= body + bytes) return HttpRequestRead{.head = read.substr(0, body), .body = read.substr(body)};
  }
}

// An answer on the wire. `lines`: more lines of its head, each with its end.
inline std::string HttpAnswerWire(absl::string_view status, absl::string_view body, absl::string_view lines = "") {
  return absl::StrCat("HTTP/1.1 ", status, "\r\n", lines, "Content-Length: ", body.size(), "\r\n\r\n", body);
}

// Gives one connection after another to `answer`, on a thread of its own, and closes each when that returns. What
// `answer` uses must outlive this: it is the last member of a class.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::function<void(int connection)> answer, in_addr_t address = INADDR_LOOPBACK)
      : answer_(std::move(answer)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(address);
    socklen_t size = sizeof(at);
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&at), sizeof(at)), 0);
    EXPECT_EQ(::listen(listening_, 4), 0);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] {
      for (int fd; (fd = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(fd)) answer_(fd);
    });
  }
  ~LoopbackServer() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  int port() const { return port_; }
  std::string Url(absl::string_view path) const { return absl::StrCat("http://127.0.0.1:", port_, path); }

 private:
  const std::function<void(int)> answer_;
  int listening_ = -1;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_LOOPBACK_SERVER_H_
