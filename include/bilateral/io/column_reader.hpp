#pragma once
/// Chosen columns of a CSV at the speed of the memory: numbers straight to doubles, texts straight to
/// codes, block by block on several threads.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/nearest_name.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/csv_block.hpp>
#include <bilateral/io/detail/csv_supply.hpp>
#include <bilateral/io/source.hpp>
#include <bilateral/numeric/parallel.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace bilateral {

/// Where a CSV's bytes come from, under what name in messages.
struct csv_input {
  byte_source bytes;
  std::string name;
  std::uint64_t size = 0;  ///< bytes in all where known: memory is then asked for once
};

/// A file; "-" is standard input.
/// @throws data_error  it cannot be opened, or is a folder
template <class = when_called>
[[nodiscard]] csv_input csv_file(const std::string& path) {
  if (path == "-") {
    return {[](char* to, std::size_t capacity) {
              const std::size_t got = std::fread(to, 1, capacity, stdin);
              if (got == 0 && std::ferror(stdin) != 0) {
                throw data_error("standard input: cannot be read to its end");
              }
              return got;
            },
            "standard input", 0};
  }
  std::uint64_t size = 0;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (in) {
    const std::streamoff end = in.tellg();
    if (end > 0 && end < (std::numeric_limits<std::streamoff>::max)()) {
      size = static_cast<std::uint64_t>(end);
    }
  }
  return {open_file(path), path, size};
}

/// The same input, telling the hook of the bytes taken.
/// @throws interrupted_error  (while it is read) the hook asks to stop
template <class = when_called>
[[nodiscard]] csv_input watched(csv_input input, const progress_hook& hook) {
  if (!hook) return input;
  input.bytes = [bytes = input.bytes, hook, all = input.size, done = std::uint64_t{0}](
                    char* to, std::size_t capacity) mutable {
    const std::size_t got = bytes(to, capacity);
    report_progress(hook, {"reading", done += got, all, {}});
    return got;
  };
  return input;
}

/// Bytes in memory, which must outlive the reading; they are not copied as a whole.
template <class = when_called>
[[nodiscard]] csv_input csv_text(std::string_view bytes, std::string name = "text") {
  const std::uint64_t size = bytes.size();
  return {[bytes](char* to, std::size_t capacity) mutable {
            const std::size_t n = (std::min)(capacity, bytes.size());
            bytes.copy(to, n);
            bytes.remove_prefix(n);
            return n;
          },
          std::move(name), size};
}

/// The columns wanted, by name. One that is named in both lists is given as both.
struct column_request {
  std::vector<std::string> numbers{};
  std::vector<std::string> texts{};
  std::vector<std::string>
      missing{};       ///< texts, blanks around them or not, that mean a missing number: ".."
  bool lines = false;  ///< also the line of the file on which each row starts
};

/// A column of numbers. An empty field is missing: NaN in `values` and 1 in `missing`.
struct number_column_data {
  std::vector<double> values;         ///< (rows)
  std::vector<std::uint8_t> missing;  ///< (rows), or empty where no value is missing
};

/// A column of texts: row i holds labels[codes[i]]. Labels are distinct and stand in the order in which
/// they first appear; an empty field is the label "".
struct text_column_data {
  std::vector<std::int32_t> codes;  ///< (rows)
  std::vector<std::string> labels;
};

/// What `read_columns` gives.
struct column_data {
  std::size_t rows = 0;
  std::vector<std::string> names;  ///< of all columns of the file, in its order
  std::map<std::string, number_column_data> numbers;
  std::map<std::string, text_column_data> texts;
  std::vector<std::uint32_t> lines;  ///< (rows), where asked for
};

/// The same column with its labels in lexicographic order.
template <class = when_called>
[[nodiscard]] text_column_data sorted_labels(text_column_data column) {
  std::vector<std::int32_t> order(column.labels.size());
  std::iota(order.begin(), order.end(), 0);
  const auto label = [&](std::int32_t l) -> std::string& { return column.labels[to_size(l)]; };
  std::sort(order.begin(), order.end(),
            [&](std::int32_t a, std::int32_t b) { return label(a) < label(b); });
  std::vector<std::int32_t> place(order.size());
  std::vector<std::string> labels;
  labels.reserve(order.size());
  for (const std::int32_t l : order) {
    place[to_size(l)] = static_cast<std::int32_t>(labels.size());
    labels.push_back(std::move(label(l)));
  }
  for (std::int32_t& code : column.codes) code = place[to_size(code)];
  column.labels = std::move(labels);
  return column;
}

namespace detail {

// Joins the blocks' columns in the order of the file, whichever thread parsed them.
class column_assembler {
 public:
  column_assembler(const column_plan& plan, hash_key key, csv_position start, std::uint64_t size)
      : plan_(plan), at_(start), start_(start.offset), size_(size) {
    numbers_.resize(plan.numbers);
    codes_.resize(plan.texts);
    for (std::size_t i = 0; i < plan.texts; ++i) labels_.emplace_back(key);
  }

