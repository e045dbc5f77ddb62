#pragma once
// The normal equations of absorbed effects, one set eliminated exactly, as an operator on the
// others.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/detail/effect_blocks.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>
#include <bilateral/numeric/detail/slope_basis.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

namespace bilateral::detail {

// D the columns of the sets that remain, P the projection on those of the eliminated set, W the
// weights: S = D'W (I - P) D. Vectors hold `Width` numbers for each unknown, panels for each row.
template <class Scalar>
class effects_operator {
 public:
  explicit effects_operator(const effect_cells& cells)
      : cells_(cells), blocks_(cells), parts_(blocks_.size()), buffers_(blocks_.size()) {}

  // in the order of the positions; empty is ones
  void set_weights(std::span<const Scalar> weights, unsigned threads) {
    require(weights.empty() || weights.size() == cells_.rows(), "absorb", "there are ",
            weights.size(), " weights for ", cells_.rows(), " rows");
    row_weight_.assign(weights.begin(), weights.end());
    if (!cells_.cell_is_row()) sum_weights_of_cells();
    const auto& of_cells = cells_.cell_is_row() ? row_weight_ : cell_weight_;
    weights_ = of_cells.empty() ? nullptr : of_cells.data();
    group_inverse_.assign(cells_.groups(), Scalar(0));
    if (cells_.eliminated_level()) {
      for_row_blocks(cells_.groups(), threads, [&](std::size_t first, std::size_t last) {
        for (std::size_t g = first; g < last; ++g) {
          Scalar sum(0);
          for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) sum += weight(c);
          group_inverse_[g] = sum > Scalar(0) ? Scalar(Scalar(1) / sum) : Scalar(0);
        }
      });
    }
    basis_.build(cells_, [&](std::size_t c) { return weight(c); });
    invert_diagonal(threads);
  }

  [[nodiscard]] Scalar weight(std::size_t cell) const {
    return weights_ == nullptr ? Scalar(1) : weights_[cell];
  }
  [[nodiscard]] const Scalar& group_inverse(std::size_t group) const {
    return group_inverse_[group];
  }
  [[nodiscard]] const slope_basis<Scalar>& basis() const { return basis_; }
  // of the diagonal of S; zero for an unknown that is not there
  [[nodiscard]] const std::vector<Scalar>& diagonal_inverse() const { return diagonal_inverse_; }

  // out = S v by one pass over the cells
  template <int Width>
  void multiply(const std::vector<Scalar>& v, std::vector<Scalar>& out, unsigned threads) {
    in_blocks<Width>(out.data(), threads, [&](std::size_t b, Scalar* sums) {
      for_shape([&](auto sets, auto slopes) {
        constexpr int known = decltype(sets)::value;
        constexpr bool sloped = decltype(slopes)::value;
        reduce<Width, known, sloped>(blocks_[b], v.data(), buffers_[b],
                                     [&, &block = blocks_[b]](std::size_t c, const row<Width>& t) {
                                       scatter<Width, known, sloped>(c, weight(c) * t, block, sums);
                                     });
      });
    });
  }

  // panel minus its projection on the eliminated set (again where rounding left more than noise);
  // right = D'W of it; its squared lengths
  template <int Width>
  lanes<Scalar, Width> centre(Scalar* panel, std::vector<Scalar>& right, unsigned threads) {
    std::vector<row<Width>> squares(blocks_.size(), row<Width>::Zero());
    in_blocks<Width>(right.data(), threads, [&](std::size_t b, Scalar* sums) {
      std::vector<row<Width>> along(cells_.eliminated_slopes(), row<Width>::Zero());
      for_shape([&](auto sets, auto slopes) {
        for (std::size_t g = blocks_[b].first_group; g < blocks_[b].last_group; ++g) {
          squares[b] += centre_group<Width>(panel, g, along);
          add_group<Width, decltype(sets)::value, decltype(slopes)::value>(panel, g, blocks_[b],
                                                                           sums);
        }
      });
    });
    lanes<Scalar, Width> out{};
    for (const row<Width>& s : squares) at<Width>(out.data()) += s;
    return out;
  }

  // panel -= (I - P) D x
  template <int Width>
  void subtract(Scalar* panel, const std::vector<Scalar>& x, unsigned threads) {
    constexpr auto width = to_size(Width);
    parallel_for(blocks_.size(), threads, [&](std::size_t b) {
      for_shape([&](auto sets, auto slopes) {
        reduce<Width, decltype(sets)::value, decltype(slopes)::value>(
            blocks_[b], x.data(), buffers_[b], [&](std::size_t c, const row<Width>& t) {
              for (std::size_t i = cells_.first_row(c); i < cells_.first_row(c + 1); ++i) {
                at<Width>(panel + i * width) -= t;
              }
            });
      });
    });
  }

