// RocksDB with small buffers, so that a test of a few hundred entries sees write-ahead logs that are rotated, flushed
// families, and compactions beside appends. This definition is in front of the library's, and calls it.
#include <dlfcn.h>
#include <rocksdb/db.h>

namespace rocksdb {

Status DB::Open(const DBOptions& options, const std::string& path, const std::vector<ColumnFamilyDescriptor>& families,
                std::vector<ColumnFamilyHandle*>* handles, DB** db) {
  using Function = Status (*)(const DBOptions&, const std::string&, const std::vector<ColumnFamilyDescriptor>&,
                              std::vector<ColumnFamilyHandle*>*, DB**);
  static const auto real = reinterpret_cast<Function>(::dlsym(
      RTLD_NEXT,
      "_ZN7rocksdb2DB4OpenERKNS_9DBOptionsERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEERKSt6vectorINS_"
      "22ColumnFamilyDescriptorESaISD_EEPSC_IPNS_18ColumnFamilyHandleESaISJ_EEPPS0_"));
  std::vector<ColumnFamilyDescriptor> small = families;
  for (ColumnFamilyDescriptor& family : small) {
    family.options.write_buffer_size = size_t{64} << 10;
    family.options.arena_block_size = size_t{8} << 10;
    family.options.level0_file_num_compaction_trigger = 3;
  }
  return real(options, path, small, handles, db);
}

}  // namespace rocksdb
