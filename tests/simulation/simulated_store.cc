#include "tests/simulation/simulated_store.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <rocksdb/comparator.h>
#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/utilities/stackable_db.h>
#include <rocksdb/write_batch.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace casejournal::simulation {
namespace {

using rocksdb::Slice;
using rocksdb::Status;
using Rows = StoredImage::Rows;

SimulatedStores* current = nullptr;

void Step() {
  if (Scheduler* const scheduler = Scheduler::Current()) scheduler->Step();
}

bool OneIn(uint64_t times) {
  Scheduler* const scheduler = Scheduler::Current();
  return times > 0 && scheduler != nullptr && scheduler->chance().OneIn(times);
}

// Locked outside of fibers only: a fiber that waits here would keep the others.
class Guard {
 public:
  explicit Guard(StoredImage& image) : lock_(image.mutex, std::defer_lock) {
    if (Scheduler::Current() == nullptr) lock_.lock();
  }

 private:
  std::unique_lock<std::mutex> lock_;
};

[[noreturn]] void NotSimulated(const char* what) {
  std::fprintf(stderr, "the simulated store has no %s\n", what);
  std::abort();
}

// Applies one batch.
class Applier final : public rocksdb::WriteBatch::Handler {
 public:
  Applier(StoredImage& image, uint64_t number) : image_(image), number_(number) {}

  Status PutCF(uint32_t family, const Slice& key, const Slice& value) override {
    image_.rows[family][key.ToString()].push_back({.number = number_, .removed = false, .value = value.ToString()});
    return Status::OK();
  }
  Status DeleteCF(uint32_t family, const Slice& key) override {
    image_.rows[family][key.ToString()].push_back({.number = number_, .removed = true, .value = ""});
    return Status::OK();
  }
  Status SingleDeleteCF(uint32_t, const Slice&) override { NotSimulated("SingleDelete"); }
  Status DeleteRangeCF(uint32_t, const Slice&, const Slice&) override { NotSimulated("DeleteRange"); }
  Status MergeCF(uint32_t, const Slice&, const Slice&) override { NotSimulated("Merge"); }

 private:
  StoredImage& image_;
  const uint64_t number_;
};

void Apply(StoredImage& image, const std::string& batch) {
  Applier applier(image, ++image.applied);
  if (!rocksdb::WriteBatch(batch).Iterate(&applier).ok()) std::abort();
}

const StoredImage::Version* VisibleIn(const std::vector<StoredImage::Version>& versions, uint64_t until) {
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (version->number <= until) return version->removed ? nullptr : &*version;
  }
  return nullptr;
}

class Handle final : public rocksdb::ColumnFamilyHandle {
 public:
  Handle(std::string name, uint32_t id) : name_(std::move(name)), id_(id) {}
  const std::string& GetName() const override { return name_; }
  uint32_t GetID() const override { return id_; }
  Status GetDescriptor(rocksdb::ColumnFamilyDescriptor*) override { NotSimulated("GetDescriptor"); }
  const rocksdb::Comparator* GetComparator() const override { return rocksdb::BytewiseComparator(); }

 private:
  const std::string name_;
  const uint32_t id_;
};

class StoreSnapshot final : public rocksdb::Snapshot {
 public:
  explicit StoreSnapshot(uint64_t until) : until_(until) {}
  ~StoreSnapshot() override = default;
  rocksdb::SequenceNumber GetSequenceNumber() const override { return until_; }
  int64_t GetUnixTime() const override { return 0; }
  uint64_t GetTimestamp() const override { return 0; }

 private:
  const uint64_t until_;
};

Status ReadFailed() { return Status::IOError("a simulated read failed"); }

// Sees what there was when it was made.
class StoreIterator final : public rocksdb::Iterator {
 public:
  StoreIterator(std::shared_ptr<StoredImage> image, uint32_t family, uint64_t until, const Slice* upper)
      : image_(std::move(image)), rows_(image_->rows[family]), until_(until), at_(rows_.end()) {
    if (upper != nullptr) upper_ = upper->ToString();
  }

  bool Valid() const override { return version_ != nullptr; }
  void SeekToFirst() override {
    if (Begin()) Forward(rows_.begin());
  }
  void SeekToLast() override {
    if (Begin()) Backward(upper_ ? rows_.lower_bound(*upper_) : rows_.end());
  }
  void Seek(const Slice& target) override {
    if (Begin()) Forward(rows_.lower_bound(target.ToString()));
  }
  void SeekForPrev(const Slice& target) override {
    if (Begin()) Backward(rows_.upper_bound(target.ToString()));
  }
  void Next() override {
    const Guard guard(*image_);
    Forward(std::next(at_));
  }
  void Prev() override {
    const Guard guard(*image_);
    Backward(at_);
  }
  Slice key() const override { return at_->first; }
  Slice value() const override { return value_; }
  Status status() const override { return status_; }

