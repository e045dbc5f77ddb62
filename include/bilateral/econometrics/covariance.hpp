#pragma once
/// Covariances as values: White's family, Newey-West, clusters, dyads, Driscoll-Kraay, other packages' conventions.

#include <bilateral/econometrics/covariance/choice.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>
#include <bilateral/econometrics/covariance/dyadic.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/covariance/package.hpp>
