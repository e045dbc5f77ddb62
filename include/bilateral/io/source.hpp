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

/// The UTF-8 of a source in Latin-1 (ISO 8859-1): each byte from 128 on becomes two. Nothing guesses
/// that a file is in Latin-1: whoever opens it says so.
template <class = when_called>
[[nodiscard]] byte_source from_latin1(byte_source source) {
  return
      [source = std::move(source), half = std::string()](char* to, std::size_t capacity) mutable {
        std::size_t out = 0;
        if (!half.empty() && capacity > 0) to[out++] = half[0];  // the second byte of a character
        half.clear();
        // each of these bytes may become two; the last of them waits where there is no place for both
        std::string piece((capacity - out + 1) / 2, '\0');
        const std::size_t n = piece.empty() ? 0 : source(piece.data(), piece.size());
        for (std::size_t i = 0; i < n; ++i) {
          const auto c = static_cast<unsigned char>(piece[i]);
          to[out++] = c < 128 ? piece[i] : static_cast<char>(0xC0U | (c >> 6U));
          if (c < 128) continue;
          const char second = static_cast<char>(0x80U | (c & 0x3FU));
          if (out < capacity) {
            to[out++] = second;
          } else {
            half = second;
          }
        }
        return out;
      };
}

}  // namespace bilateral