  // Waits for the blocks before this one. False where the reading has failed.
  bool add(csv_block& block, block_parser& parsed) {
    std::unique_lock<std::mutex> lock(mutex_);
    turn_.wait(lock, [&] { return next_ == block.index || failed_ < block.index; });
    if (failed_ < block.index) return false;
    if (parsed.rows() > plan_.options.limits.rows - at_.rows ||
        (after_blank_ && parsed.rows() > 0)) {
      fail(block.index, std::move(block.bytes), block.cut_short, nullptr);
      return false;
    }
    append(parsed, at_.offset - start_ + block.bytes.size());
    at_.rows += parsed.rows();
    at_.line += parsed.lines();
    at_.offset += block.bytes.size();
    after_blank_ = parsed.ends_blank() || (after_blank_ && parsed.rows() == 0);
    ++next_;
    turn_.notify_all();
    return true;
  }

  // The block is wrong, or could not be had.
  void refuse(csv_block& block, std::exception_ptr why) {
    const std::lock_guard<std::mutex> lock(mutex_);
    fail(block.index, std::move(block.bytes), block.cut_short, std::move(why));
  }

  [[nodiscard]] bool failed() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return failed_ != none;
  }

  // Throws what is wrong with the first block that failed.
  void explain(const csv_reader& head) {
    if (failed_ == none) return;
    if (why_) std::rethrow_exception(why_);
    std::string bytes(bad_.begin(), bad_.end());
    csv_position from = at_;
    if (after_blank_) {  // blank lines are wrong only before a record: put the last one back
      bytes.insert(bytes.begin(), '\n');
      --from.line;
      --from.offset;
    }
    if (cut_short_) bytes += 'x';  // the byte too many
    csv_reader rows(bytes_of(std::move(bytes)), head, from);
    while (rows.next()) {
      for (std::size_t i = 0; i < plan_.tasks.size(); ++i) {
        const bool number = plan_.tasks[i].number != column_task::none;
        if (number && !plan_.is_missing(rows[i])) (void)rows.number(i);
      }
    }
    throw data_error(head.name(), from.line, 0, "the records from here on cannot be read");
  }

  [[nodiscard]] std::size_t rows() const { return at_.rows; }
  std::vector<std::uint32_t> release_lines() { return std::move(lines_); }
  number_column_data release_number(std::size_t i) { return std::move(numbers_[i]); }
  text_column_data release_text(std::size_t i) {
    return {std::move(codes_[i]), std::move(labels_[i]).release()};
  }

 private:
  static constexpr std::size_t none = to_size(-1);

  void fail(std::size_t index, padded_bytes bytes, bool cut_short, std::exception_ptr why) {
    if (index < failed_) {
      failed_ = index;
      bad_ = std::move(bytes);
      cut_short_ = cut_short;
      why_ = std::move(why);
    }
    turn_.notify_all();
  }

  // room for `rows` in all; by the rows so far where the size of the input is known
  template <class Value>
  void reserve(std::vector<Value>& column, std::size_t rows, std::uint64_t bytes) const {
    if (column.capacity() >= rows) return;
    const double in_all = size_ > start_ ? static_cast<double>(size_ - start_) : 0;
    const double expected =
        static_cast<double>(rows) * (std::max)(1.0, in_all / static_cast<double>(bytes));
    const bool guess = in_all > 0 && expected < 1e15;
    column.reserve(
        (std::max)(rows, guess ? static_cast<std::size_t>(expected * 1.02) + 16 : rows + rows / 2));
  }

  void append(block_parser& parsed, std::uint64_t bytes) {
    const std::size_t before = at_.rows;
    const std::size_t rows = before + parsed.rows();
    for (std::size_t i = 0; i < plan_.numbers; ++i) {
      std::vector<double>& values = numbers_[i].values;
      reserve(values, rows, bytes);
      values.insert(values.end(), parsed.number(i), parsed.number(i) + parsed.rows());
      std::vector<std::uint8_t>& missing = numbers_[i].missing;
      if (missing.empty() && parsed.blank_rows(i).empty()) continue;
      reserve(missing, rows, bytes);
      missing.resize(rows, 0);
      for (const std::size_t row : parsed.blank_rows(i)) missing[before + row] = 1;
    }
    if (plan_.lines) {
      reserve(lines_, rows, bytes);
      for (std::size_t r = 0; r < parsed.rows(); ++r) {
        lines_.push_back(static_cast<std::uint32_t>(at_.line) + parsed.lines_before()[r]);
      }
    }
    for (std::size_t i = 0; i < plan_.texts; ++i) {
      recent_labels& local = parsed.labels(i);
      local.resolve(labels_[i]);
      reserve(codes_[i], rows, bytes);
      const std::int32_t* const codes = parsed.codes(i);
      for (std::size_t r = 0; r < parsed.rows(); ++r) {
        codes_[i].push_back(local.shared_code(codes[r]));
      }
    }
  }

