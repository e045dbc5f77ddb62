#pragma once
/// Texts to integer codes by hashing that no chosen input can slow down.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral::detail {

// Eight bytes as one number, the first in the lowest bits.
template <class = when_called>
std::uint64_t load_word(const char* at) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, at, 8);
  } else {
    for (unsigned i = 0; i < 8; ++i) {
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    }
  }
  return word;
}

template <class = when_called>
std::uint64_t load_tail(const char* at, std::size_t count) {  // count below 8
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  }
  return word;
}

// A secret drawn anew for every read, so that nobody can write texts that collide.
struct hash_key {
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  static hash_key drawn() {
    std::random_device bits;
    const auto word = [&bits] {
      const std::uint64_t high = bits();
      return high << 32U | bits();
    };
    hash_key key;
    key.first = word();
    key.second = word() | 1U;
    return key;
  }
};

// Texts of up to eight bytes (none of them NUL) as one word: two rounds of multiplication by a secret.
template <class = when_called>
std::uint64_t hash_word(std::uint64_t word, const hash_key& key) {
  std::uint64_t h = (word + key.first) * key.second;
  h ^= h >> 32U;
  h *= key.second;
  return h ^ h >> 29U;
}

// SipHash-1-3 (Aumasson & Bernstein 2012).
template <class = when_called>
std::uint64_t hash_text(std::string_view text, const hash_key& key) {
  std::uint64_t v0 = key.first ^ 0x736f6d6570736575U, v1 = key.second ^ 0x646f72616e646f6dU;
  std::uint64_t v2 = key.first ^ 0x6c7967656e657261U, v3 = key.second ^ 0x7465646279746573U;
  const auto rotated = [](std::uint64_t v, unsigned by) { return v << by | v >> (64U - by); };
  const auto round = [&] {
    v0 += v1, v1 = rotated(v1, 13) ^ v0, v0 = rotated(v0, 32);
    v2 += v3, v3 = rotated(v3, 16) ^ v2;
    v0 += v3, v3 = rotated(v3, 21) ^ v0;
    v2 += v1, v1 = rotated(v1, 17) ^ v2, v2 = rotated(v2, 32);
  };
  const auto take = [&](std::uint64_t word) {
    v3 ^= word;
    round();
    v0 ^= word;
  };
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) take(load_word(text.data() + at));
  take(load_tail(text.data() + at, text.size() - at) | std::uint64_t{text.size()} << 56U);
  v2 ^= 0xFFU;
  round(), round(), round();
  return v0 ^ v1 ^ v2 ^ v3;
}

template <class = when_called>
std::uint64_t hash_of(std::string_view text, const hash_key& key) {
  return text.size() > 8    ? hash_text(text, key)
         : text.size() == 8 ? hash_word(load_word(text.data()), key)
                            : hash_word(load_tail(text.data(), text.size()), key);
}

// All labels of a column in the order of their first appearance; eight bytes of index a slot.
class label_table {
 public:
  explicit label_table(hash_key key) : key_(key), slots_(64) {}

  std::int32_t code(std::string_view text) {
    const std::uint64_t hash = hash_of(text, key_);
    const auto tag = static_cast<std::uint32_t>(hash);
    std::size_t at = place(hash);
    for (; slots_[at].code >= 0; at = (at + 1) & (slots_.size() - 1)) {
      const slot& s = slots_[at];
      if (s.tag == tag && labels_[to_size(s.code)] == text) return s.code;
    }
    if (labels_.size() == to_size((std::numeric_limits<std::int32_t>::max)())) {
      throw data_error("a column has more than 2147483647 different texts");
    }
    const auto fresh = static_cast<std::int32_t>(labels_.size());
    labels_.emplace_back(text);
    slots_[at] = {tag, fresh};
    if (labels_.size() > slots_.size() / 4 * 3) grow();
    return fresh;
  }

  std::vector<std::string> release() && { return std::move(labels_); }

