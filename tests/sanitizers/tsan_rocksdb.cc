// What RocksDB does with memory, hidden from the thread sanitizer. Debian's RocksDB is compiled without it: the
// sanitizer does not see the atomic operations that publish an entry of a memtable, but it does see each copy,
// comparison, and allocation that RocksDB asks of another library, and reports a race between the thread that writes an
// entry and those that read it. The functions of this file stand before the sanitizer's own. For a call from RocksDB
// they tell it nothing; for any other they are the sanitizer's. A program of the preset tsan links this file, which is
// compiled without the sanitizer.
#include <link.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

extern "C" {
void* __interceptor_memcpy(void* to, const void* from, size_t size);
int __interceptor_memcmp(const void* a, const void* b, size_t size);
void* __interceptor_malloc(size_t size);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}

namespace {

// The addresses of RocksDB's code; none until the program starts.
uintptr_t rocksdb_begin = 0;
uintptr_t rocksdb_end = 0;

int FindRocksDb(dl_phdr_info* library, size_t /*size*/, void* /*unused*/) {
  if (std::strstr(library->dlpi_name, "/librocksdb.so") == nullptr) return 0;
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const auto& part = library->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
    rocksdb_begin = library->dlpi_addr + part.p_vaddr;
    rocksdb_end = rocksdb_begin + part.p_memsz;
  }
  return 1;
}

__attribute__((constructor)) void AtStart() { dl_iterate_phdr(FindRocksDb, nullptr); }

bool IsRocksDb(const void* caller) {
  const auto address = reinterpret_cast<uintptr_t>(caller);
  return rocksdb_begin <= address && address < rocksdb_end;
}

// The sanitizer takes an allocation for a write of all its bytes, unless writes are ignored.
void* Allocate(size_t size, const void* caller) {
  const bool hidden = IsRocksDb(caller);
  if (hidden) AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  void* const made = __interceptor_malloc(size);
  if (hidden) AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  if (made == nullptr) throw std::bad_alloc();
  return made;
}

}  // namespace

extern "C" void* memcpy(void* to, const void* from, size_t size) noexcept {
  if (!IsRocksDb(__builtin_return_address(0))) return __interceptor_memcpy(to, from, size);
  for (size_t i = 0; i < size; ++i) static_cast<char*>(to)[i] = static_cast<const char*>(from)[i];
  return to;
}

extern "C" int memcmp(const void* a, const void* b, size_t size) noexcept {
  if (!IsRocksDb(__builtin_return_address(0))) return __interceptor_memcmp(a, b, size);
  const auto left = static_cast<const unsigned char*>(a);
  const auto right = static_cast<const unsigned char*>(b);
  for (size_t i = 0; i < size; ++i) {
    if (left[i] != right[i]) return left[i] - right[i];
  }
  return 0;
}

void* operator new(size_t size) { return Allocate(size, __builtin_return_address(0)); }
void* operator new[](size_t size) { return Allocate(size, __builtin_return_address(0)); }
