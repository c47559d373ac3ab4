// A file system for RocksDB whose databases open after any power failure. RocksDB relies on two things that not every
// disk does: that names of a directory arrive in the order in which they were made, and that the end of a file arrives
// before what follows it.
#ifndef CASEJOURNAL_EVENTSTORE_STORAGE_SOUND_MANIFEST_H_
#define CASEJOURNAL_EVENTSTORE_STORAGE_SOUND_MANIFEST_H_

#include <rocksdb/file_system.h>

#include <memory>

namespace casejournal::eventstore {

// `target` with two changes:
// - Before CURRENT gets another manifest, the names in its directory are synced: those of that manifest, and of the
//   tables that it lists.
// - The torn end of a manifest is left out when it is read. RocksDB uses nothing of a record that it has not synced. A
//   damaged record before intact ones is read as it is, and refused. What a damaged last record listed, if it was
//   synced, is missed by the checks of a recovery (recovery.h), and fsck reports it in any case.
std::shared_ptr<rocksdb::FileSystem> WithSoundManifests(std::shared_ptr<rocksdb::FileSystem> target);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_STORAGE_SOUND_MANIFEST_H_
