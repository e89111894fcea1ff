// The controls, the views of a phone, the tables, and the start of everything.
const small = matchMedia("(max-width: 819px)");
const narrow = () => small.matches;

function treeOptions(select, all, tree, used) {
  const depth = (n) => up(tree, n).length - 1;
  select.append(make("option", { value: "-1" }, all), ...tree.map((item, n) => n).filter((n) => used.has(n))
    .map((n) => make("option", { value: n }, "\u00a0\u00a0".repeat(depth(n)) + tree[n][0])));
}

function drawControls() {
  const issues = new Set(ACTORS.flatMap((actor) => [...actor.issues])), areas = new Set(ACTORS.flatMap((actor) => [...actor.areas]));
  const levels = new Set(ACTORS.map((actor) => actor.l));
  treeOptions(byId("f-issue"), "Any issue", DATA.issues, issues);
  treeOptions(byId("f-area"), "Any area", DATA.areas, areas);
  byId("f-kind").append(make("option", { value: "-1" }, "Any kind"), ...DATA.kinds.map((kind, n) => make("option", { value: n }, kind[1])));
  byId("f-level").append(make("option", { value: "-1" }, "Any level"), ...DATA.levels.map((level, n) => n).filter((n) => levels.has(n))
    .map((n) => make("option", { value: n }, DATA.levels[n][0].toUpperCase() + DATA.levels[n].slice(1))));
  for (const field of ["issue", "kind", "level", "area"]) {
    byId(`f-${field}`).addEventListener("change", (event) => ask({ [field]: Number(event.target.value) }));
  }
  byId("q").addEventListener("input", () => {
    clearTimeout(answering);
    answering = setTimeout(answerTyped, 140);
  });
  byId("q").addEventListener("change", answerTyped);
  byId("clear").addEventListener("click", () => { ask({ ...NOTHING, org: state.org }); byId("q").focus(); });
  byId("more").addEventListener("click", () => {
    const open = byId("filters").classList.toggle("open");
    byId("more").setAttribute("aria-expanded", String(open));
  });
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("q").focus(); byId("q").select(); }
  });
  const people = ACTORS.some((actor) => kindOf(actor)[0] === "person");
  listeners.push(() => {
    for (const field of ["issue", "kind", "level", "area"]) {
      byId(`f-${field}`).value = String(state[field]);
      byId(`f-${field}`).classList.toggle("set", state[field] >= 0);
    }
    if (byId("q") !== document.activeElement) byId("q").value = state.q;
    const noun = people ? "organizations and people" : ACTORS.length === 1 ? "organization" : "organizations";
    byId("count").textContent = filtered() ? `${howMany} of ${ACTORS.length} ${noun}${DATA.total ? " shown" : ""}`
      : DATA.total ? `The ${ACTORS.length} best connected of ${DATA.total} ${noun}` : `${ACTORS.length} ${noun}`;
    byId("clear").hidden = !filtered();
    const set = ["issue", "kind", "level", "area"].filter((field) => state[field] >= 0).length;
    byId("more").textContent = set ? `Filters (${set})` : "Filters";
  });
}

function drawViews() {
  const tabs = [...document.querySelectorAll("[data-view]")];
  const show = (view) => {
    document.body.dataset.view = view;
    tabs.forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.view === view)));
    scrollTo(0, 0);
  };
  tabs.forEach((tab) => tab.addEventListener("click", () => show(tab.dataset.view)));
  show("list");
  for (const anchor of document.querySelectorAll("[data-go]")) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      const to = byId(anchor.dataset.go);
      to.querySelector("details")?.setAttribute("open", "");
      to.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      to.setAttribute("tabindex", "-1");
      to.focus({ preventScroll: true });
    });
  }
}

/** Rows of the tables that speak of somebody lead to its details. */
function linkTables() {
  const numbers = new Map(ACTORS.map((actor, n) => [actor.h, n]));
  const rows = [];
  for (const row of document.querySelectorAll("[data-who]")) {
    const who = row.dataset.who.split(" ").map((handle) => numbers.get(handle)).filter((n) => n !== undefined);
    if (!who.length) continue;
    rows.push([row, who]);
    const head = row.querySelector("th");
    if (who.length === 1) {
      const button = make("button", { type: "button", class: "row-link", onclick: () => ask({ org: who[0] }) });
      button.append(...head.childNodes);
      head.append(button);
    } else {
      if (row.closest("#overlap")) head.replaceChildren();
      head.append(make("span", { class: "several" }, ...who.map((n) => make("button", { type: "button", class: "who-link", onclick: () => ask({ org: n }) },
        glyph(kindOf(ACTORS[n])), make("span", { dir: "auto" }, ACTORS[n].n)))));
    }
  }
  // A finding about an issue in a place asks for both.
  for (const row of document.querySelectorAll("[data-at]")) {
    const [place, term] = row.dataset.at.split("/");
    const area = DATA.areas.findIndex((item) => item[3] === place), issue = DATA.issues.findIndex((item) => item[2] === term);
    if (area < 0) continue;
    const head = row.querySelector("th");
    const button = make("button", { type: "button", class: "row-link", onclick: () => { ask({ ...NOTHING, area, issue, org: state.org }); byId("q").focus(); scrollTo(0, 0); } });
    button.append(...head.childNodes);
    head.append(button);
  }
  const everybody = byId("all").querySelector("details");
  everybody.removeAttribute("open");
  listeners.push(() => {
    const some = filtered();
    for (const [row, who] of rows) {
      row.classList.toggle("picked", who.includes(state.org));
      if (row.closest("#all")) row.hidden = some && !shown[who[0]];
    }
  });
  addEventListener("beforeprint", () => document.querySelectorAll("details:not(.how)").forEach((part) => part.setAttribute("open", "")));
}

document.documentElement.classList.add("scripted");
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelector("#list button")?.focus();
});
document.querySelector(".skip").textContent = "Skip to the list";
drawControls();
drawList();
if (DATA.sheet) drawMap();
else drawPlaces();
if (DATA.lines.length) drawNetwork();
else {
  document.documentElement.classList.add("no-ties");
  byId("net").replaceWith(make("p", { class: "quiet" }, "No relationship that these readers may see is recorded, so there is no network to draw."));
}
drawCoverage();
drawDetails();
linkTables();
drawViews();
addEventListener("popstate", read);
addEventListener("hashchange", read);
read();
