// Power is cut while a journal is made, started, written, rotated, compacted, checkpointed, backed up, restored,
// continued, and stopped, and while it recovers from an earlier cut. What was promised before must hold after it.
//
// A story is run once, and recorded (disk_trace.h). Then its disk is cut at many of its syncs and between them
// (lost_power.h). CASEJOURNAL_POINTS sets how many cuts the first test makes: 300 without it, 10000 in the long run.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/faults/journal_story.h"
#include "tests/faults/lost_power.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::faults {
namespace {

using ::testing::IsEmpty;

size_t Points() {
  size_t points = 0;
  const char* given = std::getenv("CASEJOURNAL_POINTS");
  return given != nullptr && absl::SimpleAtoi(given, &points) ? points : 300;
}

struct Recorded {
  std::string name;
  Trace trace;
  std::unique_ptr<Story> story = std::make_unique<Story>();
};

using Tell = absl::Status (*)(const Places& places, Story& story, uint64_t seed);
struct Kind {
  const char* name;
  Tell before;  // not recorded
  Tell recorded;
  size_t share;  // of the points, in percent
};
absl::Status Nothing(const Places&, Story&, uint64_t) { return absl::OkStatus(); }
const Kind kKinds[] = {{"make and write", Nothing, MakeAndWrite, 45},
                       {"back up and restore", MakeAndWrite, BackUpAndRestore, 25},
                       {"continue", PrepareOlderState, ContinueAndWrite, 15},
                       {"make", Nothing, MakeOnly, 15}};

Recorded Record(const Kind& kind, uint64_t seed) {
  const eventstore::TestDirectory directory;
  const Places places(directory.path());
  std::filesystem::create_directory(std::filesystem::path(places.copy).parent_path());
  Recorded recorded{.name = kind.name};
  const absl::Status prepared = kind.before(places, *recorded.story, seed);
  EXPECT_TRUE(prepared.ok()) << kind.name << ": " << prepared;
  Recording recording(directory.path());
  const absl::Status told = kind.recorded(places, *recorded.story, seed + 1000);
  recorded.trace = recording.Stop();
  EXPECT_TRUE(told.ok()) << kind.name << ": " << told;
  // Nothing may change the disk without being seen.
  Disk disk(recorded.trace);
  disk.AdvanceTo(recorded.trace.steps.size());
  const Tree seen = disk.Whole();
  const Tree real = ReadTree(directory.path());
  std::map<std::string, std::string> seen_bytes;
  std::map<std::string, std::string> real_bytes;
  for (const auto& [path, node] : seen.Paths()) seen_bytes[path] = seen.nodes[node].bytes;
  for (const auto& [path, node] : real.Paths()) real_bytes[path] = real.nodes[node].bytes;
  EXPECT_TRUE(seen_bytes == real_bytes) << kind.name << ": the recording is not what is on disk";
  return recorded;
}

std::vector<size_t> Syncs(const Trace& trace) {
  std::vector<size_t> syncs;
  for (size_t i = 0; i < trace.steps.size(); ++i) {
    if (trace.steps[i].kind == StepKind::kSync) syncs.push_back(i);
  }
  return syncs;
}

// Before each sync once, in any order, then again; every fifth one directly behind it, every fifth one anywhere.
std::vector<size_t> ChoosePoints(const Trace& trace, size_t count, std::mt19937_64& chance) {
  std::vector<size_t> syncs = Syncs(trace);
  std::vector<size_t> points;
  for (size_t i = 0, next = syncs.size(); i < count; ++i) {
    if (i % 5 == 4 || syncs.empty()) {
      points.push_back(chance() % (trace.steps.size() + 1));
      continue;
    }
    if (next == syncs.size()) {
      std::shuffle(syncs.begin(), syncs.end(), chance);
      next = 0;
    }
    points.push_back(syncs[next++] + (i % 5 == 3 ? 1 : 0));
  }
  std::sort(points.begin(), points.end());
  return points;
}

struct Outcome {
  size_t points = 0;
  size_t during_recovery = 0;
  bool keeps = true;  // what was broken
  size_t kept = 0;
  std::vector<std::string> broken;
};

std::vector<Promise> PromisesBefore(const Recorded& recorded, size_t point) {
  const std::vector<Promise> all = recorded.story->promises();
  std::vector<Promise> made;
  // What was promised before the recording began.
  size_t first_marked = all.size();
  for (const Step& step : recorded.trace.steps) {
    if (step.kind == StepKind::kMark) first_marked = std::min<size_t>(first_marked, step.number);
  }
  made.assign(all.begin(), all.begin() + static_cast<ptrdiff_t>(first_marked));
  for (size_t i = 0; i < point; ++i) {
    if (recorded.trace.steps[i].kind == StepKind::kMark) made.push_back(all[recorded.trace.steps[i].number]);
  }
  return made;
}

// The states that broke a promise are kept, for whoever has to find out why.
constexpr size_t kKeptMax = 20;

std::string Describe(const Recorded& recorded, size_t point, const Cut& cut, const std::string& how,
                     const std::vector<std::string>& broken, Outcome& outcome) {
  std::string directory = "nowhere";
  if (outcome.kept < kKeptMax && outcome.keeps) {
    directory = absl::StrCat(std::filesystem::temp_directory_path().string(), "/casejournal-lost-power-", ::getpid(),
                             "-", outcome.kept++);
    WriteTree(cut.tree, directory);
  }
  const std::vector<Step>& steps = recorded.trace.steps;
  const std::string path = point < steps.size() ? steps[point].path : "the end";
  return absl::StrCat(recorded.name, ", cut before step ", point, " of ", steps.size(), " (", path, "), lost ",
                      cut.lost, how, ", kept in ", directory, ":\n    ", absl::StrJoin(broken, "\n    "));
}

// Cut, recover, and look. One cut in four is followed by another one while the journal recovers.
void CutAt(const Recorded& recorded, const Disk& disk, size_t point, std::mt19937_64& chance, Outcome& outcome) {
  const eventstore::TestDirectory directory;
  const Places places(directory.path());
  const std::vector<Promise> promises = PromisesBefore(recorded, point);
  const Cut cut = disk.CutPower(chance);
  WriteTree(cut.tree, directory.path());
  ++outcome.points;
  if (chance() % 4 != 0) {
    const std::vector<std::string> broken = BrokenPromises(places, *recorded.story, promises, chance);
    if (!broken.empty()) outcome.broken.push_back(Describe(recorded, point, cut, "", broken, outcome));
    return;
  }
  Recorded recovery{.name = absl::StrCat(recorded.name, " and recover")};
  Recording recording(directory.path());
  { const auto log = OpenJournal(places, places.journal); }
  recovery.trace = recording.Stop();
  const std::vector<size_t> points = ChoosePoints(recovery.trace, 1, chance);
  Disk second(recovery.trace);
  second.AdvanceTo(points.front());
  const Cut again = second.CutPower(chance);
  WriteTree(again.tree, directory.path());
  ++outcome.points;
  ++outcome.during_recovery;
  const std::vector<std::string> broken = BrokenPromises(places, *recorded.story, promises, chance);
  if (broken.empty()) return;
  outcome.broken.push_back(Describe(recovery, points.front(), again,
                                    absl::StrCat(" after a cut before step ", point, ", lost ", cut.lost), broken,
                                    outcome));
}

void CutMany(const Recorded& recorded, size_t count, std::mt19937_64& chance, Outcome& outcome) {
  Disk disk(recorded.trace);
  const size_t until = outcome.points + count;
  for (const size_t point : ChoosePoints(recorded.trace, count, chance)) {
    if (outcome.points >= until) break;
    disk.AdvanceTo(point);
    CutAt(recorded, disk, point, chance, outcome);
  }
}

// At most this many points see the same recording.
constexpr size_t kPointsOfStory = 1000;

TEST(PowerLossTest, WhatWasPromisedHoldsAfterPowerIsCut) {
  const uint64_t seed = testing::TestSeed();
  std::mt19937_64 chance(seed);
  Outcome outcome;
  for (const Kind& kind : kKinds) {
    Outcome here;
    size_t syncs = 0;
    const size_t all = std::max<size_t>(1, Points() * kind.share / 100);
    while (here.points < all) {
      const Recorded recorded = Record(kind, chance());
      syncs += Syncs(recorded.trace).size();
      CutMany(recorded, std::min(all - here.points, kPointsOfStory), chance, here);
    }
    std::cout << kind.name << ": " << here.points << " points (" << here.during_recovery
              << " of them during a recovery) in stories of " << syncs << " syncs, " << here.broken.size()
              << " with a broken promise\n";
    outcome.points += here.points;
    for (std::string& broken : here.broken) outcome.broken.push_back(std::move(broken));
  }
  std::cout << outcome.points << " points\n";
  EXPECT_THAT(outcome.broken, IsEmpty()) << absl::StrJoin(outcome.broken, "\n");
}

// The test finds what it is for: a disk or a program with one fault is found out within a few cuts.

constexpr size_t kTries = 400;

// Cut until a promise is broken; 0: none was.
size_t CutsUntilBroken(const Recorded& recorded, const std::vector<size_t>& points,
                       const std::function<bool(const Step& sync)>& lies, std::mt19937_64& chance) {
  Outcome outcome{.keeps = false};
  while (outcome.broken.empty() && outcome.points < kTries) {
    Disk disk(recorded.trace, lies);
    std::vector<size_t> some;
    std::sample(points.begin(), points.end(), std::back_inserter(some), 20, chance);
    for (const size_t point : some) {
      disk.AdvanceTo(point);
      CutAt(recorded, disk, point, chance, outcome);
      if (!outcome.broken.empty()) break;
    }
  }
  return outcome.broken.empty() ? 0 : outcome.points;
}

std::vector<size_t> AllPoints(const Trace& trace) {
  std::vector<size_t> points;
  for (size_t i = 0; i <= trace.steps.size(); ++i) points.push_back(i);
  return points;
}

// Directly behind each acknowledgement.
std::vector<size_t> PointsBehindMarks(const Trace& trace) {
  std::vector<size_t> points;
  for (size_t i = 0; i < trace.steps.size(); ++i) {
    if (trace.steps[i].kind == StepKind::kMark) points.push_back(i + 1);
  }
  return points;
}

bool IsLogOf(const Step& step, absl::string_view folder) {
  return absl::StartsWith(step.path, folder) && absl::EndsWith(step.path, ".log");
}

struct Lie {
  const char* about;
  const Kind& in;
  bool (*told)(const Step& sync);
  bool at_end = false;  // only what is lost after the story matters
};
const Lie kLies[] = {
    {"the log's groups", kKinds[0], [](const Step& sync) { return IsLogOf(sync, "journal/log/"); }},
    {"data keys", kKinds[0], [](const Step& sync) { return IsLogOf(sync, "journal/keys/"); }},
    {"tables", kKinds[0], [](const Step& sync) { return absl::EndsWith(sync.path, ".sst"); }},
    {"manifests", kKinds[0], [](const Step& sync) { return absl::StrContains(sync.path, "/MANIFEST-"); }},
    {"names of logs and tables", kKinds[0], [](const Step& sync) { return sync.path == "journal/log"; }},
    {"checkpoints", kKinds[0], [](const Step& sync) { return absl::StartsWith(sync.path, "journal/checkpoints"); }},
    {"the clock mark", kKinds[0], [](const Step& sync) { return absl::StartsWith(sync.path, "journal/clock"); }},
    {"secrets", kKinds[0], [](const Step& sync) { return absl::StartsWith(sync.path, "journal/secrets"); }},
    {"the name of the journal", kKinds[0], [](const Step& sync) { return sync.path.empty(); }},
    {"objects of backups", kKinds[1], [](const Step& sync) { return absl::StartsWith(sync.path, "backups/objects/"); }},
    {"generations of backups", kKinds[1],
     [](const Step& sync) { return absl::StartsWith(sync.path, "backups/generations"); }},
    {"the key set of backups", kKinds[1], [](const Step& sync) { return absl::StartsWith(sync.path, "backups/keys"); }},
    {"a restored journal", kKinds[1], [](const Step& sync) { return absl::StartsWith(sync.path, "restored"); }, true},
};

TEST(PowerLossTest, ADiskThatLiesAboutSyncsIsFoundOut) {
  std::mt19937_64 chance(testing::TestSeed());
  std::map<const Kind*, Recorded> recorded;
  for (const Lie& lie : kLies) {
    if (!recorded.contains(&lie.in)) recorded[&lie.in] = Record(lie.in, chance());
    const Trace& trace = recorded[&lie.in].trace;
    const std::vector<size_t> points = lie.at_end ? std::vector<size_t>{trace.steps.size()} : AllPoints(trace);
    const size_t cuts = CutsUntilBroken(recorded[&lie.in], points, lie.told, chance);
    std::cout << "a lie about " << lie.about << ": found after " << cuts << " cuts\n";
    EXPECT_GT(cuts, 0u) << lie.about << ": not found in " << kTries << " cuts";
  }
}

// One group in some hundred is not synced before it is acknowledged.
TEST(PowerLossTest, OneSkippedSyncIsFoundOut) {
  std::mt19937_64 chance(testing::TestSeed());
  const Recorded recorded = Record(kKinds[0], chance());
  std::vector<size_t> syncs;
  for (const size_t sync : Syncs(recorded.trace)) {
    if (IsLogOf(recorded.trace.steps[sync], "journal/log/")) syncs.push_back(sync);
  }
  for (int i = 0; i < 3; ++i) {
    const size_t skipped = syncs[chance() % syncs.size()];
    const std::vector<size_t> marks = PointsBehindMarks(recorded.trace);
    const auto next = std::upper_bound(marks.begin(), marks.end(), skipped);
    if (next == marks.end()) continue;
    const Step* const step = &recorded.trace.steps[skipped];
    const size_t cuts = CutsUntilBroken(
        recorded, {*next}, [&](const Step& sync) { return &sync == step; }, chance);
    EXPECT_GT(cuts, 0u) << "step " << skipped << ": not found in " << kTries << " cuts";
  }
}

// A program that does two things in the wrong order: the later one is moved before the sync of its group.
Recorded MovedBeforeSync(Recorded recorded, absl::FunctionRef<bool(const Step& step)> is_early) {
  std::vector<Step>& steps = recorded.trace.steps;
  size_t sync = steps.size();
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == StepKind::kSync && IsLogOf(steps[i], "journal/log/")) sync = i;
    if (sync == steps.size() || !is_early(steps[i])) continue;
    std::rotate(steps.begin() + static_cast<ptrdiff_t>(sync), steps.begin() + static_cast<ptrdiff_t>(i),
                steps.begin() + static_cast<ptrdiff_t>(i) + 1);
    ++sync;
  }
  return recorded;
}

TEST(PowerLossTest, AnAnswerBeforeTheSyncIsFoundOut) {
  std::mt19937_64 chance(testing::TestSeed());
  const Recorded recorded =
      MovedBeforeSync(Record(kKinds[0], chance()), [](const Step& step) { return step.kind == StepKind::kMark; });

  EXPECT_GT(CutsUntilBroken(recorded, AllPoints(recorded.trace), nullptr, chance), 0u);
}

TEST(PowerLossTest, AnAcknowledgedMarkBeforeTheSyncIsFoundOut) {
  std::mt19937_64 chance(testing::TestSeed());
  const Recorded recorded =
      MovedBeforeSync(Record(kKinds[0], chance()), [](const Step& step) { return step.path == "journal/acked"; });

  EXPECT_GT(CutsUntilBroken(recorded, Syncs(recorded.trace), nullptr, chance), 0u);
}

}  // namespace
}  // namespace casejournal::faults