 private:
  bool Begin() {
    Step();
    version_ = nullptr;
    status_ = OneIn(SimulatedStores::Current()->faults.read_one_in) ? ReadFailed() : Status::OK();
    return status_.ok();
  }
  // To the first visible row from `at` on.
  void Forward(Rows::iterator at) {
    version_ = nullptr;
    for (; at != rows_.end() && (!upper_ || at->first < *upper_); ++at) {
      if (Take(at)) return;
    }
  }
  // To the last visible row before `at`.
  void Backward(Rows::iterator at) {
    version_ = nullptr;
    while (at != rows_.begin()) {
      --at;
      if (Take(at)) return;
    }
  }
  bool Take(Rows::iterator at) {
    version_ = VisibleIn(at->second, until_);
    if (version_ == nullptr) return false;
    at_ = at;
    value_ = version_->value;
    return true;
  }

  const std::shared_ptr<StoredImage> image_;
  Rows& rows_;
  const uint64_t until_;
  std::optional<std::string> upper_;
  Rows::iterator at_;
  const StoredImage::Version* version_ = nullptr;
  std::string value_;
  Status status_;
};

class Store final : public rocksdb::StackableDB {
 public:
  Store(std::string name, std::shared_ptr<StoredImage> image, bool writes)
      : StackableDB(nullptr), name_(std::move(name)), image_(std::move(image)), writes_(writes) {
    image_->is_open = true;
  }
  ~Store() override { image_->is_open = false; }

  const std::string& GetName() const override { return name_; }
  rocksdb::ColumnFamilyHandle* DefaultColumnFamily() const override { return &default_family_; }
  Status DestroyColumnFamilyHandle(rocksdb::ColumnFamilyHandle* family) override {
    delete family;
    return Status::OK();
  }

  using StackableDB::Put;
  Status Put(const rocksdb::WriteOptions& options, rocksdb::ColumnFamilyHandle* family, const Slice& key,
             const Slice& value) override {
    rocksdb::WriteBatch batch;
    if (Status put = batch.Put(family, key, value); !put.ok()) return put;
    return Write(options, &batch);
  }

  using StackableDB::Delete;
  Status Delete(const rocksdb::WriteOptions& options, rocksdb::ColumnFamilyHandle* family, const Slice& key) override {
    rocksdb::WriteBatch batch;
    if (Status put = batch.Delete(family, key); !put.ok()) return put;
    return Write(options, &batch);
  }

  Status Write(const rocksdb::WriteOptions& options, rocksdb::WriteBatch* batch) override {
    if (!writes_) return Status::NotSupported("Not supported operation in read only mode.");
    TakeTurn();
    const Status written = WriteInTurn(options, batch->Data());
    image_->writing = false;
    Step();
    return written;
  }

  using StackableDB::Get;
  Status Get(const rocksdb::ReadOptions& options, rocksdb::ColumnFamilyHandle* family, const Slice& key,
             rocksdb::PinnableSlice* value) override {
    Step();
    if (OneIn(SimulatedStores::Current()->faults.read_one_in)) return ReadFailed();
    const Guard guard(*image_);
    const Rows& rows = image_->rows[family->GetID()];
    const auto found = rows.find(key.ToString());
    const StoredImage::Version* const version =
        found == rows.end() ? nullptr : VisibleIn(found->second, UntilOf(options));
    if (version == nullptr) return Status::NotFound();
    value->PinSelf(version->value);
    return Status::OK();
  }

  using StackableDB::NewIterator;
  rocksdb::Iterator* NewIterator(const rocksdb::ReadOptions& options, rocksdb::ColumnFamilyHandle* family) override {
    Step();
    const Guard guard(*image_);
    return new StoreIterator(image_, family->GetID(), UntilOf(options), options.iterate_upper_bound);
  }

  const rocksdb::Snapshot* GetSnapshot() override {
    const Guard guard(*image_);
    return new StoreSnapshot(image_->applied);
  }
  void ReleaseSnapshot(const rocksdb::Snapshot* snapshot) override {
    delete static_cast<const StoreSnapshot*>(snapshot);
  }

