// The log of a large journal: which cases are in it, and how it is made.
#ifndef CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_LOG_H_
#define CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_LOG_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace casejournal::services {

// Of 20 cases, 18 have half of the mean number of entries, one has about the mean, and one has ten times the mean.
class LargeShape {
 public:
  //   kInvalidArgument  `cases` is not a multiple of 20, or `entries` is not a multiple of `cases`, or less than twice.
  static absl::StatusOr<LargeShape> Of(uint64_t entries, uint64_t cases);

  uint64_t entries() const { return entries_; }
  uint64_t cases() const { return cases_; }
  size_t EntriesOf(uint64_t case_index) const;
  // What decides the id and the entries of a case (CaseCourse). The same in logs of all shapes.
  static uint64_t SeedOf(uint64_t case_index);
  static std::string CaseId(uint64_t case_index);

 private:
  LargeShape(uint64_t entries, uint64_t cases) : entries_(entries), cases_(cases) {}

  uint64_t entries_;
  uint64_t cases_;
};

// What is known about a log since it was made.
struct LargeLogMade {
  double seconds = 0;          // how long it took
  uint64_t refused = 0;        // entries that the rules rejected, and that the log does not have
  uint64_t bytes_of_case = 0;  // in memory, by the account of the program: the mean
  std::string day;             // YYYY-MM-DD
};

// A directory with one journal of a shape, which is kept from run to run. Not for concurrent use.
class LargeLog {
 public:
  // The journal is in a directory below `directory`, which is named after the shape.
  LargeLog(const std::string& directory, const LargeShape& shape);

  const LargeShape& shape() const { return shape_; }
  const std::string& directory() const { return directory_; }
  // The data directory of the journal.
  std::string data() const { return directory_ + "/journal"; }

  // Return what is known about the log.
  //   kNotFound  it was not made, or its making was interrupted.
  absl::StatusOr<LargeLogMade> Find() const;

  // The bytes of disk that the log, its read models, and the list of what is due take at most, with what the database
  // needs while it rewrites files.
  uint64_t RoomNeeded() const;

  // Make the log, and remove what an interrupted making left. The entries are admitted, folded, sealed, and recorded as
  // by a server (services/recorder), in groups of up to a few thousand with one sync for each group. There are no
  // calls, no read models, and no list of what is due meanwhile. `progress` gets the number of recorded entries, about
  // five times a second.
  absl::StatusOr<LargeLogMade> Make(absl::FunctionRef<void(uint64_t recorded)> progress) const;

 private:
  const std::string directory_;
  const LargeShape shape_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_LOG_H_
