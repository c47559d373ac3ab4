// Texts of lines "NAME WORDS" (BACKUP_FORMAT.md), and the digest at their end. Pure.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_TEXT_LINES_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_TEXT_LINES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "eventstore/backup/objects.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

// Add the last line: the digest of all before it.
inline std::string WithDigest(std::string text) {
  absl::StrAppend(&text, "digest ", HexOf(Sha256().Update(text).Finish()), "\n");
  return text;
}

// Reads lines "NAME WORD WORD...", and remembers the first one that is wrong.
class TextLines {
 public:
  TextLines(absl::string_view text, absl::string_view title, absl::string_view what) : what_(what) {
    if (absl::ConsumePrefix(&text, title) && absl::ConsumeSuffix(&text, "\n")) {
      lines_ = absl::StrSplit(text, '\n');
    } else {
      Wrong("its beginning or its end");
    }
  }

  // Require that the last line is the digest of all before it, and drop it.
  void CheckDigest(absl::string_view text) {
    if (!status_.ok()) return;
    const std::string last = absl::StrCat(lines_.back(), "\n");
    const absl::string_view before = text.substr(0, text.size() - last.size());
    if (last != absl::StrCat("digest ", HexOf(Sha256().Update(before).Finish()), "\n")) return Wrong("its digest");
    lines_.pop_back();
  }

  bool NextIs(absl::string_view name) const {
    return status_.ok() && at_ < lines_.size() && absl::StartsWith(lines_[at_], absl::StrCat(name, " "));
  }
  // The words of the next line, which has this name and `count` words after it.
  std::vector<std::string> Take(absl::string_view name, size_t count) {
    std::vector<std::string> words;
    if (NextIs(name)) {
      words = absl::StrSplit(lines_[at_], ' ');
      words.erase(words.begin());
      ++at_;
    }
    if (words.size() != count) {
      Wrong(name);
      words.assign(count, "");
    }
    return words;
  }
  uint64_t Number(absl::string_view name) { return NumberIn(Take(name, 1)[0], name); }
  int64_t Signed(absl::string_view name) {
    const std::string word = Take(name, 1)[0];
    int64_t number = 0;
    if (!absl::SimpleAtoi(word, &number) || absl::StrCat(number) != word) Wrong(name);
    return number;
  }
  uint64_t NumberIn(const std::string& word, absl::string_view name) {
    uint64_t number = 0;
    if (!absl::SimpleAtoi(word, &number) || absl::StrCat(number) != word) Wrong(name);
    return number;
  }
  Hash HashIn(const std::string& word, absl::string_view name) {
    const absl::StatusOr<Hash> hash = HashFromHex(word);
    if (!hash.ok()) Wrong(name);
    return hash.value_or(Hash{});
  }
  absl::Status Finish() {
    if (status_.ok() && at_ != lines_.size()) Wrong(absl::StrCat("line ", at_ + 2));
    return status_;
  }

 private:
  void Wrong(absl::string_view where) {
    if (status_.ok()) status_ = absl::DataLossError(absl::StrCat("this is no ", what_, ": ", where, " is wrong"));
  }

  std::string what_;
  std::vector<std::string> lines_;
  size_t at_ = 0;
  absl::Status status_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_TEXT_LINES_H_
