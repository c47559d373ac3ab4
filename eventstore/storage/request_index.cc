#include "eventstore/storage/request_index.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/records/record.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kRequestIndexRow = "request-index";
constexpr int kRowsInBatch = 10'000;

// Writes rows in batches of a bounded size.
class RequestRows {
 public:
  explicit RequestRows(Database& database) : database_(database) {}

  absl::Status Put(const Uuid& request_id, const rocksdb::Slice& position) {
    batch_.Put(database_.family(Family::kRequest), RequestKey(request_id), position);
    return WriteIf(batch_.Count() >= kRowsInBatch);
  }
  absl::Status Delete(const rocksdb::Slice& key) {
    batch_.Delete(database_.family(Family::kRequest), key);
    return WriteIf(batch_.Count() >= kRowsInBatch);
  }
  // The mark is the last row, after a sync of all the others.
  absl::Status Finish() {
    batch_.Put(database_.family(Family::kMeta), {kRequestIndexRow.data(), kRequestIndexRow.size()},
               SizeKey(kRequestIndexForm));
    return WriteIf(true);
  }

 private:
  absl::Status WriteIf(bool write) {
    if (!write) return absl::OkStatus();
    rocksdb::WriteOptions synced;
    synced.sync = true;
    const rocksdb::Status written = database_.db().Write(synced, &batch_);
    batch_.Clear();
    return FromRocksdb(written, "rebuilding the request index");
  }

  Database& database_;
  rocksdb::WriteBatch batch_;
};

std::unique_ptr<rocksdb::Iterator> IterateAll(Database& database, Family family) {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;
  return std::unique_ptr<rocksdb::Iterator>(database.db().NewIterator(options, database.family(family)));
}

absl::Status DeleteRows(Database& database, RequestRows& rows) {
  const std::unique_ptr<rocksdb::Iterator> at = IterateAll(database, Family::kRequest);
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    if (absl::Status deleted = rows.Delete(at->key()); !deleted.ok()) return deleted;
  }
  return FromRocksdb(at->status(), absl::StrCat("reading family request in ", database.db().GetName()));
}

// From the last request to the first, so that for an id that was recorded twice the first one counts.
absl::Status PutRows(Database& database, RequestRows& rows, absl::FunctionRef<bool()> goes_on) {
  uint64_t seen = 0;
  const std::unique_ptr<rocksdb::Iterator> at = IterateAll(database, Family::kLog);
  for (at->SeekToLast(); at->Valid(); at->Prev()) {
    if (seen++ % kRowsInBatch == 0 && !goes_on()) return absl::CancelledError("the request index was not finished");
    const absl::StatusOr<Header> header = DecodeHeader(HeaderIn({at->value().data(), at->value().size()}));
    if (!header.ok()) return header.status();
    if (header->index_in_request != 0) continue;
    if (absl::Status put = rows.Put(header->request_id, at->key()); !put.ok()) return put;
  }
  return FromRocksdb(at->status(), absl::StrCat("reading the log in ", database.db().GetName()));
}

}  // namespace

absl::StatusOr<std::optional<uint64_t>> RequestIndexForm(const Database& database) {
  const absl::StatusOr<std::optional<std::string>> mark = database.Get(Family::kMeta, std::string(kRequestIndexRow));
  if (!mark.ok()) return mark.status();
  if (!mark->has_value()) return std::nullopt;
  ByteReader reader(**mark);
  const auto form = reader.Take<uint64_t>();
  if (!reader.ok() || !reader.rest().empty()) return absl::DataLossError("the mark of the request index is malformed");
  return form;
}

absl::Status UpdateRequestIndex(Database& database, absl::FunctionRef<bool()> goes_on) {
  const absl::StatusOr<std::optional<uint64_t>> form = RequestIndexForm(database);
  if (!form.ok()) return form.status();
  if (*form == kRequestIndexForm) return absl::OkStatus();
  if (form->has_value()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the request index has form ", **form, "; this program reads up to form ", kRequestIndexForm));
  }
  RequestRows rows(database);
  if (absl::Status deleted = DeleteRows(database, rows); !deleted.ok()) return deleted;
  if (absl::Status put = PutRows(database, rows, goes_on); !put.ok()) return put;
  return rows.Finish();
}

}  // namespace casejournal::eventstore