  using StackableDB::Flush;
  Status Flush(const rocksdb::FlushOptions&, const std::vector<rocksdb::ColumnFamilyHandle*>&) override {
    if (!writes_) return Status::NotSupported("Not supported operation in read only mode.");
    TakeTurn();
    const Status failed = image_->failed ? Status::IOError("an earlier simulated write failed") : Status::OK();
    if (failed.ok()) image_->synced = image_->batches.size();
    image_->writing = false;
    Step();
    return failed;
  }
  using StackableDB::CompactRange;
  Status CompactRange(const rocksdb::CompactRangeOptions&, rocksdb::ColumnFamilyHandle*, const Slice*,
                      const Slice*) override {
    return Status::OK();
  }
  Status VerifyFileChecksums(const rocksdb::ReadOptions&) override { return Status::OK(); }

 private:
  // One batch at a time, as RocksDB writes its log.
  void TakeTurn() {
    Scheduler* const scheduler = Scheduler::Current();
    if (scheduler == nullptr) {
      image_->mutex.lock();
      image_->writing = true;
      image_->mutex.unlock();
      return;
    }
    scheduler->WaitUntil([this] { return !image_->writing; });
    image_->writing = true;
  }

  Status WriteInTurn(const rocksdb::WriteOptions& options, const std::string& batch) {
    const Guard guard(*image_);
    const uint64_t fails = SimulatedStores::Current()->faults.write_one_in;
    if (image_->failed) return Status::IOError("an earlier simulated write failed");
    if (OneIn(fails)) {
      image_->failed = true;
      if (OneIn(2)) image_->torn = batch;
      return Status::IOError("a simulated write failed");
    }
    image_->batches.push_back(batch);
    Step();
    if (options.sync) {
      if (OneIn(fails)) {
        image_->failed = true;
        image_->batches.pop_back();
        image_->torn = batch;
        return Status::IOError("a simulated sync failed");
      }
      image_->synced = image_->batches.size();
      Step();
    }
    Apply(*image_, batch);
    return Status::OK();
  }

  uint64_t UntilOf(const rocksdb::ReadOptions& options) const {
    return options.snapshot == nullptr ? image_->applied
                                       : static_cast<const StoreSnapshot*>(options.snapshot)->GetSequenceNumber();
  }

  const std::string name_;
  const std::shared_ptr<StoredImage> image_;
  const bool writes_;
  mutable Handle default_family_{rocksdb::kDefaultColumnFamilyName, 0};
};

// The file that names the newest manifest of a database, whose absence means that there is none.
Status MakeCurrent(const std::string& path) {
  ::mkdir(path.c_str(), 0700);
  const std::string file = path + "/CURRENT";
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Status::IOError(file);
  const bool written = ::write(fd, "simulated\n", 10) == 10 && ::fsync(fd) == 0;
  ::close(fd);
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return written && synced ? Status::OK() : Status::IOError(file);
}

// The state after every batch that is there.
void Recover(StoredImage& image) {
  if (image.torn) image.torn.reset();
  image.failed = false;
  image.writing = false;
  image.applied = 0;
  image.rows.clear();
  for (const std::string& batch : image.batches) Apply(image, batch);
}

Status OpenSimulated(const rocksdb::DBOptions& options, const std::string& path,
                     const std::vector<rocksdb::ColumnFamilyDescriptor>& families,
                     std::vector<rocksdb::ColumnFamilyHandle*>* handles, rocksdb::DB** db, bool writes) {
  Step();
  SimulatedStores& stores = *SimulatedStores::Current();
  std::shared_ptr<StoredImage> image = stores.At(path, false);
  const bool there = image != nullptr && ::access((path + "/CURRENT").c_str(), F_OK) == 0;
  if (there && options.error_if_exists) return Status::InvalidArgument(path, "exists (error_if_exists is true)");
  if (!there && !options.create_if_missing)
    return Status::InvalidArgument(path + "/CURRENT", "does not exist (create_if_missing is false)");
  if (there && writes && image->is_open) return Status::IOError("lock hold by current process: " + path + "/LOCK");
  if (!there) {
    if (Status made = MakeCurrent(path); !made.ok()) return made;
    image = stores.At(path, true);
    for (const rocksdb::ColumnFamilyDescriptor& family : families) {
      image->families.emplace(family.name, static_cast<uint32_t>(image->families.size()));
    }
  }
  for (const rocksdb::ColumnFamilyDescriptor& family : families) {
    if (!image->families.contains(family.name)) return Status::InvalidArgument("Column family not found", family.name);
  }
  if (!image->is_open) Recover(*image);
  if (writes) {
    // What was in the write-ahead log is flushed into tables.
    Step();
    image->synced = image->batches.size();
    Step();
  }
  handles->clear();
  for (const rocksdb::ColumnFamilyDescriptor& family : families) {
    handles->push_back(new Handle(family.name, image->families.at(family.name)));
  }
  *db = new Store(path, std::move(image), writes);
  return Status::OK();
}

}  // namespace

