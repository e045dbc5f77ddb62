// Estimates from the command line, or from the JSON that a program of regressions printed.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <utility>

namespace counterfactual_program {

using namespace bilateral;

namespace {

// A value of JSON, as much of it as estimates need.
struct node {
  enum class kind { null, truth, number, text, array, object } what = kind::null;
  double number = 0;
  std::string text;
  std::vector<node> items;        // of an array, or the values of an object
  std::vector<std::string> keys;  // of an object

  [[nodiscard]] const node* find(const std::string& name) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == name) return &items[i];
    }
    return nullptr;
  }
};

class json_text {
 public:
  json_text(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

  node whole() {
    node n = value(0);
    skip();
    if (at_ != text_.size()) refuse("text after the end of the value");
    return n;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw data_error(text(name_, ": not JSON at byte ", at_ + 1, ": ", what));
  }
  void skip() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }
  [[nodiscard]] char peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void take(char c) {
    if (peek() != c) refuse(std::string("'") + c + "' is expected");
    ++at_;
  }
  bool word(const char* w) {
    const std::string s(w);
    if (text_.compare(at_, s.size(), s) != 0) return false;
    at_ += s.size();
    return true;
  }
  std::string quoted() {
    take('"');
    std::string s;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) refuse("a control character in a text");
      if (text_[at_] != '\\') {
        s += text_[at_++];
        continue;
      }
      if (++at_ == text_.size()) break;
      const char c = text_[at_++];
      static const std::map<char, char> simple{{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'n', '\n'},
                                               {'t', '\t'}, {'r', '\r'},  {'b', '\b'}, {'f', '\f'}};
      const auto found = simple.find(c);
      if (found != simple.end()) {
        s += found->second;
      } else if (c == 'u' && at_ + 4 <= text_.size()) {
        s += "\\u" + text_.substr(at_, 4);  // kept as written: no name of a column needs it
        at_ += 4;
      } else {
        refuse("an escape that does not exist");
      }
    }
    if (at_ >= text_.size()) refuse("a text that does not end");
    ++at_;
    return s;
  }
  node value(int depth) {
    if (depth > 64) refuse("values nested more than 64 deep");
    node n;
    const char c = peek();
    if (c == '{') {
      n.what = node::kind::object;
      ++at_;
      while (peek() != '}') {
        if (!n.keys.empty()) take(',');
        skip();
        n.keys.push_back(quoted());
        take(':');
        n.items.push_back(value(depth + 1));
      }
      ++at_;
    } else if (c == '[') {
      n.what = node::kind::array;
      ++at_;
      while (peek() != ']') {
        if (!n.items.empty()) take(',');
        n.items.push_back(value(depth + 1));
      }
      ++at_;
    } else if (c == '"') {
      n.what = node::kind::text;
      n.text = quoted();
    } else if (word("null")) {
      n.what = node::kind::null;
    } else if (word("true") || word("false")) {
      n.what = node::kind::truth;
    } else {
      const std::size_t from = at_;
      while (at_ < text_.size() &&
             std::string("+-.eE0123456789").find(text_[at_]) != std::string::npos)
        ++at_;
      const auto read = parse_number(text_.substr(from, at_ - from), '.');
      if (!read) refuse("a value is expected");
      n.what = node::kind::number;
      n.number = read.value;
    }
    return n;
  }

  std::string name_, text_;
  std::size_t at_ = 0;
};

double number_of(const std::string& path, const node& term, const char* key,
                 const std::string& name) {
  const node* n = term.find(key);
  if (n == nullptr || n->what != node::kind::number) {
    throw data_error(path + ": the term " + name + " has no number '" + key + "'");
  }
  return n->number;
}

// "covariance": a square array of arrays in the order of "terms"
bool read_covariance(const std::string& path, const node& file, Eigen::Index k,
                     dense_matrix<double>& v) {
  const node* c = file.find("covariance");
  if (c == nullptr) return false;
  bool square = c->what == node::kind::array && std::ssize(c->items) == k;
  for (const node& row : c->items) square = square && std::ssize(row.items) == k;
  if (!square)
    throw data_error(
        text(path, ": 'covariance' is not ", k, " x ", k, ", one row for each of the terms"));
  for (Eigen::Index a = 0; a < k; ++a) {
    for (Eigen::Index b = 0; b < k; ++b) {
      v(a, b) = c->items[to_size(a)].items[to_size(b)].number;
    }
  }
  return true;
}

}  // namespace

file_estimates read_estimates(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw data_error(path + ": cannot be opened");
  const node file = json_text(path, std::string(std::istreambuf_iterator<char>(in), {})).whole();
  const node* terms = file.find("terms");
  if (terms == nullptr || terms->what != node::kind::array || terms->items.empty()) {
    throw data_error(
        path +
        ": there is no list 'terms' in it; it must be what gravity or regress prints with --json");
  }
  file_estimates out;
  const auto k = std::ssize(terms->items);
  out.estimates.coefficients.resize(k);
  out.estimates.covariance = dense_matrix<double>::Zero(k, k);
  dense_matrix<double> full(k, k);
  const bool whole = read_covariance(path, file, k, full);
  for (Eigen::Index a = 0; a < k; ++a) {
    const node& term = terms->items[to_size(a)];
    const node* name = term.find("name");
    if (name == nullptr || name->what != node::kind::text)
      throw data_error(path + ": a term has no name");
    out.estimates.names.push_back(name->text);
    out.estimates.coefficients[a] = number_of(path, term, "estimate", name->text);
    if (whole) continue;
    const double error = number_of(path, term, "std_error", name->text);
    out.estimates.covariance(a, a) = error * error;
  }
  if (whole) {
    out.estimates.covariance = full;
  } else if (k > 1) {
    out.notes.push_back(path + " holds standard errors only: the terms are taken as uncorrelated");
  }
  return out;
}

dense_vector<double> chosen_coefficients(const named_estimates& estimates,
                                         const std::vector<std::string>& columns) {
  dense_vector<double> out(std::ssize(columns));
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const auto found = std::find(estimates.names.begin(), estimates.names.end(), columns[k]);
    if (found == estimates.names.end())
      throw data_error("the estimates have no term '" + columns[k] + "'");
    out[to_index(k)] = estimates.coefficients[found - estimates.names.begin()];
  }
  return out;
}

file_estimates estimates_of(const request& want, const std::vector<std::string>& columns) {
  if (!want.from_gravity.empty()) return read_estimates(want.from_gravity);
  file_estimates out;
  out.estimates.names = columns;
  out.estimates.coefficients.resize(std::ssize(columns));
  if (columns.empty()) return out;
  const uncertain_value beta = elasticity("--beta", want.beta);
  if (beta.how == spread_kind::uniform)
    throw example::usage_error("--beta: the form is B or B,STANDARD_ERROR");
  out.estimates.coefficients[0] = beta.value;
  if (beta.how == spread_kind::normal) {
    if (beta.first < 0) throw argument_error(text("the standard error of beta is ", beta.first));
    out.estimates.covariance = dense_matrix<double>::Constant(1, 1, beta.first * beta.first);
  }
  return out;
}

}  // namespace counterfactual_program
