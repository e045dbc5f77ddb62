#pragma once
/// The sources that people have, one header each; opt-in: io.hpp does not include them.

#include <bilateral/io/sources/cepii.hpp>
#include <bilateral/io/sources/eora.hpp>
#include <bilateral/io/sources/eurostat.hpp>
#include <bilateral/io/sources/figaro.hpp>
#include <bilateral/io/sources/icio.hpp>
#include <bilateral/io/sources/imf_trade.hpp>
#include <bilateral/io/sources/itpd.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>
#include <bilateral/io/sources/wdi.hpp>
#include <bilateral/io/sources/wiod.hpp>
#include <bilateral/io/sources/wits.hpp>
