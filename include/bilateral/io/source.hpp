#pragma once
/// Where bytes come from: memory, a stream, a file. Readers pull them in chunks.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <utility>

namespace bilateral {

/// Writes up to `capacity` bytes to `to` and returns how many; 0 at the end. May throw.
using byte_source = std::function<std::size_t(char* to, std::size_t capacity)>;

/// The bytes of a text, which the source owns.
template <class = when_called>
[[nodiscard]] byte_source bytes_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](char* to, std::size_t capacity) mutable {
    const std::size_t n = capacity < text.size() - at ? capacity : text.size() - at;
    std::memcpy(to, text.data() + at, n);
    at += n;
    return n;
  };
}

/// The rest of a stream, which must outlive the source.
/// @throws data_error  from the source, when the stream fails other than by ending
template <class = when_called>
[[nodiscard]] byte_source bytes_of(std::istream& in, std::string name) {
  return [&in, name = std::move(name)](char* to, std::size_t capacity) {
    if (!in.good()) return std::size_t{0};
    in.read(to, static_cast<std::streamsize>(capacity));
    if (in.bad()) throw data_error(name + ": cannot be read to its end");
    return to_size(in.gcount());
  };
}

/// The bytes of a file, opened here and now; no URL, no shell, no search path.
/// @throws data_error  the file cannot be opened, or is a folder
template <class = when_called>
[[nodiscard]] byte_source open_file(const std::string& path) {
  auto in = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*in) throw data_error(path + ": cannot be opened");
  if (in->peek() == std::ifstream::traits_type::eof() && in->bad()) {
    throw data_error(path + ": cannot be read (a folder?)");
  }
  in->clear();
  return [in, path](char* to, std::size_t capacity) {
    if (!in->good()) return std::size_t{0};
    in->read(to, static_cast<std::streamsize>(capacity));
    if (in->bad()) throw data_error(path + ": cannot be read to its end");
    return to_size(in->gcount());
  };
}

}  // namespace bilateral