  // z = diag(S)^-1 r and the products r'z
  template <int Width>
  lanes<Scalar, Width> precondition(const std::vector<Scalar>& r, std::vector<Scalar>& z,
                                    unsigned threads) const {
    constexpr auto width = to_size(Width);
    return sum_row_blocks(cells_.unknowns(), threads, lanes<Scalar, Width>{},
                          [&](std::size_t first, std::size_t last) {
                            row<Width> sum = row<Width>::Zero();
                            for (std::size_t u = first; u < last; ++u) {
                              const row<Width> value = at<Width>(r.data() + u * width);
                              const row<Width> scaled = diagonal_inverse_[u] * value;
                              at<Width>(z.data() + u * width) = scaled;
                              sum += scaled * value;
                            }
                            lanes<Scalar, Width> out{};
                            at<Width>(out.data()) = sum;
                            return out;
                          });
  }

 private:
  template <int N>
  using count = std::integral_constant<int, N>;

  // the numbers of a cell side by side, in registers, and in memory
  template <int Width>
  using row = Eigen::Array<Scalar, Width, 1>;
  template <int Width>
  static Eigen::Map<row<Width>> at(Scalar* first) {
    return Eigen::Map<row<Width>>(first);
  }
  template <int Width>
  static Eigen::Map<const row<Width>> at(const Scalar* first) {
    return Eigen::Map<const row<Width>>(first);
  }

  [[nodiscard]] Scalar row_weight(std::size_t i) const {
    return row_weight_.empty() ? Scalar(1) : row_weight_[i];
  }

  void sum_weights_of_cells() {
    cell_weight_.assign(cells_.cells(), Scalar(0));
    for (std::size_t c = 0; c < cells_.cells(); ++c) {
      for (std::size_t i = cells_.first_row(c); i < cells_.first_row(c + 1); ++i) {
        cell_weight_[c] += row_weight(i);
      }
    }
  }

  // Calls work(b, sums) for each block, its sums `Width` numbers a place and zero; out = all of
  // them.
  template <int Width, class Work>
  void in_blocks(Scalar* out, unsigned threads, const Work& work) {
    constexpr auto width = to_size(Width);
    if (blocks_.size() == 1) {
      std::fill(out, out + cells_.unknowns() * width, Scalar(0));
      return work(0, out);
    }
    parallel_for(blocks_.size(), threads, [&](std::size_t b) {
      parts_[b].assign(blocks_[b].places * width, Scalar(0));
      work(b, parts_[b].data());
    });
    blocks_.add_up(parts_, width, cells_.unknowns(), threads, out);
  }

  // call(sets, slopes) for a number of sets known to the compiler (0: not known), and slopes or
  // none
  template <class Call>
  void for_shape(const Call& call) const {
    if (!basis_.empty()) {
      call(count<0>{}, std::true_type{});
    } else if (cells_.sets().size() == 1) {
      call(count<1>{}, std::false_type{});
    } else if (cells_.sets().size() == 2) {
      call(count<2>{}, std::false_type{});
    } else {
      call(count<0>{}, std::false_type{});
    }
  }

  // Calls use(c, t) for each cell of a block, t = ((I - P) D v) there.
  template <int Width, int Sets, bool Slopes, class Use>
  void reduce(const effect_block& block, const Scalar* v, std::vector<Scalar>& buffer,
              const Use& use) const {
    constexpr auto width = to_size(Width);
    buffer.resize(blocks_.widest_group() * width);
    for (std::size_t g = block.first_group; g < block.last_group; ++g) {
      const std::size_t first = cells_.begin(g);
      const std::size_t last = cells_.begin(g + 1);
      Scalar* keep = buffer.data();
      row<Width> mean = row<Width>::Zero();
      for (std::size_t c = first; c < last; ++c, keep += width) {
        const row<Width> t = gather<Width, Sets, Slopes>(c, v);
        at<Width>(keep) = t;
        mean += weight(c) * t;
      }
      mean *= group_inverse_[g];
      if constexpr (Slopes) take_slopes_out<Width>(first, last, buffer.data());
      keep = buffer.data();
      for (std::size_t c = first; c < last; ++c, keep += width) {
        use(c, row<Width>(at<Width>(keep) - mean));
      }
    }
  }

  // the eliminated slopes are orthogonal to the level and to each other
  template <int Width>
  void take_slopes_out(std::size_t first, std::size_t last, Scalar* t) const {
    constexpr auto width = to_size(Width);
    for (std::size_t s = 0; s < cells_.eliminated_slopes(); ++s) {
      row<Width> along = row<Width>::Zero();
      for (std::size_t c = first; c < last; ++c) {
        along += weight(c) * basis_.at(c)[s] * at<Width>(t + (c - first) * width);
      }
      for (std::size_t c = first; c < last; ++c) {
        at<Width>(t + (c - first) * width) -= basis_.at(c)[s] * along;
      }
    }
  }

