#pragma once
// The bytes of a file by its name on a command line: "-", a plain file, a .gz where zlib was found.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/source.hpp>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#if defined(BILATERAL_HAS_ZLIB)
#include <zlib.h>
#endif

namespace example {

inline bilateral::byte_source open_input(const std::string& path) {
  if (path == "-") return bilateral::bytes_of(std::cin, "-");
  if (!path.ends_with(".gz")) return bilateral::open_file(path);
#if defined(BILATERAL_HAS_ZLIB)
  (void)bilateral::open_file(path);  // says why it cannot be opened
  const std::shared_ptr<gzFile_s> file(gzopen(path.c_str(), "rb"), [](gzFile f) {
    if (f != nullptr) gzclose(f);
  });
  if (!file) throw bilateral::data_error(path + ": cannot be opened");
  gzbuffer(file.get(), 1U << 17U);
  return [file, path](char* to, std::size_t capacity) {
    const auto wanted = static_cast<unsigned>(capacity < (1U << 30U) ? capacity : (1U << 30U));
    const int got = gzread(file.get(), to, wanted);
    int status = Z_OK;
    if (got < static_cast<int>(wanted)) gzerror(file.get(), &status);
    if (got < 0 || (status != Z_OK && status != Z_STREAM_END)) {
      throw bilateral::data_error(path + ": the compressed data are damaged or cut short");
    }
    return bilateral::to_size(got);
  };
#else
  throw bilateral::data_error(path + ": is compressed, and this program was built without zlib");
#endif
}

// bytes of a file that is read as it is; 0 of others
inline std::uint64_t size_of(const std::string& path) {
  std::error_code unknown;
  if (path == "-" || path.ends_with(".gz")) return 0;
  const auto size = std::filesystem::file_size(path, unknown);
  return unknown ? 0 : size;
}

// the same where a flag says that the text is in Latin-1: encoding "latin-1", else UTF-8
inline bilateral::byte_source open_input(const std::string& path, const std::string& encoding) {
  bilateral::byte_source source = open_input(path);
  return encoding == "latin-1" ? bilateral::from_latin1(std::move(source)) : source;
}

}  // namespace example
