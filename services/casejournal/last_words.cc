#include "services/casejournal/last_words.h"

#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>
#include <string_view>
#include <system_error>

#include "services/console/exit_status.h"

namespace casejournal::services {
namespace {

std::terminate_handler otherwise = nullptr;

// Takes no memory.
[[noreturn]] void End(std::string_view words) {
  while (!words.empty()) {
    const ssize_t count = ::write(STDERR_FILENO, words.data(), words.size());
    if (count < 0 && errno != EINTR) break;
    if (count > 0) words.remove_prefix(static_cast<size_t>(count));
  }
  ::_exit(static_cast<int>(ExitStatus::kOutOfMemory));
}

[[noreturn]] void EndWithoutMemory() {
  End("casejournal: out of memory: the system gives no more. Nothing that was acknowledged is lost\n");
}

[[noreturn]] void EndWithoutThread() {
  End("casejournal: out of memory or threads: the system starts no more threads. Nothing that was acknowledged is "
      "lost\n");
}

[[noreturn]] void EndForException() {
  const std::exception_ptr thrown = std::current_exception();
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    EndWithoutMemory();
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::resource_unavailable_try_again) EndWithoutThread();
    if (error.code() == std::errc::not_enough_memory) EndWithoutMemory();
  } catch (...) {  // a fault of the program
  }
  otherwise();
  ::_exit(static_cast<int>(ExitStatus::kFailure));
}

}  // namespace

void SayLastWords() {
  std::set_new_handler(EndWithoutMemory);
  otherwise = std::set_terminate(EndForException);
}

}  // namespace casejournal::services
