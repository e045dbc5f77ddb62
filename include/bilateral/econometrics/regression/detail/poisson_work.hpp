#pragma once
// The working sample of a Poisson fit and its Newton steps, with or without absorbed effects.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>
#include <bilateral/econometrics/regression/detail/separation.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/row_blocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace bilateral::detail {

// Rows stand in the order of the absorber throughout; y is scaled to a mean of about one where the
// model has a constant.
template <class Scalar>
class poisson_work {
 public:
  std::vector<Scalar> y, weight, offset;  // weight and offset may be empty
  std::vector<Scalar> eta, mu;
  dense_vector<Scalar> delta;   // of the slopes, from the latest direction
  std::vector<Scalar> change;   // of eta, from the latest direction
  bool inside = false;          // eta - offset lies in the space of the model
  bool degenerate = false;      // the weights made columns collinear
  absorb_report report;         // of the latest direction
  double witness_residual = 0;  // of the latest certificate of separation
  const unsigned threads;       // sums are by fixed blocks of rows: the same bits for any number

  // `x` has the rows in this order
  poisson_work(dense_matrix<Scalar> x, std::unique_ptr<absorber<Scalar>> effects,
               unsigned thread_count)
      : threads(thread_count), x_(std::move(x)), effects_(std::move(effects)) {
    if (effects_) load();
  }

  [[nodiscard]] std::size_t rows() const { return to_size(x_.rows()); }
  [[nodiscard]] const dense_matrix<Scalar>& design() const { return x_; }
  [[nodiscard]] const absorber<Scalar>* effects() const { return effects_.get(); }
  [[nodiscard]] Scalar weight_of(std::size_t i) const {
    return weight.empty() ? Scalar(1) : weight[i];
  }
  [[nodiscard]] Scalar offset_of(std::size_t i) const {
    return offset.empty() ? Scalar(0) : offset[i];
  }

  // mu = (y + exposure times the mean rate) / 2, the rate that of the group of the set with most
  // levels: groups far below the mean would else take an iteration for each factor of e
  void begin() {
    using std::exp;
    using std::log;
    eta.resize(rows());
    mu.resize(rows());
    const auto exposure = [&](std::size_t i) {
      return offset.empty() ? Scalar(1) : Scalar(exp(offset[i]));
    };
    const auto fill = [&](std::size_t from, std::size_t to) {
      Scalar sum(0), total(0);
      for (std::size_t i = from; i < to; ++i) {
        sum += weight_of(i) * y[i];
        total += weight_of(i) * exposure(i);
      }
      const Scalar rate = sum / total;
      for (std::size_t i = from; i < to; ++i) {
        mu[i] = (y[i] + rate * exposure(i)) / Scalar(2);
        eta[i] = log(mu[i]);
      }
    };
    if (effects_) {
      for_row_blocks(effects_->groups(), threads, [&](std::size_t first, std::size_t last) {
        for (std::size_t g = first; g < last; ++g) {
          fill(effects_->first_position(g), effects_->first_position(g + 1));
        }
      });
    } else {
      fill(0, rows());
    }
    inside = false;
  }

  // mu = exp(eta) and sum w (y eta - mu), of which the deviance is a shift
  Scalar evaluate() {
    return likelihood([&](std::size_t i) { return eta[i]; });
  }

  // the latest direction starts from here
  void mark() { start_ = eta; }
  // eta = start + step change; then as evaluate()
  Scalar advance(const Scalar& step) {
    return likelihood([&](std::size_t i) { return eta[i] = start_[i] + step * change[i]; });
  }

  // Newton's direction at eta: weighted least squares of the working residual (y - mu) / mu
  void direction(double tolerance, const absorb_options& options) {
    weigh();
    change.resize(rows());
    if (effects_) {
      by_effects(tolerance, options);
    } else {
      by_columns();
    }
  }

