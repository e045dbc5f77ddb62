// The brief as text, page and JSON.
#include "china_peru_brief/writer.hpp"

namespace china_peru {

using namespace bilateral;

std::string word_of(verdict v) {
  if (v == verdict::under_assumption) return "only under an assumption";
  if (v == verdict::undecidable) return "open";
  return to_string(v);
}

namespace {

constexpr const char* title = "China and Peru, 2016";

std::string mark(verdict v) {
  switch (v) {
    case verdict::reproduced: return "\xE2\x9C\x93";  // check
    case verdict::consistent: return "\xE2\x9C\x93";
    case verdict::consistent_with_a_source: return "\xE2\x9C\x93?";
    case verdict::contradicted: return "\xE2\x9C\x97";  // cross
    case verdict::contradicted_by_a_source: return "\xE2\x9C\x97?";
    case verdict::sources_disagree: return "\xE2\x89\xA0";  // not equal
    case verdict::under_assumption: return "\xE2\x9C\x93?";
    case verdict::undecidable: break;  // its word says it: open
  }
  return {};
}

// lines of at most `width` characters, those after the first indented
std::string wrapped(const std::string& words, std::size_t indent, std::size_t width = 100) {
  std::string out, line;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = words.find(' ', at);
    if (end == std::string::npos) end = words.size();
    const std::string next = words.substr(at, end - at);
    if (!line.empty() && indent + line.size() + 1 + next.size() > width) {
      out += line + "\n" + std::string(indent, ' ');
      line.clear();
    }
    line += (line.empty() ? "" : " ") + next;
    at = end + 1;
  }
  return out + line + "\n";
}

std::vector<std::string> reading_lines(const judged_claim& c) {
  std::vector<std::string> lines;
  for (const claim_reading& r : c.verdict.readings) {
    std::string line = r.source.empty() ? "" : r.source + ": ";
    if (!r.assumption.empty()) line += "if " + r.assumption + ": ";
    lines.push_back(line + r.finding + " (" + in_words(r.holds) + ")");
  }
  return lines;
}

std::string underlined(const std::string& heading) {
  return "\n" + heading + "\n" + std::string(display_width(heading), '=') + "\n";
}

std::string claim_text(const judged_claim& c) {
  const std::string head = word_of(c.verdict.outcome);
  constexpr std::size_t indent = 30;
  return "  " + head + std::string(indent - 2 - (std::min)(head.size(), indent - 3), ' ') +
         wrapped(c.verdict.words, indent) + std::string(indent, ' ') +
         wrapped(c.finding + " (" + c.source + ")", indent);
}

std::string folded_text(const judged_claim& c) {
  std::string out = "  claim    " + c.verdict.words + "\n";
  for (const std::string& line : reading_lines(c)) out += "    data   " + wrapped(line, 11);
  return out + "  verdict  " + wrapped(c.verdict.sentence, 11);
}

table claim_table(const std::vector<judged_claim>& claims) {
  table t("", {{"verdict", -1, alignment::left},
               {"claim", -1, alignment::left},
               {"finding", -1, alignment::left},
               {"source", -1, alignment::left}});
  for (const judged_claim& c : claims) {
    const std::string sign = mark(c.verdict.outcome);
    t.row({sign + (sign.empty() ? "" : " ") + word_of(c.verdict.outcome), c.verdict.words,
           c.finding, c.source});
  }
  return t;
}

struct page_block {
  bilateral::page& to;
  void operator()(const std::string& sentence) const { to.paragraph(sentence); }
  void operator()(const table& t) const { to.add(t); }
  void operator()(const chart& c) const { to.add(c); }
  void operator()(const judged_claim& c) const {
    to.paragraph("Claim: " + c.verdict.words + ". Verdict: " + c.verdict.sentence + ".");
    if (const auto lines = reading_lines(c); !lines.empty()) to.list(lines);
  }
};

struct text_block {
  std::string& to;
  void operator()(const std::string& sentence) const { to += "  " + wrapped(sentence, 2); }
  void operator()(const table& t) const { to += to_text(t); }
  void operator()(const chart& c) const { to += to_text(c.numbers); }
  void operator()(const judged_claim& c) const { to += folded_text(c); }
};

void write_claims(json_writer& json, const char* key, const std::vector<judged_claim>& claims) {
  json.key(key).array();
  for (const judged_claim& c : claims) {
    json.object().member("claim", c.verdict.words).member("verdict", to_string(c.verdict.outcome));
    json.member("finding", c.finding)
        .member("source", c.source)
        .member("sentence", c.verdict.sentence);
    json.key("readings").array();
    for (const claim_reading& r : c.verdict.readings) {
      json.object().member("source", r.source).member("assumption", r.assumption);
      json.member("holds", in_words(r.holds)).member("finding", r.finding);
      json.member("gap", r.holds == decision::no ? std::optional<double>(r.gap) : std::nullopt);
      json.member("unit", r.unit).end();
    }
    json.end().end();
  }
  json.end();
}

}  // namespace

