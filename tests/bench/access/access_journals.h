// The servers of one run of `casejournal-bench access`, and who may do what in their journals.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_JOURNALS_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_JOURNALS_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tests/bench/bench_sign_in.h"
#include "tests/bench/bench_target.h"
#include "tests/bench/child_process.h"
#include "tests/bench/journal_process.h"

namespace casejournal::services {

inline constexpr size_t kSupervisors = 64;
inline constexpr size_t kCaseworkers = 8;
// A supervisor who calls as fast as the machine can, and a caseworker who works beside that.
inline constexpr char kFlooding[] = "flood";
inline constexpr char kWorking[] = "canary";

// Not for concurrent use.
class AccessJournals {
 public:
  struct Served {
    ServedJournal how;
    std::unique_ptr<ChildProcess> process;
  };

  AccessJournals(std::string program, std::string directory, std::string rules)
      : program_(std::move(program)), directory_(std::move(directory)), rules_(std::move(rules)) {}

  // Make the journals, give the roles, and start everything.
  absl::Status Start();
  // Stop a server, and start it again: it knows no case then.
  absl::Status Restart(Served& served);

  Served& plain() { return plain_; }        // --insecure-dev
  Served& signed_in() { return signed_; }   // TLS and tokens
  Served& recorded() { return recorded_; }  // the same, with --journal-reads all
  const ChildProcess& echo() const { return *echo_; }
  const ChildProcess& echo_with_tls() const { return *echo_with_tls_; }
  const BenchSignIn& sign_in() const { return *sign_in_; }

  // Reach a server with TLS, as one of these callers.
  BenchTarget As(const ChildProcess& server, std::vector<std::string> subjects) const;
  BenchTarget AsSupervisors(const Served& served) const;
  BenchTarget AsCaseworkers(const Served& served) const;

 private:
  absl::Status Make(Served& served, absl::string_view name);
  absl::Status GiveRoles(const Served& served) const;

  const std::string program_;
  const std::string directory_;
  const std::string rules_;
  std::optional<BenchSignIn> sign_in_;
  std::vector<std::string> supervisors_;
  std::vector<std::string> caseworkers_;
  Served plain_;
  Served signed_;
  Served recorded_;
  std::unique_ptr<ChildProcess> echo_;
  std::unique_ptr<ChildProcess> echo_with_tls_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_ACCESS_JOURNALS_H_