  // sum of w mu change^2 over sum of w mu: the squared length of the latest change
  [[nodiscard]] double squared_change() const {
    const auto sums =
        sum_row_blocks(rows(), threads, lanes_of_two{}, [&](std::size_t first, std::size_t last) {
          lanes_of_two part{};
          for (std::size_t i = first; i < last; ++i) {
            part[0] += weights_[i] * change[i] * change[i];
            part[1] += weights_[i];
          }
          return part;
        });
    return static_cast<double>(sums[0] / sums[1]);
  }

  // inverse of the weighted products of the columns, as the latest direction saw them
  [[nodiscard]] const dense_matrix<Scalar>& inverse() const { return inverse_; }

  // Takes the effects out of the columns at weights w mu: see column().
  void partial_out(const absorb_options& options) {
    weigh();
    if (!effects_) return;
    effects_->set_weights(weights_, threads);
    fill_response([](std::size_t) { return Scalar(0); });
    residualise(options);
  }

  // What the effects left of column j in row i.
  [[nodiscard]] Scalar column(std::size_t i, Eigen::Index j) const {
    return effects_ ? at(i, j + 1) : x_(to_index(i), j);
  }
  [[nodiscard]] dense_matrix<Scalar> columns() const {
    if (!effects_) return x_;
    dense_matrix<Scalar> out(x_.rows(), x_.cols());
    each_row([&](std::size_t i) {
      for (Eigen::Index j = 0; j < x_.cols(); ++j) out(to_index(i), j) = at(i, j + 1);
    });
    return out;
  }
  // w mu, as the latest work saw it
  [[nodiscard]] const std::vector<Scalar>& weights() const { return weights_; }

  // The inverse of the weighted products of columns() to the digits that the rows themselves give:
  // see inverse() and `degenerate`.
  void invert_products() {
    using std::sqrt;
    if (effects_) return normal_equations(1e4);
    dense_matrix<Scalar> x = x_;
    for (Eigen::Index i = 0; i < x.rows(); ++i) x.row(i) *= sqrt(weights_[to_size(i)]);
    take(checked_qr<Scalar>(x), dense_vector<Scalar>::Zero(x.rows()));
  }

  // Whether the latest direction shows beyond its tolerance (of at most 1e-3) that each column
  // stands for itself: the effects leave a hundredth of its length (about its mean, if the constant
  // is theirs) and the other columns as much of the rest.
  [[nodiscard]] bool columns_stand(column_origin origin) const {
    if (!effects_ || degenerate || !(condition_ < 1e3)) return false;
    for (Eigen::Index j = 0; j < x_.cols(); ++j) {
      const Scalar* x = x_.data() + j * x_.rows();
      // weights, w x, w x^2, w r^2 of what is left
      const auto sums = sum_row_blocks(rows(), threads, lanes<Scalar, 4>{},
                                       [&](std::size_t first, std::size_t last) {
                                         lanes<Scalar, 4> part{};
                                         for (std::size_t i = first; i < last; ++i) {
                                           const Scalar r = at(i, j + 1);
                                           part[0] += weights_[i];
                                           part[1] += weights_[i] * x[i];
                                           part[2] += weights_[i] * x[i] * x[i];
                                           part[3] += weights_[i] * r * r;
                                         }
                                         return part;
                                       });
      const Scalar level = origin == column_origin::mean ? sums[1] * sums[1] / sums[0] : Scalar(0);
      const Scalar about = sums[2] - level;
      const bool clear = about > Scalar(1e-6) * sums[2] && sums[3] > Scalar(1e-4) * about &&
                         sums[2] <= (std::numeric_limits<Scalar>::max)();
      if (!clear) return false;
    }
    return true;
  }

  // The columns themselves again, in place of what the effects left of them.
  void load() {
    const auto columns = to_size(x_.cols()) + 1;
    panels_.assign((columns + width - 1) / width, {});
    for (std::size_t p = 0; p < panels_.size(); ++p) {
      panels_[p].resize(rows() * width);
      each_row([&](std::size_t i) {
        for (std::size_t l = 0; l < width; ++l) {
          const std::size_t j = p * width + l;
          panels_[p][i * width + l] =
              j == 0 || j >= columns ? Scalar(0) : x_(Eigen::Index(i), Eigen::Index(j - 1));
        }
      });
    }
  }

