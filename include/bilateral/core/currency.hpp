#pragma once
/// ISO 4217 currency codes as compile-time values.

#include <string>
#include <string_view>

namespace bilateral {

/// Active ISO 4217 codes (2024), in alphabetical order, without funds and testing codes.
inline constexpr std::string_view iso_4217_codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW "
    "KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
    "NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED "
    "VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWL";

/// Whether the three letters are a code of ISO 4217 ("USD").
[[nodiscard]] constexpr bool is_currency_code(std::string_view code) {
  if (code.size() != 3) return false;
  for (std::size_t i = 0; i + 3 <= iso_4217_codes.size(); i += 4) {
    if (iso_4217_codes.substr(i, 3) == code) return true;
  }
  return false;
}

/// A code usable as a template argument: money<"USD">. A code that ISO 4217 does not have does not
/// compile.
struct currency_code {
  char letters[4] = {};

  consteval currency_code(const char (&code)[4]) {  // NOLINT: implicit by design
    for (int i = 0; i < 3; ++i) letters[i] = code[i];
    if (!is_currency_code(std::string_view(letters, 3))) throw "not an ISO 4217 currency code";
  }
  [[nodiscard]] constexpr std::string_view view() const { return {letters, 3}; }
};

/// A currency as a type of its letters: compilers print it in messages as currency<'U', 'S', 'D'>.
template <char A, char B, char C>
struct currency {
  static constexpr char letters[4] = {A, B, C, 0};
  [[nodiscard]] static constexpr std::string_view code() { return {letters, 3}; }
};

/// currency_of<"USD"> is currency<'U', 'S', 'D'>.
template <currency_code Code>
using currency_of = currency<Code.letters[0], Code.letters[1], Code.letters[2]>;

}  // namespace bilateral