  // row c of D v
  template <int Width, int Sets, bool Slopes>
  row<Width> gather(std::size_t c, const Scalar* v) const {
    constexpr auto width = to_size(Width);
    const std::size_t sets = Sets > 0 ? to_size(Sets) : cells_.sets().size();
    const std::int32_t* ids = cells_.ids(0) + c * sets;
    const auto first = [&](std::size_t f) { return v + to_size(ids[f]) * width; };
    if constexpr (Slopes) {
      row<Width> t = row<Width>::Zero();
      for (std::size_t f = 0; f < sets; ++f) {
        for_each_column(c, f, [&](std::size_t column, const Scalar& q) {
          t += q * at<Width>(first(f) + column * width);
        });
      }
      return t;
    } else {
      row<Width> t = at<Width>(first(0));
      for (std::size_t f = 1; f < sets; ++f) t += at<Width>(first(f));
      return t;
    }
  }

  // sums += D' of t in row c
  template <int Width, int Sets, bool Slopes>
  void scatter(std::size_t c, const row<Width>& t, const effect_block& block, Scalar* sums) const {
    constexpr auto width = to_size(Width);
    const std::size_t sets = Sets > 0 ? to_size(Sets) : cells_.sets().size();
    const std::int32_t* ids = cells_.ids(0) + c * sets;
    for (std::size_t f = 0; f < sets; ++f) {
      Scalar* a = sums + (ids[f] + block.shift[f]) * Width;
      if constexpr (Slopes) {
        for_each_column(c, f, [&](std::size_t column, const Scalar& q) {
          at<Width>(a + column * width) += q * t;
        });
      } else {
        at<Width>(a) += t;
      }
    }
  }

  // visit(column, value) for the columns of set f at cell c: one for the level, then the slopes
  template <class Visit>
  void for_each_column(std::size_t c, std::size_t f, const Visit& visit) const {
    const effect_unknowns& set = cells_.sets()[f];
    std::size_t column = 0;
    if (set.level) visit(column++, Scalar(1));
    const Scalar* q = basis_.at(c) + set.first_slope;
    for (; column < to_size(set.columns); ++column) visit(column, *q++);
  }

  // the rows of a group minus their projection on its level and slopes; their squared length
  template <int Width>
  row<Width> centre_group(Scalar* panel, std::size_t g, std::vector<row<Width>>& along) const {
    constexpr auto width = to_size(Width);
    const Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
    const Scalar noise = Scalar(4096) * epsilon * epsilon;
    const std::size_t from = cells_.first_row(cells_.begin(g));
    const std::size_t to = cells_.first_row(cells_.begin(g + 1));
    row<Width> rest = weighted_sums<Width>(panel, from, to);
    for (int round = 0;; ++round) {
      const row<Width> mean = rest * group_inverse_[g];
      rest.setZero();
      row<Width> square = row<Width>::Zero();
      for (std::size_t i = from; i < to; ++i) {
        const row<Width> z = at<Width>(panel + i * width) - mean;
        const row<Width> wz = row_weight(i) * z;
        at<Width>(panel + i * width) = z;
        rest += wz;
        square += wz * z;
      }
      bool clean = (rest * rest * group_inverse_[g] <= noise * square).all();
      if (!along.empty()) {
        clean = take_row_slopes_out<Width>(panel, from, to, along, noise, square) && clean;
        rest = weighted_sums<Width>(panel, from, to);
      }
      if (clean || round == 2) return square;
    }
  }

