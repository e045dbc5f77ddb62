#pragma once
/// The sources that people have, one header each; opt-in: io.hpp does not include them.
///
/// Source                    Reader                  Header              Gives, in the unit
/// ------------------------  ----------------------  ------------------  ----------------------------
/// UN Comtrade, CSV          read_comtrade           io/comtrade         reported_flows, current USD
/// UN Comtrade, older CSV    read_comtrade_legacy    io/comtrade         reported_flows, current USD
/// UN Comtrade, JSON         read_comtrade_json      io/comtrade_json    reported_flows, current USD
/// CEPII BACI                read_baci               io/baci             flow_file, thousand USD, t
/// CEPII Gravity V202211     read_cepii_gravity      cepii               table, km, thousand USD
/// CEPII GeoDist, pairs      read_geodist            cepii               table, km
/// CEPII GeoDist, countries  read_geodist_countries  cepii               table, square km, degrees
/// World Bank Pink Sheet     read_pink_sheet         io/pink_sheet       series, as the sheet states
/// World Bank WDI            read_wdi                wdi                 table, as indicators state
/// IMF DOTS, IMTS            read_imf_trade          imf_trade           reported_flows, current USD
/// SDMX-CSV 1.0, 2.0         read_sdmx_csv           io/sdmx_csv         table, as attributes state
/// Eurostat TSV              read_eurostat_tsv       eurostat            table, the dimension unit
/// Eurostat COMEXT           read_comext             eurostat            reported_flows, EUR, kg
/// OECD ICIO                 read_icio               icio                multi-region, million USD
/// Eora26                    read_eora               eora                multi-region, by the caller
/// WIOD, release of 2016     read_wiod               wiod                multi-region, million USD
/// FIGARO, flat              read_figaro             figaro              multi-region, million EUR
/// WITS tariffs              read_wits_tariffs       wits                table, percent, 1000 USD
/// ITPD-E                    read_itpd               itpd                flow_file, million USD
/// Concordances              read_concordance        io/concordance      concordance of `classified`

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
