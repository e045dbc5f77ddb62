// check.mjs CHROMIUM NODE_MODULES WORK FILE...: draws every .html page and .vl.json specification in
// headless Chromium and fails on a chart that is empty, failed, or left the console a complaint.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, modules, work, ...files] = process.argv.slice(2);
const code = (name) =>
  readFileSync(join(modules, name, "build", `${name}.min.js`), "utf8").replaceAll("</script", "<\\/script");
const scripts = () =>
  ["vega", "vega-lite", "vega-embed"].map((name) => `<script>${code(name)}</script>`).join("\n");

// What a page says of itself once it is drawn: one line for each chart, behind a marker.
const probe = `<script>
const complaints = [];
for (const level of ["warn", "error"]) {
  const old = console[level];
  console[level] = (...words) => { complaints.push(words.join(" ")); old(...words); };
}
window.addEventListener("error", (e) => complaints.push(e.message));
window.addEventListener("load", () => {
  const ask = (tries) => {
    const figures = [...document.querySelectorAll("figure[data-state]")];
    if (tries > 0 && figures.some((f) => f.dataset.state === "waiting")) return setTimeout(ask, 100, tries - 1);
    const report = figures.map((f) => {
      const marks = [...f.querySelectorAll("svg .mark-path path, svg .mark-rect path, svg .mark-symbol path, svg .mark-line path, svg .mark-area path, svg .mark-rule line, svg .mark-arc path")]
        .filter((m) => !m.closest(".role-axis, .role-legend, .background, .role-frame") || m.closest(".role-mark"))
        .filter((m) => m.closest(".role-mark"))
        .filter((m) => { const b = m.getBoundingClientRect(); return b.width > 0.5 || b.height > 0.5; })
        .filter((m) => !/NaN|Infinity/.test(m.getAttribute("d") || ""));
      const box = f.querySelector("svg")?.getBoundingClientRect();
      return { id: f.id, state: f.dataset.state, marks: marks.length, width: box?.width ?? 0, height: box?.height ?? 0,
        rows: f.querySelectorAll("details tbody tr").length, overflow: document.documentElement.scrollWidth > window.innerWidth + 1,
        title: f.querySelector("svg .role-title-text")?.textContent ?? "" };
    });
    document.documentElement.innerHTML = "<pre>REPORT" + btoa(unescape(encodeURIComponent(JSON.stringify({ report, complaints })))) + "END</pre>";
  };
  ask(100);
});
</script>`;

function dump(page, profile) {
  return new Promise((done, fail) => {
    const child = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`,
      "--window-size=1000,1200", "--virtual-time-budget=20000", "--dump-dom", pathToFileURL(page).href],
      { stdio: ["ignore", "pipe", "ignore"] });
    let out = "";
    const clock = setTimeout(() => { child.kill("SIGKILL"); fail(new Error("no answer in 90 s")); }, 90000);
    child.stdout.on("data", (part) => { out += part; });
    child.on("error", fail);
    child.on("close", () => { clearTimeout(clock); done(out); });
  });
}

let bad = 0, charts = 0;
mkdirSync(work, { recursive: true });
for (const [number, file] of files.entries()) {
  let html;
  if (file.endsWith(".html")) {
    // scripts that a page would fetch are put in from the folder, so that nothing is fetched here
    html = readFileSync(file, "utf8").replace(
      /<script src="[^"]*\/npm\/([a-z-]+)@[^"]*"[^>]*><\/script>/g, (_, name) => `<script>${code(name)}</script>`);
    html = html.replace(/<head>/i, () => `<head>\n${probe}`);
  } else {
    const spec = readFileSync(file, "utf8").replaceAll("<", "\\u003c");
    html = `<!DOCTYPE html><html><head><meta charset="utf-8">${probe}</head><body>
<figure id="${basename(file)}" data-state="waiting"><div class="chart" style="width:800px;display:block"></div></figure>
${scripts()}<script>const figure = document.querySelector("figure");
vegaEmbed(figure.querySelector("div"), ${spec}, { actions: false, renderer: "svg" })
  .then(() => { figure.dataset.state = "drawn"; })
  .catch((e) => { console.error(e.message); figure.dataset.state = "failed"; });</script></body></html>`;
  }
  const page = join(resolve(work), `page-${number}.html`);
  const profile = join(resolve(work), `profile-${number}`);
  writeFileSync(page, html);
  const problems = [];
  try {
    const found = /REPORT([A-Za-z0-9+/=]+)END/.exec(await dump(page, profile));
    if (!found) throw new Error("the page did not finish");
    const { report, complaints } = JSON.parse(Buffer.from(found[1], "base64").toString("utf8"));
    for (const line of complaints) problems.push(line);
    if (report.length === 0) problems.push("there is no chart on it");
    for (const chart of report) {
      charts += 1;
      if (chart.state !== "drawn") problems.push(`${chart.id} is ${chart.state}`);
      else if (chart.marks === 0) problems.push(`${chart.id} is empty`);
      else if (chart.width < 200 || chart.height < 60) problems.push(`${chart.id} is ${chart.width} x ${chart.height}`);
      if (chart.state === "drawn" && file.endsWith(".html") && chart.rows === 0) problems.push(`${chart.id} has no table of its numbers`);
    }
    if (report.some((chart) => chart.overflow)) problems.push("the page is wider than the window");
  } catch (e) {
    problems.push(e.message);
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  for (const problem of problems) console.error(`${file}: ${problem}`);
  bad += problems.length > 0 ? 1 : 0;
}
console.log(`${charts} charts in ${files.length} files drawn, ${bad} files with problems`);
process.exit(bad > 0 || charts === 0 ? 1 : 0);
