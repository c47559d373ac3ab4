#include "tests/bench/large/large_writer.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace casejournal::services {
namespace {

// So many cases are open at once: what one sync waits for.
constexpr size_t kOpenCases = 512;
constexpr size_t kEntriesOfRequest = 10;
constexpr int kDaysOfCase = 730;
constexpr absl::Duration kProgressEvery = absl::Milliseconds(200);

}  // namespace

LargeWriter::LargeWriter(Recorder& recorder, const LargeShape& shape, absl::CivilDay today)
    : recorder_(recorder), shape_(shape), today_(today) {}

void LargeWriter::Run(absl::FunctionRef<void(uint64_t recorded)> progress) {
  {
    absl::MutexLock lock(&mutex_);
    in_use_ = std::min<uint64_t>(kOpenCases, shape_.cases());
    open_.resize(in_use_);
    for (OpenCase& open : open_) ready_.push_back(&open);
  }
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([this] { Work(); });
  }
  const auto over = [this] {
    mutex_.AssertReaderHeld();
    return in_use_ == 0;
  };
  while (true) {
    uint64_t so_far = 0;
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&over), kProgressEvery)) break;
      so_far = recorded_;
    }
    progress(so_far);
  }
  for (std::thread& thread : threads) thread.join();
}

void LargeWriter::Work() {
  while (OpenCase* open = TakeReady()) {
    const bool complete = open->author == nullptr || open->given_up || open->author->size() >= open->entries;
    if (!complete || BeginNext(*open)) RecordNext(*open);
  }
}

// Wait for a case without a request in progress. Null: all cases are complete.
LargeWriter::OpenCase* LargeWriter::TakeReady() {
  absl::MutexLock lock(&mutex_);
  const auto decided = [this] {
    mutex_.AssertReaderHeld();
    return !ready_.empty() || in_use_ == 0;
  };
  mutex_.Await(absl::Condition(&decided));
  if (ready_.empty()) return nullptr;
  OpenCase* open = ready_.front();
  ready_.pop_front();
  return open;
}

// Let the next case take this place. Return whether there is one.
bool LargeWriter::BeginNext(OpenCase& open) {
  uint64_t index = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (next_case_ == shape_.cases()) {
      --in_use_;
      return false;
    }
    index = next_case_++;
  }
  open.entries = shape_.EntriesOf(index);
  open.given_up = false;
  open.author = std::make_unique<CaseAuthor>(CaseCourse{.seed = LargeShape::SeedOf(index),
                                                        .first_day = today_ - kDaysOfCase,
                                                        .today = today_,
                                                        .entries_before_today = open.entries});
  return true;
}

void LargeWriter::RecordNext(OpenCase& open) {
  const size_t entries = std::min<size_t>(kEntriesOfRequest, open.entries - open.author->size());
  auto request = std::make_shared<const v1::AppendRequest>(open.author->Next(entries));
  Caller caller;
  caller.actor.set_issuer("bench.example");
  caller.actor.set_subject("u-1");
  caller.actor.set_name("Bench");
  recorder_.Record(
      std::move(caller), std::move(request),
      [this, &open, entries](const absl::StatusOr<v1::AppendResponse>& outcome) { Finish(open, entries, outcome); });
}

void LargeWriter::Finish(OpenCase& open, size_t entries, const absl::StatusOr<v1::AppendResponse>& outcome) {
  if (outcome.ok()) open.author->Learn(*outcome);
  open.given_up = !outcome.ok();
  absl::MutexLock lock(&mutex_);
  if (outcome.ok()) recorded_ += entries;
  // What the case would still have got is not recorded either.
  if (!outcome.ok()) refused_ += entries + open.entries - open.author->size();
  if (!outcome.ok() && first_reason_.empty()) first_reason_ = std::string(outcome.status().message());
  ready_.push_back(&open);
}

uint64_t LargeWriter::recorded() const {
  absl::MutexLock lock(&mutex_);
  return recorded_;
}

uint64_t LargeWriter::refused() const {
  absl::MutexLock lock(&mutex_);
  return refused_;
}

std::string LargeWriter::first_reason() const {
  absl::MutexLock lock(&mutex_);
  return first_reason_;
}

}  // namespace casejournal::services