 private:
  struct slot {
    std::uint32_t tag = 0;
    std::int32_t code = -1;
  };

  [[nodiscard]] std::size_t place(std::uint64_t hash) const {
    return to_size(hash >> 20U) & (slots_.size() - 1);
  }
  void grow() {
    std::vector<slot>(slots_.size() * 2).swap(slots_);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      const std::uint64_t hash = hash_of(labels_[i], key_);
      std::size_t at = place(hash);
      while (slots_[at].code >= 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = {static_cast<std::uint32_t>(hash), static_cast<std::int32_t>(i)};
    }
  }

  hash_key key_;
  std::vector<slot> slots_;
  std::vector<std::string> labels_;
};

// One thread's labels: local codes found without a look at the shared table. `forget` bounds it.
class recent_labels {
 public:
  explicit recent_labels(hash_key key) : key_(key), slots_(1024) {}

  // a text of up to eight bytes, none of them NUL, as a word
  std::int32_t short_code(std::uint64_t word, std::string_view text) {
    if (word == last_.value && last_.is_short) return last_.code;  // files are often sorted
    const std::uint64_t hash = hash_word(word, key_);
    std::size_t at = place(hash);
    while (slots_[at].code >= 0 && (slots_[at].value != word || !slots_[at].is_short)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    last_ = {word, slots_[at].code, true};
    if (last_.code < 0) last_.code = add(at, word, true, text);
    return last_.code;
  }
  std::int32_t code(std::string_view text) {
    if (text.size() < 8) return short_code(load_tail(text.data(), text.size()), text);
    if (text.size() == 8) return short_code(load_word(text.data()), text);
    const std::uint64_t hash = hash_text(text, key_);
    for (std::size_t at = place(hash);; at = (at + 1) & (slots_.size() - 1)) {
      const slot& s = slots_[at];
      if (s.code < 0) return add(at, hash, false, text);
      if (s.value == hash && !s.is_short && label(to_size(s.code)) == text) {
        return s.code;
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view label(std::size_t code) const {
    const std::size_t first = code == 0 ? 0 : ends_[code - 1];
    return std::string_view(bytes_).substr(first, ends_[code] - first);
  }

  // The code in the shared table of every label that has none yet, in order of appearance here.
  void resolve(label_table& shared) {
    while (shared_.size() < size()) shared_.push_back(shared.code(label(shared_.size())));
  }
  [[nodiscard]] std::int32_t shared_code(std::int32_t local) const {
    return shared_[to_size(local)];
  }

  // Between blocks: starts anew when it has grown out of the cache.
  void forget() {
    if (size() < 65536 && bytes_.size() < (std::size_t{1} << 20U)) return;
    slots_.assign(1024, {});
    last_ = {};
    bytes_.clear();
    ends_.clear();
    shared_.clear();
  }

 private:
  struct slot {
    std::uint64_t value = 0;  // the text itself where it is short, else its hash
    std::int32_t code = -1;
    bool is_short = false;
  };

  [[nodiscard]] std::size_t place(std::uint64_t hash) const {
    return to_size(hash >> 20U) & (slots_.size() - 1);
  }
  std::int32_t add(std::size_t at, std::uint64_t value, bool is_short, std::string_view text) {
    const auto fresh = static_cast<std::int32_t>(ends_.size());
    bytes_.append(text);
    ends_.push_back(bytes_.size());
    slots_[at] = {value, fresh, is_short};
    if (ends_.size() > slots_.size() / 2) grow();
    return fresh;
  }
  void grow() {
    std::vector<slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const slot& s : old) {
      if (s.code < 0) continue;
      std::size_t at = place(s.is_short ? hash_word(s.value, key_) : s.value);
      while (slots_[at].code >= 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = s;
    }
  }

  hash_key key_;
  std::vector<slot> slots_;
  slot last_;
  std::string bytes_;              // the labels one behind another
  std::vector<std::size_t> ends_;  // where each ends
  std::vector<std::int32_t> shared_;
};

}  // namespace bilateral::detail
