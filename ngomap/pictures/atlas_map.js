// The map: land, the names of areas, a mark for everybody who has a place.
function drawMap() {
  const box = byId("map");
  const [width, height, kilometres] = DATA.sheet;
  const there = ACTORS.map((actor, n) => n).filter((n) => ACTORS[n].p);
  const instead = there.filter((n) => ACTORS[n].p[4]).length;
  const away = ACTORS.length - there.length;
  const land = make("g", { class: "land" });
  if (DATA.land) {
    for (const part of ["others", "own", "borders"]) land.append(make("path", { d: DATA.land[part], class: part }));
  }
  const [across, down] = DATA.grid || [[], []];
  const grid = make("path", { class: "grid" });
  const names = make("g", { class: "names" }), dots = make("g", { class: "marks" }), words = make("g", { class: "words" });
  const scale = make("g", { class: "scale" });
  const small = there.length > 1200 ? 2.3 : there.length > 600 ? 3.2 : there.length > 150 ? 4.2 : 5.2;
  if (there.length > 1200) dots.classList.add("crowd");
  const marks = there.map((n) => ({ actor: n, x: 0, y: 0, r: n === DATA.us ? small * 1.45 : small }));
  // The last one drawn lies on top: those with most ties.
  marks.sort((a, b) => (ACTORS[a.actor].d || 0) - (ACTORS[b.actor].d || 0));
  for (const mark of marks) {
    mark.node = make("path", { "data-n": mark.actor, d: shapeOf(ACTORS[mark.actor]), class: `mark f${kindOf(ACTORS[mark.actor])[2]}${mark.actor === DATA.us ? " us" : ""}` });
    dots.append(mark.node);
  }
  const named = new Set();
  const areas = DATA.areas.map((area, n) => ({ n, x: area[4], y: area[5], size: 0 })).filter((area) => area.x !== undefined);
  for (const area of areas) {
    area.depth = up(DATA.areas, area.n).length;
    area.size = ACTORS.filter((actor) => actor.areas.has(area.n)).length;
  }
  areas.sort((a, b) => a.depth - b.depth || b.size - a.size || a.n - b.n);
  for (const actor of ACTORS) for (const area of actor.areas) named.add(area);

  const seen = () => marks.filter((mark) => shown[mark.actor]);

  const draw = (view) => {
    const s = view.fit * view.k;
    land.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${s / 2})`);
    grid.setAttribute("d", across.map((x) => `M${(x * s + view.x).toFixed(1)} 0V${view.height}`).join("") + down.map((y) => `M0 ${(y * s + view.y).toFixed(1)}H${view.width}`).join(""));
    const at = (x, y) => [x * s + view.x, y * s + view.y];
    const spread = Math.min(1, view.fit * 1.15);
    const labels = [];
    for (const mark of marks) {
      const [x, y, dx, dy] = ACTORS[mark.actor].p;
      [mark.x, mark.y] = at(x, y);
      mark.x += dx * spread;
      mark.y += dy * spread;
      const chosen = mark.actor === state.org;
      const r = chosen ? mark.r * 1.5 : mark.r;
      mark.node.setAttribute("transform", `translate(${mark.x.toFixed(1)} ${mark.y.toFixed(1)}) scale(${r.toFixed(2)})`);
      if (shown[mark.actor] || chosen) {
        const weight = chosen ? 1e6 : mark.actor === DATA.us ? 1e5 : ACTORS[mark.actor].d || 0;
        labels.push({ text: short(ACTORS[mark.actor].n, 34), x: mark.x, y: mark.y, r, size: 11, weight, actor: mark.actor, keep: weight >= 1e5 });
      }
    }
    const inside = (label) => label.x > 0 && label.x < view.width && label.y > 0 && label.y < view.height;
    labels.sort((a, b) => b.weight - a.weight);
    const few = howMany <= 12;
    const places = areas.filter((area) => named.has(area.n) && at(area.x, area.y)[0] > 0 && at(area.x, area.y)[0] < view.width).slice(0, Math.round(view.width / 24 * view.k)).map((area) => {
      const [x, y] = at(area.x, area.y);
      return { text: DATA.areas[area.n][0], x, y, r: 4, size: area.depth <= 2 ? 11 : 11.5, area: area.n, depth: area.depth, spaced: area.depth <= 2, far: area.size >= 5 };
    });
    const first = labels.filter((label) => label.weight >= 1e5);
    const rest = labels.filter((label) => label.weight < 1e5 && inside(label)).slice(0, few ? 40 : view.k > 2.5 ? 60 : 0);
    const crowd = [...(marks.length > 900 ? [] : seen().filter(inside)), { x: 75, y: view.height - 20, r: 75 }, { x: view.width - 20, y: 40, r: 60 }];
    const chosen = apart([...first, ...places.filter(inside), ...rest], view.width, view.height, crowd);
    names.replaceChildren(...chosen.filter((label) => label.area !== undefined).map((label) => make("text", {
      x: (label.x + label.dx).toFixed(1), y: (label.y + label.dy).toFixed(1), "text-anchor": label.anchor, class: label.depth <= 2 ? "wide-area" : "area",
      "font-size": label.size }, label.text)));
    words.replaceChildren(...chosen.filter((label) => label.actor !== undefined).map((label) => make("text", {
      x: (label.x + label.dx).toFixed(1), y: (label.y + label.dy).toFixed(1), "text-anchor": label.anchor,
      class: label.actor === state.org ? "picked" : "", "font-size": label.size }, label.text)));
    bar(scale, view, kilometres / s);
  };
  const sheet = zoomable(box, `Map of ${there.length} organizations; the list has the same.`, edges(there.map((n) => [ACTORS[n].p[0] + ACTORS[n].p[2], ACTORS[n].p[1] + ACTORS[n].p[3]]), 26, [width, height]), draw, seen);
  sheet.svg.append(grid, land, dots, names, words, scale);
  const said = [];
  if (instead) said.push(`${instead} without a point of their own stand in the middle of their area.`);
  if (away) said.push(`${away} of ${ACTORS.length} have no known place and are not on the map.`);
  byId("where").append(make("div", { class: "under" }, legend(), said.length ? make("p", { class: "quiet" }, said.join(" ")) : null));
  listeners.push((picked) => {
    for (const mark of marks) {
      mark.node.classList.toggle("off", !shown[mark.actor]);
      mark.node.classList.toggle("picked", mark.actor === state.org);
    }
    sheet.redraw();
    if (picked && state.org >= 0 && ACTORS[state.org].p) sheet.show(ACTORS[state.org].p[0], ACTORS[state.org].p[1]);
  });
}

/** A round number of kilometres, drawn as long as it is. */
function bar(group, view, perPixel) {
  const longest = Math.min(140, view.width / 4) * perPixel;
  const power = 10 ** Math.floor(Math.log10(longest));
  const round = [5, 2, 1].map((step) => step * power).find((step) => step <= longest) || power;
  const long = round / perPixel, y = view.height - 14;
  const words = round >= 1 ? `${round} km` : `${Math.round(round * 1000)} m`;
  group.replaceChildren(make("path", { d: `M14 ${y - 5}v5h${long.toFixed(1)}v-5` }), make("text", { x: 20 + long, y, "font-size": 11 }, words));
}

/** The part of a drawing that is in use: left, top, width, height, with some room around. */
function edges(points, room, [width, height]) {
  const xs = points.map((point) => point[0]), ys = points.map((point) => point[1]);
  const low = (values) => values.reduce((a, b) => Math.min(a, b)), high = (values) => values.reduce((a, b) => Math.max(a, b));
  const wide = Math.max(high(xs) - low(xs) + 2 * room, width / 5), tall = Math.max(high(ys) - low(ys) + 2 * room, height / 5);
  return [(low(xs) + high(xs) - wide) / 2, (low(ys) + high(ys) - tall) / 2, wide, tall];
}
