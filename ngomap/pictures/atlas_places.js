// Instead of a map, where nobody has a point: the areas as bars, longest first. A bar leads into its area.
/** The areas to show for one asked for (-1: none): those in it, and where they are few, those in these. */
function beneath(area) {
  const inside = (all) => DATA.areas.map((item, n) => n).filter((n) => all.includes(DATA.areas[n][1]));
  let found = inside([area]);
  if (!found.length && area >= 0) found = inside([DATA.areas[area][1]]);
  for (let next = inside(found); next.length && found.length < 15 && next.length <= 45; next = inside(found)) found = next;
  return found;
}

function drawPlaces() {
  const box = byId("map");
  box.classList.add("bars");
  byId("where").classList.add("no-points");
  const render = () => {
    const around = state.area >= 0 ? up(DATA.areas, state.area) : [];
    const level = beneath(state.area);
    const counts = level.map((n) => [n, ACTORS.reduce((sum, actor, a) => sum + (shown[a] && actor.areas.has(n)), 0)])
      .filter((row) => row[1]).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const most = Math.max(1, ...counts.map((row) => row[1]));
    const picked = state.org >= 0 ? ACTORS[state.org].areas : new Set();
    const crumbs = make("p", { class: "crumbs" }, make("button", { type: "button", onclick: () => ask({ area: -1 }) }, "All areas"),
      ...[...around].reverse().flatMap((n) => [" › ", make("button", { type: "button", onclick: () => ask({ area: n }) }, DATA.areas[n][0])]));
    const rows = counts.map(([n, count]) => make("li", { class: picked.has(n) ? "picked" : "" },
      make("button", { type: "button", "aria-pressed": String(state.area === n), onclick: () => ask({ area: state.area === n ? -1 : n }) },
        make("span", { class: "name", dir: "auto" }, DATA.areas[n][0], DATA.areas[n][1] >= 0 && DATA.areas[n][1] !== state.area ? make("small", {}, DATA.areas[DATA.areas[n][1]][0]) : ""),
        make("span", { class: "long", style: `--share:${(count / most).toFixed(3)}` }), make("span", { class: "number" }, String(count)))));
    const nobody = make("p", { class: "quiet" }, "No area is recorded for those that match.");
    box.replaceChildren(around.length ? crumbs : "", rows.length ? make("ol", { class: "ranked" }, ...rows) : DATA.areas.length ? nobody : "");
  };
  byId("where-h").textContent = "Where they are: organizations by area";
  byId("where").append(make("p", { class: "quiet under" }, DATA.areas.length
    ? "Nobody here has a known point, so areas stand in for a map: how many work or sit in each."
    : "Neither points nor areas are recorded, so there is nothing to draw."));
  listeners.push(render);
}
