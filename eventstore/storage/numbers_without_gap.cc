#include "eventstore/storage/numbers_without_gap.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

absl::Status Gap(Family family, uint64_t number, const std::map<uint64_t, std::string>& beginnings) {
  const auto behind = beginnings.upper_bound(number);
  const std::string after =
      behind == beginnings.end() ? "others follow it" : absl::StrCat(behind->second, " continues at ", behind->first);
  return absl::DataLossError(
      absl::StrCat(family == Family::kLog ? "position " : "key ", number, " is missing, but ", after,
                   ": a write-ahead log is missing, empty, or truncated. Restore the newest backup. If that is lost, "
                   "continue an older state as a new log: casejournal continue"));
}

}  // namespace

absl::Status RequireNoGap(const Database& database, Family family, const std::vector<LogBeginning>& logs,
                          NumberSeen seen) {
  const uint32_t id = database.family(family)->GetID();
  std::map<uint64_t, std::string> beginnings;
  for (const LogBeginning& log : logs) {
    if (const auto first = log.first_numbers.find(id); first != log.first_numbers.end())
      beginnings.try_emplace(first->second, log.path);
  }
  if (beginnings.empty()) return absl::OkStatus();
  const uint64_t first = beginnings.begin()->first;
  uint64_t number = first == 0 ? 0 : first - 1;
  const std::unique_ptr<rocksdb::Iterator> at(
      database.db().NewIterator(rocksdb::ReadOptions(), database.family(family)));
  for (at->Seek(SizeKey(number)); at->Valid(); at->Next(), ++number) {
    if (at->key() != rocksdb::Slice(SizeKey(number))) return Gap(family, number, beginnings);
    if (absl::Status looked = seen(number, {at->value().data(), at->value().size()}); !looked.ok()) return looked;
  }
  if (!at->status().ok())
    return FromRocksdb(at->status(), absl::StrCat("reading number ", number, " in ", database.db().GetName()));
  return beginnings.rbegin()->first > number ? Gap(family, number, beginnings) : absl::OkStatus();
}

}  // namespace casejournal::eventstore
