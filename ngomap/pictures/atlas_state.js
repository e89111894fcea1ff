// What is asked for and who is picked; everything else listens. The fragment of the address keeps it.
const DATA = JSON.parse(document.getElementById("data").textContent);
const ACTORS = DATA.actors;
const byId = (id) => document.getElementById(id);
const NOTHING = { q: "", issue: -1, kind: -1, level: -1, area: -1, org: -1 };
const state = { ...NOTHING };
const listeners = [];
let shown = ACTORS.map(() => true);
let howMany = ACTORS.length;

/** An element with attributes, texts and elements in it. Texts are only ever texts. */
function make(name, attributes = {}, ...inside) {
  const drawn = "svg g path circle text line rect title".split(" ").includes(name);
  const node = drawn ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    if (key === "onclick") node.addEventListener("click", value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return node;
}

/** A text as it is compared: without accents, case and the like. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/ø/g, "o").replace(/ł/g, "l").replace(/ß/g, "ss").replace(/đ/g, "d").replace(/æ/g, "ae").replace(/ı/g, "i")
    .replace(/[’'`]/g, "");
}

const up = (tree, first) => {
  const found = [];
  for (let at = first; at >= 0 && !found.includes(at); at = tree[at][1]) found.push(at);
  return found;
};
const kindOf = (actor) => DATA.kinds[actor.k];
const placeOf = (actor) => (actor.a === undefined || actor.a < 0 ? "" : DATA.areas[actor.a][0]);

for (const actor of ACTORS) {
  const issues = new Set(), areas = new Set();
  for (const issue of [...(actor.i || []), ...(actor.w || []).map((row) => row[5])]) up(DATA.issues, issue).forEach((i) => issues.add(i));
  const places = [actor.a ?? -1, ...(actor.s || []), ...(actor.w || []).filter((row) => row[4] !== "funder").map((row) => row[1])];
  for (const area of places) up(DATA.areas, area).forEach((a) => areas.add(a));
  actor.issues = issues;
  actor.areas = areas;
  const facts = (actor.f || []).filter((fact) => ["Provides", "For", "Sector", "Place"].includes(fact[0])).map((fact) => fact[1]);
  actor.text = folded([
    actor.n, ...(actor.z || []), kindOf(actor)[1], ...facts,
    ...[...issues].map((i) => DATA.issues[i][0]), ...[...areas].map((a) => DATA.areas[a][0]),
  ].join(" \n"));
}

const filtered = () => Boolean(state.q.trim()) || ["issue", "kind", "level", "area"].some((f) => state[f] >= 0);

function meets(actor, words) {
  return (state.issue < 0 || actor.issues.has(state.issue)) && (state.area < 0 || actor.areas.has(state.area)) &&
    (state.kind < 0 || actor.k === state.kind) && (state.level < 0 || actor.l === state.level) &&
    words.every((word) => actor.text.includes(word));
}

/** Ask for something else: `{issue: 3}`, `{org: 7}`. What is typed makes no new step for Back. */
function ask(changes, typed = false) {
  const before = state.org;
  Object.assign(state, changes);
  const address = "#" + written();
  if (address !== (location.hash || "#")) history[typed ? "replaceState" : "pushState"](null, "", address);
  tell(before !== state.org);
}

/** What is typed is answered after a moment, or at once where somebody goes on from it: an answer that came later would take the place. */
let answering = 0;
function answerTyped() {
  clearTimeout(answering);
  if (byId("q").value !== state.q) ask({ q: byId("q").value }, true);
}

function tell(picked) {
  const words = folded(state.q).split(/\s+/).filter(Boolean);
  shown = ACTORS.map((actor) => meets(actor, words));
  howMany = shown.reduce((sum, is) => sum + is, 0);
  for (const listener of listeners) listener(picked);
}

const pick = (number) => ask({ org: state.org === number ? -1 : number });

function written() {
  const parts = [];
  const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value)}`);
  if (state.org >= 0) put("org", ACTORS[state.org].h);
  if (state.q.trim()) put("q", state.q.trim());
  if (state.issue >= 0) put("issue", DATA.issues[state.issue][2]);
  if (state.kind >= 0) put("kind", DATA.kinds[state.kind][0]);
  if (state.level >= 0) put("level", DATA.levels[state.level]);
  if (state.area >= 0) put("area", DATA.areas[state.area][3]);
  return parts.join("&");
}

function read() {
  if (location.hash.length > 1 && !location.hash.includes("=")) return;
  const before = state.org;
  const found = new URLSearchParams(location.hash.slice(1));
  const where = (list, place, key) => (found.has(key) ? list.findIndex((item) => (place === null ? item : item[place]) === found.get(key)) : -1);
  Object.assign(state, {
    org: where(ACTORS, "h", "org"), issue: where(DATA.issues, 2, "issue"), kind: where(DATA.kinds, 0, "kind"),
    level: where(DATA.levels, null, "level"), area: where(DATA.areas, 3, "area"), q: found.get("q") || "",
  });
  tell(before !== state.org);
}
