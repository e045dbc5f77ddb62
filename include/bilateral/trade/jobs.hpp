#pragma once
/// Investment and jobs: ratios with their errors, capital, elasticities.

#include <bilateral/trade/jobs/capital_stock.hpp>
#include <bilateral/trade/jobs/employment_elasticity.hpp>
#include <bilateral/trade/jobs/investment.hpp>
#include <bilateral/trade/jobs/ratio_estimation.hpp>
