// The network: a mark for everybody who is tied, laid out beforehand; lines drawn together by what they say.
const WIDTHS = [0.8, 1.2, 1.7, 2.4, 3.2, 4.2];

function drawNetwork() {
  const box = byId("net");
  const [width, height, drawn, total] = DATA.net;
  const nodes = ACTORS.map((actor, n) => n).filter((n) => ACTORS[n].x);
  // A panel taller than the drawing is filled by drawing it taller.
  const panel = box.getBoundingClientRect();
  const taller = panel.width && panel.height ? Math.min(1.5, Math.max(1, panel.height / panel.width * width / height)) : 1;
  const at = (n) => [ACTORS[n].x[0], ACTORS[n].x[1] * taller];
  const marks = nodes.map((n) => ({ actor: n, x: 0, y: 0, r: 4 })).sort((a, b) => (ACTORS[a.actor].d || 0) - (ACTORS[b.actor].d || 0));
  const place = new Map(marks.map((mark) => [mark.actor, mark]));
  const lines = make("g", { class: "lines" }), lit = make("g", { class: "lines lit" });
  const dots = make("g", { class: "marks" }), words = make("g", { class: "words" });
  const groups = new Map();
  for (const line of DATA.lines) {
    const key = `${line[2]} ${line[3]}`;
    if (!groups.has(key)) groups.set(key, { what: line[2], rung: line[3], lines: [] });
    groups.get(key).lines.push(line);
  }
  const kinds = [...groups.values()].sort((a, b) => a.what - b.what || a.rung - b.rung);
  const style = (group) => ({ class: ["stands", "wanted", "rivals"][group.what] + (group.rung >= 0 ? ` r${group.rung}` : ""), "stroke-width": group.rung >= 0 ? WIDTHS[group.rung] : 1 });
  for (const group of kinds) {
    group.node = make("path", style(group));
    group.lit = make("path", style(group));
    lines.append(group.node);
    lit.append(group.lit);
  }
  lines.style.setProperty("--faint", Math.max(0.14, Math.min(0.6, 9 / Math.sqrt(DATA.lines.length))).toFixed(2));
  for (const mark of marks) {
    mark.node = make("path", { "data-n": mark.actor, d: shapeOf(ACTORS[mark.actor]), class: `mark f${kindOf(ACTORS[mark.actor])[2]}${mark.actor === DATA.us ? " us" : ""}` });
    dots.append(mark.node);
  }
  const neighbours = () => {
    const found = new Set([state.org]);
    if (state.org >= 0) for (const [a, b] of DATA.lines) { if (a === state.org) found.add(b); if (b === state.org) found.add(a); }
    return found;
  };
  let near = neighbours();

  // Lines are drawn once for what is asked; to move and enlarge them is one transform.
  const trace = () => {
    const picked = state.org >= 0 && place.has(state.org), some = filtered();
    for (const group of kinds) {
      const plain = [], strong = [];
      for (const [a, b] of group.lines) {
        const step = `M${at(a).map((v) => v.toFixed(1)).join(" ")}L${at(b).map((v) => v.toFixed(1)).join(" ")}`;
        if (picked ? a === state.org || b === state.org : some && shown[a] && shown[b]) strong.push(step);
        else plain.push(step);
      }
      group.node.setAttribute("d", plain.join(""));
      group.lit.setAttribute("d", strong.join(""));
    }
    lines.classList.toggle("off", picked || some);
    for (const mark of marks) {
      mark.node.classList.toggle("off", !shown[mark.actor] || (picked && !near.has(mark.actor)));
      mark.node.classList.toggle("picked", mark.actor === state.org);
    }
  };

  const draw = (view) => {
    const s = view.fit * view.k;
    const grow = Math.max(0.62, Math.min(1.5, view.fit * Math.sqrt(view.k) * 1.05));
    const picked = state.org >= 0 && place.has(state.org);
    for (const group of [lines, lit]) group.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${s})`);
    const labels = [];
    for (const mark of marks) {
      const [x, y] = at(mark.actor), r = ACTORS[mark.actor].x[2];
      mark.x = x * s + view.x;
      mark.y = y * s + view.y;
      mark.r = Math.max(2.4, r * grow * 0.8);
      mark.node.setAttribute("transform", `translate(${mark.x.toFixed(1)} ${mark.y.toFixed(1)}) scale(${mark.r.toFixed(2)})`);
      const out = mark.x < 0 || mark.y < 0 || mark.x > view.width || mark.y > view.height;
      if (!out && (shown[mark.actor] || near.has(mark.actor)) && (!picked || near.has(mark.actor))) {
        const weight = mark.actor === state.org ? 1e6 : mark.actor === DATA.us ? 1e5 : ACTORS[mark.actor].d || 0;
        labels.push({ text: short(ACTORS[mark.actor].n, 30), x: mark.x, y: mark.y, r: mark.r, size: 10.5, weight, actor: mark.actor, keep: weight >= 1e5 });
      }
    }
    labels.sort((a, b) => b.weight - a.weight);
    const most = picked ? 40 : Math.round(18 * view.k ** 1.5);
    words.replaceChildren(...apart(labels.slice(0, most), view.width, view.height, marks.length > 500 ? [] : labels).map((label) => make("text", {
      x: (label.x + label.dx).toFixed(1), y: (label.y + label.dy).toFixed(1), "text-anchor": label.anchor,
      class: label.actor === state.org ? "picked" : "", "font-size": label.size }, label.text)));
  };
  const seen = () => marks.filter((mark) => shown[mark.actor]);
  const sheet = zoomable(box, `Network of ${drawn} who are tied; details of each list the ties.`, edges(nodes.map(at), 46, [width, height * taller]), draw, seen);
  sheet.svg.append(lines, lit, dots, words);
  const alone = total - drawn;
  const isolated = ACTORS.filter((actor) => !actor.d).length;
  const said = [];
  if (alone > isolated) said.push(`The ${drawn} best connected of ${total} are drawn; the list has ${DATA.total ? "more" : "all"}.`);
  else if (isolated) said.push(`${isolated} of ${total} have no tie ${DATA.total ? "to others shown here" : "that these readers may see"}; they are in the list.`);
  byId("ties").append(make("div", { class: "under" }, ties(kinds), said.length ? make("p", { class: "quiet" }, said.join(" ")) : null));
  listeners.push((picked) => {
    near = neighbours();
    trace();
    sheet.redraw();
    if (picked && place.has(state.org)) sheet.show(...at(state.org));
  });
}

/** What the lines mean, of those that are drawn. */
function ties(kinds) {
  const sample = (group, name) => {
    const svg = make("svg", { viewBox: "0 0 26 10", class: "sample lines", "aria-hidden": "true" });
    svg.append(make("path", { d: "M1 5H25", class: group.node.getAttribute("class"), "stroke-width": group.node.getAttribute("stroke-width") }));
    return make("li", {}, svg, name);
  };
  const rungs = kinds.filter((group) => group.what === 0 && group.rung >= 0).map((group) => sample(group, DATA.rungs[group.rung]));
  const other = kinds.filter((group) => group.what === 0 && group.rung < 0).slice(0, 1).map((group) => sample(group, rungs.length ? "other tie" : "tie"));
  const wanted = kinds.filter((group) => group.what === 1).slice(0, 1).map((group) => sample(group, "wanted"));
  const rivals = kinds.filter((group) => group.what === 2).slice(0, 1).map((group) => sample(group, "rivals"));
  return make("ul", { class: "legend", "aria-label": "Lines" }, ...rungs, ...other, ...wanted, ...rivals);
}