SimulatedStores::SimulatedStores() {
  if (current != nullptr) std::abort();
  current = this;
}

SimulatedStores::~SimulatedStores() { current = nullptr; }

SimulatedStores* SimulatedStores::Current() { return current; }

RealStores::RealStores() : away_(std::exchange(current, nullptr)) {}
RealStores::~RealStores() { current = away_; }

std::shared_ptr<StoredImage> SimulatedStores::At(const std::string& path, bool make) {
  const auto found = images_.find(path);
  if (make) return images_[path] = std::make_shared<StoredImage>();
  return found == images_.end() ? nullptr : found->second;
}

void SimulatedStores::EndProcess(Chance& chance) {
  for (auto& [path, image] : images_) {
    // Whoever still has the old one no longer exists.
    auto left = std::make_shared<StoredImage>();
    left->batches = std::move(image->batches);
    left->synced = std::min<uint64_t>(image->synced, left->batches.size());
    left->families = image->families;
    if (image->torn && chance.OneIn(2)) left->batches.push_back(*image->torn);
    image->rows.clear();
    image = std::move(left);
  }
}

void SimulatedStores::CutPower(Chance& chance) {
  EndProcess(chance);
  for (auto& [path, image] : images_) {
    const uint64_t unsynced = image->batches.size() - image->synced;
    image->batches.resize(image->synced + chance.Below(unsynced + 1));
    image->synced = image->batches.size();
  }
}

bool SimulatedStores::IsDurable(const std::string& path, const std::string& family, const std::string& key) const {
  const StoredImage& image = *images_.at(path);
  const auto rows = image.rows.find(image.families.at(family));
  if (rows == image.rows.end()) return false;
  const auto found = rows->second.find(key);
  if (found == rows->second.end()) return false;
  const StoredImage::Version* const version = VisibleIn(found->second, image.applied);
  return version != nullptr && version->number <= image.synced;
}

}  // namespace casejournal::simulation

namespace rocksdb {

using casejournal::simulation::OpenSimulated;
using casejournal::simulation::SimulatedStores;

Status DB::Open(const DBOptions& options, const std::string& path, const std::vector<ColumnFamilyDescriptor>& families,
                std::vector<ColumnFamilyHandle*>* handles, DB** db) {
  if (SimulatedStores::Current() != nullptr) return OpenSimulated(options, path, families, handles, db, true);
  using Real = Status (*)(const DBOptions&, const std::string&, const std::vector<ColumnFamilyDescriptor>&,
                          std::vector<ColumnFamilyHandle*>*, DB**);
  static const auto real = reinterpret_cast<Real>(::dlsym(
      RTLD_NEXT,
      "_ZN7rocksdb2DB4OpenERKNS_9DBOptionsERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEERKSt6vectorINS_"
      "22ColumnFamilyDescriptorESaISD_EEPSC_IPNS_18ColumnFamilyHandleESaISJ_EEPPS0_"));
  return real(options, path, families, handles, db);
}

Status DB::OpenForReadOnly(const DBOptions& options, const std::string& path,
                           const std::vector<ColumnFamilyDescriptor>& families,
                           std::vector<ColumnFamilyHandle*>* handles, DB** db, bool error_if_wal_file_exists) {
  if (SimulatedStores::Current() != nullptr) return OpenSimulated(options, path, families, handles, db, false);
  using Real = Status (*)(const DBOptions&, const std::string&, const std::vector<ColumnFamilyDescriptor>&,
                          std::vector<ColumnFamilyHandle*>*, DB**, bool);
  static const auto real = reinterpret_cast<Real>(
      ::dlsym(RTLD_NEXT,
              "_ZN7rocksdb2DB15OpenForReadOnlyERKNS_9DBOptionsERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEERK"
              "St6vectorINS_22ColumnFamilyDescriptorESaISD_EEPSC_IPNS_18ColumnFamilyHandleESaISJ_EEPPS0_b"));
  return real(options, path, families, handles, db, error_if_wal_file_exists);
}

}  // namespace rocksdb