void brief::section(const std::string& heading) {
  sections_.emplace_back();
  sections_.back().title = heading;
  sections_.back().appendix = in_appendix_;
}

void brief::lead(const std::string& sentence) { sections_.back().lead = sentence; }

void brief::claim(claim_verdict v, std::string finding, std::string source) {
  judged_claim c{std::move(v), std::move(finding), std::move(source)};
  (in_appendix_ ? others_ : claims_).push_back(c);
  sections_.back().folded.emplace_back(std::move(c));
}
void brief::say(const std::string& sentence) { sections_.back().folded.emplace_back(sentence); }
void brief::show(const table& t) { sections_.back().folded.emplace_back(t); }
void brief::draw(const chart& c) {
  section_part& s = sections_.back();
  if (s.appendix || s.chart) {
    s.folded.emplace_back(c);
  } else {
    s.chart = c;
  }
}
void brief::figure(const std::string& name, std::optional<double> value, const std::string& unit) {
  figures_.push_back({name, unit, value});
}

std::string brief::text(bool full) const {
  std::string out = std::string(title) + ": the claims of a news report and the figures\n\n";
  for (const judged_claim& c : claims_) out += claim_text(c);
  if (!full)
    return out + "\n--full prints the evidence, --html FILE writes it as a page with charts.\n";
  bool appendix = false;
  for (const section_part& s : sections_) {
    if (s.appendix && !appendix) out += underlined("Appendix");
    appendix = s.appendix;
    out += underlined(s.title);
    if (!s.lead.empty()) out += "  " + wrapped(s.lead, 2);
    if (s.chart) out += to_text(s.chart->numbers);
    for (const block& b : s.folded) std::visit(text_block{out}, b);
  }
  return out;
}

page brief::page() const {
  bilateral::page p(title, "A news report against official figures.");
  p.add(claim_table(claims_));
  bilateral::page rest("");
  for (const section_part& s : sections_) {
    bilateral::page inner("");
    for (const block& b : s.folded) std::visit(page_block{inner}, b);
    if (s.appendix) {
      rest.heading(s.title).fold("Evidence", inner);
      continue;
    }
    p.heading(s.title);
    if (!s.lead.empty()) p.paragraph(s.lead);
    if (s.chart) p.add(*s.chart);
    p.fold("Evidence", inner);
  }
  p.heading("Appendix").fold("Evidence", rest);
  return p;
}

void brief::write(json_writer& json) const {
  write_claims(json, "claims", claims_);
  write_claims(json, "other_claims", others_);
  json.key("figures").array();
  for (const computed_figure& f : figures_) {
    json.object(true).member("name", f.name).member("value", f.value).member("unit", f.unit).end();
  }
  json.end();
}

}  // namespace china_peru
