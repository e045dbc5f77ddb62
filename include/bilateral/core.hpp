#pragma once
/// Floor 0: the words of the language.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/check.hpp>
#include <bilateral/core/country.hpp>
#include <bilateral/core/country_changes.hpp>
#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/currency.hpp>
#include <bilateral/core/date.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/frequency.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/period.hpp>
#include <bilateral/core/press_figure.hpp>
#include <bilateral/core/product.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/provenance.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/core/unit_text.hpp>
#include <bilateral/core/when_called.hpp>