  // Leaves only these columns.
  void select(const std::vector<Eigen::Index>& columns) {
    dense_matrix<Scalar> some(x_.rows(), std::ssize(columns));
    for (std::size_t j = 0; j < columns.size(); ++j) {
      some.col(to_index(j)) = x_.col(columns[j]);
    }
    x_ = std::move(some);
    if (effects_) load();
  }

  // Rows whose mean goes to zero: a combination of columns and effects exists that is zero where y
  // > 0, and positive there. Exact where the rows of zero, or those that sink, are few; else by
  // iteration first. No row is named unless such a combination was found. Correia, Guimaraes &
  // Zylkin (2021), arXiv 1903.01633
  std::vector<std::size_t> separated(const absorb_options& options) {
    constexpr std::size_t most = 300;
    std::vector<std::size_t> zero;
    for (std::size_t i = 0; i < rows(); ++i) {
      if (!(y[i] > Scalar(0))) zero.push_back(i);
    }
    if (zero.size() <= most) return by_projector(zero, options);
    std::vector<std::size_t> found = by_rectifier(options);
    if (!found.empty()) return found;
    std::vector<std::size_t> sinking;
    for (const std::size_t i : zero) {
      if (!(change[i] > Scalar(-0.3))) sinking.push_back(i);
    }
    std::sort(sinking.begin(), sinking.end(),
              [&](std::size_t a, std::size_t b) { return mu[a] != mu[b] ? mu[a] < mu[b] : a < b; });
    if (sinking.size() > most) sinking.resize(most);
    return by_projector(sinking, options);
  }

  // by the certificate on the candidates alone: see find_separated
  std::vector<std::size_t> by_projector(const std::vector<std::size_t>& candidates,
                                        const absorb_options& options) {
    const auto m = std::ssize(candidates);
    if (m == 0) return {};
    absorb_options tight = options;
    tight.tolerance = 1e-13;
    tight.accept_unconverged = true;
    dense_matrix<Scalar> g(m, m);
    dense_matrix<Scalar> within_x = x_;
    if (effects_) {
      effects_->set_weights({});
      load();
      residualise(tight);
      for (Eigen::Index j = 0; j < x_.cols(); ++j) {
        for (std::size_t i = 0; i < rows(); ++i) within_x(Eigen::Index(i), j) = at(i, j + 1);
      }
      std::vector<Scalar> panel;
      for (Eigen::Index first = 0; first < m; first += 4) {
        const Eigen::Index count = (std::min)(Eigen::Index{4}, m - first);
        panel.assign(rows() * width, Scalar(0));
        for (Eigen::Index l = 0; l < count; ++l) {
          panel[candidates[std::size_t(first + l)] * width + std::size_t(l)] = Scalar(1);
        }
        effects_->residualise(panel.data(), static_cast<int>(width), tight);
        for (Eigen::Index l = 0; l < count; ++l) {
          for (Eigen::Index i = 0; i < m; ++i) {
            g(i, first + l) = panel[candidates[std::size_t(i)] * width + std::size_t(l)];
          }
        }
      }
      load();
    } else {
      g.setIdentity();
    }
    take_columns_out(g, within_x, candidates);
    g = symmetric_part(g);
    const separation_witness witness = find_separated<Scalar>(g);
    witness_residual = witness.residual;
    std::vector<std::size_t> found;
    for (const std::size_t i : witness.rows) found.push_back(candidates[i]);
    return found;
  }

  std::vector<Scalar> ones_where_y_is_zero() const {
    std::vector<Scalar> u(rows());
    for (std::size_t i = 0; i < rows(); ++i) u[i] = y[i] > Scalar(0) ? Scalar(0) : Scalar(1);
    return u;
  }