  const column_plan& plan_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::size_t next_ = 0;       // the block to be joined next
  csv_position at_;            // where it starts
  std::uint64_t start_;        // where the records start
  std::uint64_t size_;         // of the input, 0 where unknown
  bool after_blank_ = false;   // the lines before it are blank
  std::size_t failed_ = none;  // the lowest block that is wrong
  padded_bytes bad_;           // its bytes
  bool cut_short_ = false;
  std::exception_ptr why_;
  std::vector<number_column_data> numbers_;
  std::vector<std::vector<std::int32_t>> codes_;
  std::vector<label_table> labels_;
  std::vector<std::uint32_t> lines_;
};

// One thread: blocks as long as there are any.
template <class = when_called>
void read_blocks(block_supply& supply, const column_plan& plan, hash_key key,
                 column_assembler& columns) {
  csv_block block;
  try {
    block_parser parser(plan, key);
    while (!columns.failed() && supply.next(block)) {
      if (block.cut_short || !parser.parse(block.bytes.begin(), block.bytes.end())) {
        columns.refuse(block, nullptr);
        return;
      }
      if (!columns.add(block, parser)) return;
    }
  } catch (...) {
    columns.refuse(block, std::current_exception());
  }
}

template <class = when_called>
std::size_t column_place(const csv_reader& head, const std::string& name) {
  const auto at = head.find(name);
  if (!at) {
    throw data_error(
        text(head.name(), ": there is no column ", name, suggestion(name, head.names())));
  }
  return *at;
}

// Places of the columns wanted.
template <class = when_called>
column_plan plan_columns(const csv_reader& head, const column_request& request) {
  column_plan plan;
  plan.options = head.options();
  plan.trailing = head.trailing_delimiter();
  plan.lines = request.lines;
  plan.missing = request.missing;
  plan.tasks.resize(head.width());
  for (const std::string& name : request.numbers) {
    column_task& task = plan.tasks[column_place(head, name)];
    if (task.number == column_task::none) task.number = plan.numbers++;
  }
  for (const std::string& name : request.texts) {
    column_task& task = plan.tasks[column_place(head, name)];
    if (task.text == column_task::none) task.text = plan.texts++;
  }
  return plan;
}

}  // namespace detail

/// Reads columns of a CSV: everything that csv_reader accepts and refuses, several times as fast.
///
///   const column_data d = read_columns(csv_file("trade.csv"), {{"value", "year"}, {"exporter"}});
///   d.numbers.at("value").values, d.texts.at("exporter").codes
///
/// Numbers are correctly rounded; texts are coded once, by a hash with a secret key.
///
/// @param request  the columns; all others are checked (quotes, UTF-8) but not kept
/// @param options  as for csv_reader; chunk_bytes is the size of the blocks that threads take
/// @param threads  0 is as many as the machine has; the result does not depend on it
/// @throws data_error  as csv_reader does: source:line:column of the first thing wrong in the file, a
///         field that is no number in a column of numbers included; a column that is not there
/// @note  Beside the columns it needs a few blocks of memory for each thread. Where the size of the
///        input is not known (standard input), a column that grows is moved, which takes up to
///        twice its memory for the moment, one column at a time.
template <class = when_called>
[[nodiscard]] column_data read_columns(csv_input input, const column_request& request,
                                       const csv_options& options = {}, unsigned threads = 0) {
  std::string pulled;  // what the header's reader takes from the source
  const byte_source tee = [&](char* to, std::size_t capacity) {
    const std::size_t got = input.bytes(to, capacity);
    pulled.append(to, got);
    return got;
  };
  csv_reader head(tee, input.name, options);
  const csv_position start = head.position();
  if (!options.header) (void)head.next();
  const detail::column_plan plan = detail::plan_columns(head, request);

  const detail::hash_key key = detail::hash_key::drawn();
  detail::block_supply supply(input.bytes, head.options(), std::move(pulled),
                              to_size(start.offset));
  detail::column_assembler columns(plan, key, start, input.size);
  if (threads == 0) threads = (std::max)(1U, std::thread::hardware_concurrency());
  if (input.size > 0 && input.size <= options.chunk_bytes) threads = 1;
  parallel_for(threads, threads,
               [&](std::size_t) { detail::read_blocks(supply, plan, key, columns); });
  columns.explain(head);

  column_data out;
  out.rows = columns.rows();
  out.names = head.names();
  out.lines = columns.release_lines();
  for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
    const detail::column_task& task = plan.tasks[i];
    if (task.number != detail::column_task::none) {
      out.numbers[out.names[i]] = columns.release_number(task.number);
    }
    if (task.text != detail::column_task::none) {
      out.texts[out.names[i]] = columns.release_text(task.text);
    }
  }
  return out;
}

}  // namespace bilateral
