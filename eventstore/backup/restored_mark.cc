#include "eventstore/backup/restored_mark.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/text_lines.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kRestoredTitle = "casejournal restored 1\n";

}  // namespace

std::string RestoredMarkFile(absl::string_view directory) { return absl::StrCat(directory, "/restored"); }

std::string FormatRestoredMark(const RestoredMark& mark) {
  std::string text =
      absl::StrCat(kRestoredTitle, "id ", mark.id.ToString(), "\nbackup ", mark.backup, "\nsize ", mark.size, "\nroot ",
                   HexOf(mark.root), "\npublished-size ", mark.published_size, "\n");
  if (!mark.administrator_subject.empty()) {
    // They may have blanks.
    absl::StrAppend(&text, "administrator ", absl::BytesToHexString(mark.administrator_issuer), " ",
                    absl::BytesToHexString(mark.administrator_subject), "\n");
  }
  return WithDigest(std::move(text));
}

absl::StatusOr<RestoredMark> ParseRestoredMark(absl::string_view text) {
  TextLines lines(text, kRestoredTitle, "mark of a restore");
  lines.CheckDigest(text);
  const absl::StatusOr<Uuid> id = Uuid::Parse(lines.Take("id", 1)[0]);
  RestoredMark mark;
  mark.backup = lines.Number("backup");
  mark.size = lines.Number("size");
  mark.root = lines.HashIn(lines.Take("root", 1)[0], "root");
  mark.published_size = lines.Number("published-size");
  if (lines.NextIs("administrator")) {
    const std::vector<std::string> words = lines.Take("administrator", 2);
    mark.administrator_issuer = absl::HexStringToBytes(words[0]);
    mark.administrator_subject = absl::HexStringToBytes(words[1]);
  }
  if (absl::Status read = lines.Finish(); !read.ok()) return read;
  if (!id.ok()) return absl::DataLossError("this is no mark of a restore: its id is wrong");
  mark.id = *id;
  return mark;
}

}  // namespace casejournal::eventstore