  // sums += D'W of the rows of a group
  template <int Width, int Sets, bool Slopes>
  void add_group(const Scalar* panel, std::size_t g, const effect_block& block,
                 Scalar* sums) const {
    for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) {
      const auto sum = weighted_sums<Width>(panel, cells_.first_row(c), cells_.first_row(c + 1));
      scatter<Width, Sets, Slopes>(c, sum, block, sums);
    }
  }

  // a row is a cell where there are slopes; whether what they took was rounding
  template <int Width>
  bool take_row_slopes_out(Scalar* panel, std::size_t from, std::size_t to,
                           std::vector<row<Width>>& along, const Scalar& noise,
                           row<Width>& square) const {
    constexpr auto width = to_size(Width);
    for (std::size_t s = 0; s < along.size(); ++s) {
      along[s].setZero();
      for (std::size_t i = from; i < to; ++i) {
        along[s] += row_weight(i) * basis_.at(i)[s] * at<Width>(panel + i * width);
      }
      for (std::size_t i = from; i < to; ++i) {
        at<Width>(panel + i * width) -= basis_.at(i)[s] * along[s];
      }
    }
    square.setZero();
    for (std::size_t i = from; i < to; ++i) {
      square += row_weight(i) * at<Width>(panel + i * width).square();
    }
    bool clean = true;
    for (const row<Width>& a : along) clean = clean && (a * a <= noise * square).all();
    return clean;
  }

  template <int Width>
  row<Width> weighted_sums(const Scalar* panel, std::size_t from, std::size_t to) const {
    row<Width> sum = row<Width>::Zero();
    for (std::size_t i = from; i < to; ++i) {
      sum += row_weight(i) * at<Width>(panel + i * to_size(Width));
    }
    return sum;
  }

  // diagonal of S, inverted; zero for an unknown that the eliminated set determines
  void invert_diagonal(unsigned threads) {
    std::vector<Scalar> sums(cells_.unknowns() * 2);
    in_blocks<2>(sums.data(), threads,
                 [&](std::size_t b, Scalar* out) { add_diagonal(blocks_[b], out); });
    diagonal_inverse_.assign(cells_.unknowns(), Scalar(0));
    const Scalar least = Scalar(64) * std::numeric_limits<Scalar>::epsilon();
    for (std::size_t u = 0; u < cells_.unknowns(); ++u) {
      const Scalar rest = sums[2 * u] - sums[2 * u + 1];
      if (rest > least * sums[2 * u]) diagonal_inverse_[u] = Scalar(1) / rest;
    }
  }

  // sum of w v^2 of each unknown's column v, and the part of it that the eliminated set explains
  void add_diagonal(const effect_block& block, Scalar* out) const {
    if (!basis_.empty()) return add_sloped_diagonal(block, out);
    const std::size_t sets = cells_.sets().size();
    if (cells_.distinct()) {
      for (std::size_t g = block.first_group; g < block.last_group; ++g) {
        for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) {
          const Scalar w = weight(c);
          const Scalar explained = w * w * group_inverse_[g];
          for (std::size_t f = 0; f < sets; ++f) {
            Scalar* sums = out + 2 * place(c, f, block);
            sums[0] += w;
            sums[1] += explained;
          }
        }
      }
      return;
    }
    std::vector<Scalar> here(block.places, Scalar(0));
    for (std::size_t g = block.first_group; g < block.last_group; ++g) {
      for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) {
        const Scalar w = weight(c);
        for (std::size_t f = 0; f < sets; ++f) here[place(c, f, block)] += w;
      }
      for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) {
        for (std::size_t f = 0; f < sets; ++f) {
          const std::size_t at = place(c, f, block);
          out[2 * at] += here[at];
          out[2 * at + 1] += here[at] * here[at] * group_inverse_[g];
          here[at] = Scalar(0);
        }
      }
    }
  }
  void add_sloped_diagonal(const effect_block& block, Scalar* out) const {
    const std::size_t directions = 1 + cells_.eliminated_slopes();
    std::vector<Scalar> here(block.places * directions, Scalar(0));
    const auto each = [&](std::size_t g, const auto& visit) {
      for (std::size_t c = cells_.begin(g); c < cells_.begin(g + 1); ++c) {
        for (std::size_t f = 0; f < cells_.sets().size(); ++f) {
          for_each_column(
              c, f, [&](std::size_t k, const Scalar& v) { visit(c, place(c, f, block) + k, v); });
        }
      }
    };
    for (std::size_t g = block.first_group; g < block.last_group; ++g) {
      each(g, [&](std::size_t c, std::size_t at, const Scalar& v) {
        const Scalar wv = weight(c) * v;
        Scalar* h = here.data() + at * directions;
        h[0] += wv;
        for (std::size_t s = 1; s < directions; ++s) h[s] += wv * basis_.at(c)[s - 1];
        out[2 * at] += wv * v;
      });
      each(g, [&](std::size_t, std::size_t at, const Scalar&) {
        Scalar* h = here.data() + at * directions;
        out[2 * at + 1] += h[0] * h[0] * group_inverse_[g];
        for (std::size_t s = 1; s < directions; ++s) out[2 * at + 1] += h[s] * h[s];
        std::fill(h, h + directions, Scalar(0));
      });
    }
  }
  [[nodiscard]] std::size_t place(std::size_t c, std::size_t f, const effect_block& block) const {
    return to_size(cells_.ids(c)[f] + block.shift[f]);
  }

  const effect_cells& cells_;
  effect_blocks blocks_;
  slope_basis<Scalar> basis_;
  std::vector<Scalar> row_weight_;        // (n) or empty
  std::vector<Scalar> cell_weight_;       // (cells), where a cell is not a row
  const Scalar* weights_ = nullptr;       // of the cells; none is ones
  std::vector<Scalar> group_inverse_;     // 1 / weight of a group; zero where it has no level
  std::vector<Scalar> diagonal_inverse_;  // of S
  std::vector<std::vector<Scalar>> parts_, buffers_;  // of the blocks
};

}  // namespace bilateral::detail