  // Regresses u (one where y = 0) on columns and effects again and again, keeping the positive
  // part, with a large weight where y > 0: algorithm 1 of the paper.
  std::vector<std::size_t> by_rectifier(const absorb_options& options) {
    constexpr double tolerance = 1e-5;
    constexpr int most = 500;
    std::vector<std::size_t> rows_found;
    std::vector<Scalar> u = ones_where_y_is_zero(), fitted(rows());
    weights_.resize(rows());
    for (std::size_t i = 0; i < rows(); ++i)
      weights_[i] = u[i] > Scalar(0) ? Scalar(1) : Scalar(1e4);
    if (effects_) {
      load();
      effects_->set_weights(weights_);
    }
    absorb_options loose = options;
    loose.tolerance = 1e-9;
    loose.accept_unconverged = true;
    if (effects_) {
      fill_response([](std::size_t) { return Scalar(0); });
      residualise(loose);
    }
    std::vector<Scalar> column;
    for (int k = 0; k < most; ++k) {
      if (effects_) {
        column = u;
        effects_->residualise(column.data(), 1, loose);
        fill_response([&](std::size_t i) { return column[i]; });
        normal_equations(1e8);
        for (std::size_t i = 0; i < rows(); ++i) fitted[i] = u[i] - left(i);
      } else {
        project([&](std::size_t i) { return u[i]; }, fitted);
      }
      double lowest = 0, highest = 0, heaviest = 0;
      for (std::size_t i = 0; i < rows(); ++i) {
        const double f = static_cast<double>(fitted[i]);
        if (y[i] > Scalar(0)) {
          heaviest = (std::max)(heaviest, std::abs(f));
        } else {
          lowest = (std::min)(lowest, f);
          highest = (std::max)(highest, f);
        }
      }
      if (highest < tolerance) break;
      if (lowest > -0.1 * tolerance && heaviest < 0.1 * tolerance) {
        for (std::size_t i = 0; i < rows(); ++i) {
          if (!(y[i] > Scalar(0)) && static_cast<double>(fitted[i]) > tolerance) {
            rows_found.push_back(i);
          }
        }
        witness_residual = (std::max)(-lowest, heaviest) / highest;
        break;
      }
      for (std::size_t i = 0; i < rows(); ++i) {
        u[i] = y[i] > Scalar(0) || !(fitted[i] > Scalar(0)) ? Scalar(0) : fitted[i];
      }
    }
    if (effects_) load();
    return rows_found;
  }

 private:
  static constexpr std::size_t width = 4;  // of a panel

  template <class Predictor>
  Scalar likelihood(const Predictor& predictor) {
    using std::exp;
    return sum_row_blocks(rows(), threads, Scalar(0), [&](std::size_t from, std::size_t to) {
      Scalar sum(0);
      for (std::size_t first = from; first < to; first += block) {
        const std::size_t last = (std::min)(first + block, to);
        Scalar part(0);
        for (std::size_t i = first; i < last; ++i) {
          const Scalar at_row = predictor(i);
          mu[i] = exp(at_row);
          part += weight_of(i) * (y[i] * at_row - mu[i]);
        }
        sum += part;
      }
      return sum;
    });
  }
  using lanes_of_two = lanes<Scalar, 2>;
  static constexpr std::size_t block = 512;

  // column j of row i, 0 the working response
  [[nodiscard]] Scalar at(std::size_t i, Eigen::Index j) const {
    const auto c = to_size(j);
    return panels_[c / width][i * width + c % width];
  }

