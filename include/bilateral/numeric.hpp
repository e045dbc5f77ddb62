#pragma once
/// Floor 1: linear algebra kernels.

#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/cholesky.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/extended.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/minimise.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/numeric/penalised_quadratic.hpp>
#include <bilateral/numeric/recursive_least_squares.hpp>
#include <bilateral/numeric/row_blocks.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/numeric/semidefinite.hpp>
#include <bilateral/numeric/slope_rank.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
