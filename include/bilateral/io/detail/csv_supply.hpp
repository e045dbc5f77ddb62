#pragma once
/// The bytes of a CSV cut into blocks of whole records, for threads that take them in turn.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

// Bytes with at least 16 readable ones behind them, the first of them NUL.
class padded_bytes {
 public:
  static constexpr std::size_t padding = 16;

  [[nodiscard]] const char* begin() const { return bytes_.data(); }
  [[nodiscard]] const char* end() const { return bytes_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // room for `more` bytes behind the present ones
  char* room(std::size_t more) {
    if (bytes_.size() < size_ + more + padding) bytes_.resize(size_ + more + padding);
    return bytes_.data() + size_;
  }
  void took(std::size_t more) { size_ += more; }
  void cut(std::size_t size) { size_ = size; }
  void seal() { std::memset(room(0), 0, padding); }

 private:
  std::vector<char> bytes_;
  std::size_t size_ = 0;
};

// Behind the last line end outside quotes, 0 where there is none. What starts between records is
// inside quotes after an odd number of them.
template <class = when_called>
std::size_t last_boundary(const char* bytes, std::size_t size, bool ended) {
  bool inside = false;
  const char* const end = bytes + size;
  for (const char* p = bytes; p != end; ++p) {
    const void* const found = std::memchr(p, '"', to_size(end - p));
    if (found == nullptr) break;
    inside = !inside;
    p = static_cast<const char*>(found);
  }
  for (const char line_end : {'\n', '\r'}) {
    bool outside = !inside;
    std::size_t at = size;
    while (at > 0) {
      const char c = bytes[--at];
      if (c == '"') outside = !outside;
      // a carriage return at the end may be half of one line end
      if (c == line_end && outside && (c == '\n' || ended || at + 1 < size)) return at + 1;
    }
  }
  return 0;
}

struct csv_block {
  std::size_t index = 0;
  padded_bytes bytes;
  bool cut_short = false;  // a limit ends the input here: to be explained, not parsed
};

// Cuts the same blocks however many threads take them.
class block_supply {
 public:
  // @param pulled  what the reader of the header took from the source; @param at  where records start
  block_supply(byte_source& source, const csv_options& options, std::string pulled, std::size_t at)
      : source_(source), options_(options), total_(pulled.size()) {
    carry_ = std::move(pulled);
    carry_.erase(0, at);
    if (total_ > options_.limits.bytes) over();
  }

  // False at the end. What the source throws passes through, with the block's index set.
  bool next(csv_block& block) {
    const std::lock_guard<std::mutex> lock(mutex_);
    block.index = index_;
    block.bytes.cut(0);
    block.cut_short = false;
    if (finished_) return false;
    finished_ = true;  // unless all goes well
    append(block.bytes, carry_.data(), carry_.size());
    std::size_t boundary = 0;
    while (!ended_ && boundary == 0) {
      if (block.bytes.size() > options_.limits.line_bytes + longest_look) {
        block.cut_short = true;
        break;
      }
      pull(block.bytes);
      boundary = last_boundary(block.bytes.begin(), block.bytes.size(), ended_);
    }
    finish(block, boundary);
    return block.cut_short || block.bytes.size() > 0;
  }

  static constexpr std::size_t longest_look = std::size_t{1} << 17U;

 private:
  static void append(padded_bytes& to, const char* from, std::size_t size) {
    std::memcpy(to.room(size), from, size);
    to.took(size);
  }

  void pull(padded_bytes& bytes) {
    const std::uint64_t left = options_.limits.bytes - total_;
    std::size_t wanted = (std::max)(options_.chunk_bytes, bytes.size());
    if (left < wanted) wanted = to_size(left) + 1;
    const std::size_t got = source_(bytes.room(wanted), wanted);
    total_ += got;
    ended_ = got == 0;
    bytes.took(got);
    if (total_ > options_.limits.bytes) {
      bytes.cut(bytes.size() - 1);
      over_ = ended_ = true;
    }
  }

  void over() {
    if (!carry_.empty()) carry_.pop_back();
    over_ = ended_ = true;
  }

  void finish(csv_block& block, std::size_t boundary) {
    if (ended_) {
      boundary = block.bytes.size();
      block.cut_short = block.cut_short || over_;
    }
    if (block.cut_short) boundary = block.bytes.size();
    carry_.assign(block.bytes.begin() + boundary, block.bytes.end());
    block.bytes.cut(boundary);
    block.bytes.seal();
    finished_ = ended_ || block.cut_short;
    ++index_;
  }

  byte_source& source_;
  const csv_options& options_;
  std::mutex mutex_;
  std::string carry_;
  std::uint64_t total_;
  std::size_t index_ = 0;
  bool ended_ = false, over_ = false, finished_ = false;
};

}  // namespace bilateral::detail