  template <class Work>
  void each_row(const Work& work) const {
    for_row_blocks(rows(), threads, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) work(i);
    });
  }

  // the weights of the rows, w mu
  void weigh() {
    weights_.resize(rows());
    each_row([&](std::size_t i) { weights_[i] = weight_of(i) * mu[i]; });
  }

  template <class Response>
  void fill_response(const Response& response) {
    Scalar* panel = panels_.front().data();
    each_row([&](std::size_t i) { panel[i * width] = response(i); });
  }

  void residualise(const absorb_options& options) {
    report = {};
    for (auto& panel : panels_) {
      const absorb_report r = effects_->residualise(panel.data(), static_cast<int>(width), options);
      report.converged = report.converged && r.converged;
      report.iterations += r.iterations;
      report.error = (std::max)(report.error, r.error);
      report.sparse = report.sparse || r.sparse;
    }
  }

  // Delta and inverse from the products of what the effects left, by blocks of rows; from the rows
  // themselves where the condition of the products is above a limit.
  void normal_equations(double most) {
    using std::sqrt;
    const Eigen::Index k = x_.cols();
    degenerate = false;
    delta.resize(k);
    inverse_.resize(k, k);
    if (k == 0) return;  // effects alone
    const dense_matrix<Scalar> gram = weighted_products(k + 1);
    // to unit diagonal
    dense_vector<Scalar> unit(k);
    for (Eigen::Index j = 0; j < k; ++j) {
      const Scalar d = gram(j + 1, j + 1);
      unit[j] = d > Scalar(0) ? Scalar(Scalar(1) / sqrt(d)) : Scalar(0);
    }
    const dense_matrix<Scalar> square =
        unit.asDiagonal() * gram.bottomRightCorner(k, k) * unit.asDiagonal();
    const dense_vector<Scalar> right = unit.cwiseProduct(gram.col(0).tail(k));
    const checked_qr<Scalar> qr(square);
    degenerate = qr.rank() < k;
    condition_ = qr.condition();
    if (!degenerate && condition_ < most) {
      delta = unit.cwiseProduct(qr.unrefined(right));
      const dense_matrix<Scalar> inverse = inverse_of(qr, k);
      inverse_ = unit.asDiagonal() * inverse * unit.asDiagonal();
      return;
    }
    // nearly collinear: by the rows themselves
    dense_matrix<Scalar> within_x(x_.rows(), k);
    dense_vector<Scalar> within_y(x_.rows());
    for (std::size_t i = 0; i < rows(); ++i) {
      const auto row = to_index(i);
      const Scalar root = sqrt(weights_[i]);
      within_y[row] = root * at(i, 0);
      for (Eigen::Index j = 0; j < k; ++j) within_x(row, j) = root * at(i, j + 1);
    }
    take(checked_qr<Scalar>(within_x), within_y);
  }

  // products of the first k columns of the panels at the weights, two panels at a time
  [[nodiscard]] dense_matrix<Scalar> weighted_products(Eigen::Index k) const {
    constexpr auto side = to_index(width);
    using square = Eigen::Matrix<Scalar, side, side>;
    using four = Eigen::Map<const Eigen::Matrix<Scalar, side, 1>>;
    const auto panels = std::ssize(panels_);
    dense_matrix<Scalar> gram(panels * side, panels * side);
    for (Eigen::Index p = 0; p < panels; ++p) {
      for (Eigen::Index q = 0; q <= p; ++q) {
        const Scalar* left = panels_[to_size(p)].data();
        const Scalar* right = panels_[to_size(q)].data();
        const square zero = square::Zero();
        const square sum =
            sum_row_blocks(rows(), threads, zero, [&](std::size_t from, std::size_t to) {
              square whole = zero;
              for (std::size_t first = from; first < to; first += block) {
                square part = zero;
                for (std::size_t i = first; i < (std::min)(first + block, to); ++i) {
                  part += (weights_[i] * four(left + i * width))
                              .lazyProduct(four(right + i * width).transpose());
                }
                whole += part;
              }
              return whole;
            });
        gram.block(p * side, q * side, side, side) = sum;
        gram.block(q * side, p * side, side, side) = sum.transpose();
      }
    }
    return gram.topLeftCorner(k, k);
  }

  // g -= q q', q the candidates' rows of an orthonormal basis of the columns
  static void take_columns_out(dense_matrix<Scalar>& g, dense_matrix<Scalar>& x,
                               const std::vector<std::size_t>& candidates) {
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      const Scalar top = x.col(j).cwiseAbs().maxCoeff();
      if (top > Scalar(0)) x.col(j) /= top;
    }
    if (x.cols() == 0) return;
    const checked_qr<Scalar> qr(x);
    if (qr.rank() == 0) return;
    const dense_matrix<Scalar> kept = qr.kept_columns(x);
    dense_matrix<Scalar> q(std::ssize(candidates), qr.rank());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      q.row(Eigen::Index(i)) = kept.row(to_index(candidates[i]));
    }
    qr.triangle().template triangularView<Eigen::Upper>().template solveInPlace<Eigen::OnTheRight>(
        q);
    g -= q * q.transpose();
  }

  static dense_matrix<Scalar> inverse_of(const checked_qr<Scalar>& qr, Eigen::Index k) {
    dense_matrix<Scalar> out(k, k);
    for (Eigen::Index j = 0; j < k; ++j) {
      out.col(j) = qr.unrefined(dense_vector<Scalar>::Unit(k, j));
    }
    return out;
  }

  // delta and inverse from a factorisation, zero for columns that it dropped
  void take(const checked_qr<Scalar>& qr, const dense_vector<Scalar>& response) {
    const Eigen::Index k = x_.cols();
    degenerate = qr.rank() < k;
    delta.setZero(k);
    inverse_.setZero(k, k);
    const dense_vector<Scalar> b = qr.unrefined(response);
    const dense_matrix<Scalar> g = qr.inverse_gram();
    for (Eigen::Index j = 0; j < qr.rank(); ++j) {
      const Eigen::Index to = qr.kept()[to_size(j)];
      delta[to] = b[j];
      for (Eigen::Index l = 0; l < qr.rank(); ++l) {
        inverse_(to, qr.kept()[to_size(l)]) = g(j, l);
      }
    }
  }

  // what the columns leave of the working response
  [[nodiscard]] Scalar left(std::size_t i) const {
    Scalar r = at(i, 0);
    for (Eigen::Index j = 0; j < delta.size(); ++j) r -= delta[j] * at(i, j + 1);
    return r;
  }

  // y / mu, also where mu has sunk below the smallest number
  [[nodiscard]] Scalar ratio(std::size_t i) const {
    return y[i] > Scalar(0) ? Scalar(y[i] / mu[i]) : Scalar(0);
  }

  // (y - mu) / mu, and eta - offset with it before eta is the model's
  [[nodiscard]] Scalar working(std::size_t i) const {
    const Scalar e = ratio(i) - Scalar(1);
    return inside ? e : Scalar(eta[i] - offset_of(i) + e);
  }

  void by_effects(double tolerance, const absorb_options& options) {
    effects_->set_weights(weights_, threads);
    fill_response([&](std::size_t i) { return working(i); });
    absorb_options now = options;
    now.tolerance = tolerance;
    residualise(now);
    normal_equations(1e8);
    // working response less eta
    each_row([&](std::size_t i) { change[i] = ratio(i) - Scalar(1) - left(i); });
  }

  template <class Response>
  void project(const Response& response, std::vector<Scalar>& fitted) {
    using std::sqrt;
    dense_matrix<Scalar> x = x_;
    dense_vector<Scalar> z(x_.rows());
    for (std::size_t i = 0; i < rows(); ++i) {
      const auto row = to_index(i);
      const Scalar root = sqrt(weights_[i]);
      x.row(row) *= root;
      z[row] = root * response(i);
    }
    take(checked_qr<Scalar>(x), z);
    const dense_vector<Scalar> f = x_ * delta;
    for (std::size_t i = 0; i < rows(); ++i) fitted[i] = f[to_index(i)];
  }

  void by_columns() {
    project([&](std::size_t i) { return working(i); }, change);
    if (inside) return;
    for (std::size_t i = 0; i < rows(); ++i) change[i] -= eta[i] - offset_of(i);
  }

  dense_matrix<Scalar> x_;
  std::unique_ptr<absorber<Scalar>> effects_;
  std::vector<std::vector<Scalar>> panels_;  // working response and columns, four side by side
  std::vector<Scalar> weights_;              // w mu
  std::vector<Scalar> start_;                // eta where the direction was taken
  dense_matrix<Scalar> inverse_;
  double condition_ = 1;  // of the latest products, columns of unit length
};

}  // namespace bilateral::detail
