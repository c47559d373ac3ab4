#include "tests/bench/large/large_log.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/cases/case_cache.h"
#include "services/console/version.h"
#include "services/journal/journal.h"
#include "services/recorder/recorder.h"
#include "tests/bench/journal_process.h"
#include "tests/bench/large/large_writer.h"

namespace casejournal::services {
namespace {

// Raise this when the cases or the entries of a log change, so that older logs are not used again.
constexpr int kLargeLogForm = 1;
constexpr uint64_t kCasesInGroup = 20;
constexpr uint64_t kGreatCase = 10;  // in means
constexpr uint64_t kFirstSeed = 1'000'000'000'000;
constexpr uint64_t kRoomForEntry = 2000;
constexpr size_t kMakingMemory = size_t{2} << 30;  // the cases that are open at once, so that none is read again
constexpr uint64_t kWeighedCases = 1000;

// The mean, over cases that are spread evenly over all.
absl::StatusOr<uint64_t> BytesOfCase(const LargeShape& shape, const CaseCache& cases) {
  uint64_t bytes = 0;
  uint64_t weighed = 0;
  // A step that has no factor of a group meets each place of a group equally often.
  uint64_t step = std::max<uint64_t>(1, shape.cases() / kWeighedCases) | 1;
  if (step % 5 == 0) step += 2;
  for (uint64_t index = 0; weighed < std::min(kWeighedCases, shape.cases()); index += step, ++weighed) {
    const auto id = eventstore::Uuid::Parse(LargeShape::CaseId(index % shape.cases()));
    if (!id.ok()) return id.status();
    const absl::StatusOr<std::shared_ptr<const CaseAt>> at = cases.Load(*id);
    if (!at.ok()) return at.status();
    bytes += (*at)->record.MemoryBytes();
  }
  return bytes / weighed;
}

absl::Status WriteMade(const std::string& path, const LargeLogMade& made) {
  std::ofstream file(path);
  file << nlohmann::ordered_json{{"form", kLargeLogForm},
                                 {"seconds", made.seconds},
                                 {"refused", made.refused},
                                 {"bytes of a case", made.bytes_of_case},
                                 {"day", made.day}}
              .dump(1)
       << "\n";
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace

absl::StatusOr<LargeShape> LargeShape::Of(uint64_t entries, uint64_t cases) {
  if (cases == 0 || cases % kCasesInGroup != 0) {
    return absl::InvalidArgumentError(absl::StrCat("--cases must be a multiple of ", kCasesInGroup, "; got ", cases));
  }
  if (entries % cases != 0 || entries / cases < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("--events must be at least twice the number of cases, and a multiple of it; got ", entries,
                     " events and ", cases, " cases"));
  }
  return LargeShape(entries, cases);
}

size_t LargeShape::EntriesOf(uint64_t case_index) const {
  const uint64_t mean = entries_ / cases_;
  switch (case_index % kCasesInGroup) {
    case 0:
      return kGreatCase * mean;
    case kCasesInGroup / 2:
      return kCasesInGroup * mean - kGreatCase * mean - (kCasesInGroup - 2) * (mean / 2);
    default:
      return mean / 2;
  }
}

uint64_t LargeShape::SeedOf(uint64_t case_index) { return kFirstSeed + case_index; }

std::string LargeShape::CaseId(uint64_t case_index) { return CaseAuthor({.seed = SeedOf(case_index)}).case_id(); }

LargeLog::LargeLog(const std::string& directory, const LargeShape& shape)
    : directory_(std::filesystem::absolute(
          absl::StrCat(directory, "/", shape.entries(), "-events-", shape.cases(), "-cases"))),
      shape_(shape) {}

absl::StatusOr<LargeLogMade> LargeLog::Find() const {
  std::ifstream file(directory_ + "/made.json");
  const auto json = nlohmann::json::parse(file, nullptr, false);
  if (!json.is_object() || json.value("form", 0) != kLargeLogForm) {
    return absl::NotFoundError(absl::StrCat("no complete log in ", directory_));
  }
  return LargeLogMade{.seconds = json.value("seconds", 0.0),
                      .refused = json.value("refused", uint64_t{0}),
                      .bytes_of_case = json.value("bytes of a case", uint64_t{0}),
                      .day = json.value("day", "")};
}

uint64_t LargeLog::RoomNeeded() const { return shape_.entries() * kRoomForEntry; }

absl::StatusOr<LargeLogMade> LargeLog::Make(absl::FunctionRef<void(uint64_t recorded)> progress) const {
  std::error_code error;
  std::filesystem::remove_all(directory_, error);
  std::filesystem::create_directories(directory_, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot create ", directory_, ": ", error.message()));
  if (absl::Status created = CreateMeasuredJournal(data(), "large"); !created.ok()) return created;
  const absl::Time start = absl::Now();
  JournalOptions options;
  options.log.directory = data();
  options.program = absl::StrCat("casejournal ", kVersion);
  absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(std::move(options));
  if (!journal.ok()) return journal.status();
  LargeLogMade made{.day = absl::FormatCivilTime(JournalToday())};
  {
    CaseCache cases((*journal)->log(), kMakingMemory);
    Recorder recorder((*journal)->log(), cases,
                      {.zone = (*journal)->zone(),
                       .now_us = [&journal] { return (*journal)->NowUs(); },
                       .program = (*journal)->program()});
    LargeWriter writer(recorder, shape_, JournalToday());
    writer.Run(progress);
    if (absl::Status writes = (*journal)->log().Writable(); !writes.ok()) return writes;
    made.refused = writer.refused();
    if (2 * made.refused > shape_.entries()) {
      return absl::AbortedError(absl::StrCat("most entries were rejected: ", writer.first_reason()));
    }
    const absl::StatusOr<uint64_t> bytes = BytesOfCase(shape_, cases);
    if (!bytes.ok()) return bytes.status();
    made.bytes_of_case = *bytes;
  }
  journal->reset();
  made.seconds = absl::ToDoubleSeconds(absl::Now() - start);
  if (absl::Status written = WriteMade(directory_ + "/made.json", made); !written.ok()) return written;
  return made;
}

}  // namespace casejournal::services
