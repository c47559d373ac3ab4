#include "services/pages/word_difference.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/pages/table.h"

namespace casejournal::services {
namespace {

using Words = std::vector<absl::string_view>;

constexpr size_t kWordsMax = 2000;
// At least this part of the words of the longer text must be in both.
constexpr size_t kSharedOneIn = 3;

Words WordsOf(absl::string_view text) { return absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty()); }

// lengths[i][j]: the number of words that before[i..] and after[j..] have in common, in order.
class CommonWords {
 public:
  CommonWords(const Words& before, const Words& after)
      : columns_(after.size() + 1), lengths_((before.size() + 1) * columns_) {
    for (size_t i = before.size(); i-- > 0;) {
      for (size_t j = after.size(); j-- > 0;) {
        lengths_[i * columns_ + j] =
            before[i] == after[j] ? static_cast<uint16_t>(At(i + 1, j + 1) + 1) : std::max(At(i + 1, j), At(i, j + 1));
      }
    }
  }

  uint16_t At(size_t i, size_t j) const { return lengths_[i * columns_ + j]; }

 private:
  const size_t columns_;
  std::vector<uint16_t> lengths_;
};

// A run of words that are in both texts, or what is instead of each other.
struct Run {
  Words common;
  Words removed;
  Words added;
};

// A few words in common amid changes do not help a reader: take them into the changes around them.
void JoinAcrossShortRuns(std::vector<Run>& runs) {
  constexpr size_t kWordsMin = 3;
  for (size_t i = 1; i + 1 < runs.size();) {
    if (runs[i].common.empty() || runs[i].common.size() >= kWordsMin) {
      ++i;
      continue;
    }
    Run& joined = runs[i - 1];
    for (const Run* each : {&runs[i], &runs[i + 1]}) {
      joined.removed.insert(joined.removed.end(), each->common.begin(), each->common.end());
      joined.removed.insert(joined.removed.end(), each->removed.begin(), each->removed.end());
      joined.added.insert(joined.added.end(), each->common.begin(), each->common.end());
      joined.added.insert(joined.added.end(), each->added.begin(), each->added.end());
    }
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(i), runs.begin() + static_cast<std::ptrdiff_t>(i) + 2);
  }
}

std::string TextOfRun(const Run& run) {
  if (!run.common.empty()) return absl::StrJoin(run.common, " ");
  return absl::StrCat(run.removed.empty() ? "" : absl::StrCat("[-", absl::StrJoin(run.removed, " "), "-]"),
                      run.added.empty() ? "" : absl::StrCat("{+", absl::StrJoin(run.added, " "), "+}"));
}

}  // namespace

std::string WordDifference(absl::string_view before_text, absl::string_view after_text) {
  const Words before = WordsOf(before_text);
  const Words after = WordsOf(after_text);
  if (std::max(before.size(), after.size()) > kWordsMax) return "";
  const CommonWords common(before, after);
  if (common.At(0, 0) * kSharedOneIn < std::max(before.size(), after.size()) || common.At(0, 0) == 0) return "";
  std::vector<Run> runs;
  const auto run = [&](bool is_common) -> Run& {
    if (runs.empty() || runs.back().common.empty() == is_common) runs.emplace_back();
    return runs.back();
  };
  for (size_t i = 0, j = 0; i < before.size() || j < after.size();) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      run(true).common.push_back(before[i++]);
      ++j;
    } else if (j == after.size() || (i < before.size() && common.At(i + 1, j) >= common.At(i, j + 1))) {
      run(false).removed.push_back(before[i++]);
    } else {
      run(false).added.push_back(after[j++]);
    }
  }
  JoinAcrossShortRuns(runs);
  return absl::StrJoin(runs, " ", [](std::string* out, const Run& each) { absl::StrAppend(out, TextOfRun(each)); });
}

std::string ColorDifference(absl::string_view text, bool color) {
  if (!color) return std::string(text);
  std::string out;
  Tone tone = Tone::kPlain;
  std::string run;
  const auto end_run = [&] {
    absl::StrAppend(&out, Toned(run, tone, true));
    run.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view rest = text.substr(i);
    const bool opens = tone == Tone::kPlain && (absl::StartsWith(rest, "[-") || absl::StartsWith(rest, "{+"));
    const bool closes =
        (tone == Tone::kBad && absl::StartsWith(rest, "-]")) || (tone == Tone::kGood && absl::StartsWith(rest, "+}"));
    if (opens) {
      end_run();
      tone = rest[0] == '[' ? Tone::kBad : Tone::kGood;
    }
    if (closes) {
      absl::StrAppend(&run, rest.substr(0, 2));
      end_run();
      tone = Tone::kPlain;
      ++i;
    } else if (rest[0] == '\n') {
      end_run();
      const size_t spaces = std::min(rest.find_first_not_of("\n "), rest.size());
      absl::StrAppend(&out, rest.substr(0, spaces));
      i += spaces - 1;
    } else {
      run += rest[0];
    }
  }
  end_run();
  return out;
}

}  // namespace casejournal::services
