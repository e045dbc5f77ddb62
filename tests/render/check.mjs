// check.mjs CHROMIUM NODE_MODULES WORK FILE...: draws every .html page, .svg picture and .vl.json
// specification in headless Chromium. Fails on a page that would fetch or run anything, that is wider
// than a desk's or a telephone's window, on a chart that is empty or without its numbers, on words
// that leave the picture or lie on each other, and on a complaint of the console.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, modules, work, ...files] = process.argv.slice(2);

// in the browser: what is wrong with `doc`, shown at a width
function inspect(doc, width, isPage) {
  const problems = [];
  const say = (what) => problems.push(`at ${width} pixels ${what}`);
  const box = (e) => e.getBoundingClientRect();
  const shown = (e) => box(e).width > 0 && box(e).height > 0;
  if (doc.documentElement.scrollWidth > width + 1) say(`the page is ${doc.documentElement.scrollWidth} wide`);
  if (width < 500 && [...doc.querySelectorAll("table.stack thead")].some(shown)) say("a wide table does not stack");
  const figures = [...doc.querySelectorAll("figure")];
  for (const figure of figures) {
    const pictures = [...figure.querySelectorAll("svg")].filter(shown);
    if (pictures.length !== 1) { say(`${figure.id} shows ${pictures.length} pictures`); continue; }
    const [svg] = pictures, frame = box(svg);
    if (frame.width < 200 || frame.height < 60) say(`${figure.id} is ${frame.width} x ${frame.height}`);
    const marks = [...svg.querySelectorAll("path, circle, rect[x]")].filter((m) => box(m).width > 0.5 || box(m).height > 0.5);
    if (marks.length === 0) say(`${figure.id} is empty`);
    if (/NaN|Infinity|inf\b/.test(svg.outerHTML.replace(/<(text|title|desc)[^>]*>[^<]*/g, "").replace(/aria-label="[^"]*"/, ""))) {
      say(`${figure.id} has coordinates that are no numbers`);
    }
    const words = [...svg.querySelectorAll("text")];
    if (words.length === 0) say(`${figure.id} says nothing`);
    const boxes = words.map(box);
    for (const [i, b] of boxes.entries()) {
      if (b.left < frame.left - 1.5 || b.right > frame.right + 1.5 || b.top < frame.top - 1.5 || b.bottom > frame.bottom + 1.5) {
        say(`${figure.id}: "${words[i].textContent}" leaves the picture`);
      }
      for (let j = 0; j < i; ++j) {
        const across = Math.min(b.right, boxes[j].right) - Math.max(b.left, boxes[j].left);
        const down = Math.min(b.bottom, boxes[j].bottom) - Math.max(b.top, boxes[j].top);
        if (across > 1 && down > 4) say(`${figure.id}: "${words[i].textContent}" lies on "${words[j].textContent}"`);
      }
    }
    if (isPage && figure.querySelectorAll("details tbody tr").length === 0) say(`${figure.id} has no table of its numbers`);
  }
  return { problems, charts: figures.length };
}

const listener = `const complaints = [];
for (const level of ["warn", "error"]) {
  const old = console[level];
  console[level] = (...words) => { complaints.push(words.join(" ")); old(...words); };
}
window.addEventListener("error", (e) => complaints.push(e.message));
const report = (found) => {
  document.documentElement.innerHTML = "<pre>REPORT" + btoa(unescape(encodeURIComponent(JSON.stringify(
    { problems: [...found.problems, ...complaints], charts: found.charts })))) + "END</pre>";
};`;

// the page in two frames, as wide as a desk's window and a telephone's
function framed(html, isPage) {
  const source = JSON.stringify(html).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><script>${listener}
const inspect = ${inspect.toString()};
const all = { problems: [], charts: 0 };
let waiting = 2;
for (const width of [1000, 390]) {
  const frame = document.createElement("iframe");
  frame.style = "border:0;height:900px;width:" + width + "px";
  frame.srcdoc = ${source};
  frame.onload = () => {
    const found = inspect(frame.contentDocument, width, ${isPage});
    all.problems.push(...found.problems);
    all.charts = Math.max(all.charts, found.charts);
    if (--waiting === 0) report(all);
  };
  document.body.append(frame);
}</script></body></html>`;
}

// a specification, drawn by Vega-Lite itself
function drawnByVega(file) {
  const code = (name) =>
    readFileSync(join(modules, name, "build", `${name}.min.js`), "utf8").replaceAll("</script", "<\\/script");
  const scripts = ["vega", "vega-lite", "vega-embed"].map((name) => `<script>${code(name)}</script>`).join("\n");
  const spec = readFileSync(file, "utf8").replaceAll("<", "\\u003c");
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><script>${listener}</script></head><body>
<div id="chart" style="width:800px;display:block"></div>${scripts}
<script>vegaEmbed("#chart", ${spec}, { actions: false, renderer: "svg" }).then(() => {
  const marks = [...document.querySelectorAll("svg .role-mark path, svg .role-mark line")]
    .filter((m) => !/NaN|Infinity/.test(m.getAttribute("d") || ""))
    .filter((m) => { const b = m.getBoundingClientRect(); return b.width > 0.5 || b.height > 0.5; });
  report({ problems: marks.length === 0 ? ["it is empty"] : [], charts: 1 });
}).catch((e) => report({ problems: [e.message], charts: 1 }));</script></body></html>`;
}

// what would make a page depend on anything but itself
function dependencies(html) {
  const bare = html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
  return [[/<script/i, "a script"], [/\ssrc=/i, "something to fetch"], [/<link/i, "a link element"],
    [/url\(|@import/i, "a style to fetch"]].filter(([sign]) => sign.test(bare)).map(([, what]) => `there is ${what}`);
}

function dump(page, profile) {
  return new Promise((done, fail) => {
    const child = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", `--user-data-dir=${profile}`,
      "--window-size=1200,1200", "--virtual-time-budget=20000", "--dump-dom", pathToFileURL(page).href],
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
// pictures are checked together: each is a figure of one page
const pictures = files.filter((file) => file.endsWith(".svg"));
const jobs = files.filter((file) => !file.endsWith(".svg")).map((file) => ({ file, name: file }));
if (pictures.length > 0) jobs.push({ name: `${pictures.length} pictures` });
for (const [number, { file, name }] of jobs.entries()) {
  const problems = [];
  let html;
  if (!file) {
    html = "<!DOCTYPE html><html><body style='margin:0'>" + pictures.map((path) =>
      `<figure id="${basename(path)}" style="margin:0;width:340px"><style>svg{width:100%;height:auto}</style>${readFileSync(path, "utf8")}</figure>`).join("\n");
    html = framed(html, false);
  } else if (file.endsWith(".html")) {
    const text = readFileSync(file, "utf8");
    problems.push(...dependencies(text));
    html = framed(text, true);
  } else {
    html = drawnByVega(file);
  }
  const page = join(resolve(work), `page-${number}.html`), profile = join(resolve(work), `profile-${number}`);
  writeFileSync(page, html);
  try {
    const found = /REPORT([A-Za-z0-9+/=]+)END/.exec(await dump(page, profile));
    if (!found) throw new Error("the page did not finish");
    const report = JSON.parse(Buffer.from(found[1], "base64").toString("utf8"));
    problems.push(...report.problems);
    charts += report.charts;
    if (file && !file.endsWith(".html") && report.charts === 0) problems.push("there is no chart on it");
  } catch (e) {
    problems.push(e.message);
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  for (const problem of problems) console.error(`${name}: ${problem}`);
  bad += problems.length > 0 ? 1 : 0;
}
console.log(`${charts} charts in ${files.length} files drawn, ${bad} files with problems`);
process.exit(bad > 0 || charts === 0 ? 1 : 0);
