// Coverage: areas by issues; a sign and a pattern say what a colour says. A cell tells who is there.
function drawCoverage() {
  const box = byId("cover"), cover = DATA.cover;
  if (!cover) {
    box.append(make("p", { class: "quiet" }, "No activity, need or survey is recorded in any area, so there is no coverage to show."));
    return;
  }
  const at = new Map(cover.cells.map((cell) => [`${cell[0]} ${cell[1]}`, cell]));
  const used = new Set(cover.cells.map((cell) => cell[2]));
  const short_ = cover.kinds.map((kind) => "k-" + kind[0].replace(/ /g, "-"));
  const buttons = [];
  let open = null;
  const told = make("div", { class: "cell-told", role: "status", "aria-live": "polite" },
    make("p", { class: "quiet" }, "Choose a cell to see who is there."));
  const tell = (cell) => {
    const providers = cell[4].map((n) => make("li", {}, make("button", { type: "button", class: "who-link", onclick: () => ask({ org: n }) }, glyph(kindOf(ACTORS[n])), make("span", { dir: "auto" }, ACTORS[n].n))));
    told.classList.add("chosen");
    told.replaceChildren(make("h3", {}, cell[6]), make("p", {}, make("b", {}, cover.kinds[cell[2]][1][0].toUpperCase() + cover.kinds[cell[2]][1].slice(1)), cell[5] ? `. ${cell[5]}` : ""),
      providers.length ? make("ul", { class: "people" }, ...providers) : "");
  };
  const head = make("tr", {}, make("td", {}), ...cover.columns.map((column) => make("th", { scope: "col" }, make("span", {}, column[0]))));
  const rows = cover.rows.map((row, r) => make("tr", {}, make("th", { scope: "row", dir: "auto" }, row[0], row[1] ? make("small", {}, row[1]) : ""),
    ...cover.columns.map((column, c) => {
      const cell = at.get(`${r} ${c}`);
      if (!cell) return make("td", { class: "none" });
      const button = make("button", { type: "button", class: `cell ${short_[cell[2]]}`, "aria-label": `${cell[6]}: ${cover.kinds[cell[2]][1]}`,
        tabindex: buttons.length ? "-1" : "0" }, cell[3]);
      const record = { button, cell, r, c };
      button.addEventListener("click", () => {
        if (open) open.button.classList.remove("open");
        open = record;
        button.classList.add("open");
        move(record);
        tell(cell);
      });
      buttons.push(record);
      return make("td", {}, button);
    })));
  const move = (record) => {
    buttons.forEach((other) => other.button.setAttribute("tabindex", other === record ? "0" : "-1"));
    record.button.focus({ preventScroll: false });
  };
  const table = make("table", { class: "matrix" }, make("thead", {}, head), make("tbody", {}, ...rows));
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const from = buttons.find((record) => record.button === document.activeElement);
    if (!step || !from) return;
    event.preventDefault();
    let [r, c] = [from.r + step[0], from.c + step[1]];
    for (; r >= 0 && r < cover.rows.length && c >= 0 && c < cover.columns.length; r += step[0], c += step[1]) {
      const to = buttons.find((record) => record.r === r && record.c === c);
      if (to) return move(to);
    }
  });
  const key = make("ul", { class: "legend keys", "aria-label": "Signs" }, ...cover.kinds.map((kind, n) => n).filter((n) => used.has(n)).map((n) => make("li", {},
    make("span", { class: `cell ${short_[n]}`, "aria-hidden": "true" }, (cover.cells.find((cell) => cell[2] === n) || [])[3]), cover.kinds[n][1])));
  const left = [];
  if (cover.all[0] > cover.rows.length) left.push(`the ${cover.rows.length} areas of ${cover.all[0]}`);
  if (cover.all[1] > cover.columns.length) left.push(`the ${cover.columns.length} issues of ${cover.all[1]}`);
  box.append(key, left.length ? make("p", { class: "quiet" }, `Shown: ${left.join(" and ")} where most is missing.`) : "",
    make("div", { class: "cover-both" }, make("div", { class: "wide", role: "region", "aria-label": "Coverage" }, table), told));
  listeners.push(() => {
    const some = filtered();
    for (const { button, cell } of buttons) {
      button.classList.toggle("off", some && !cell[4].some((n) => shown[n]));
      button.classList.toggle("mine", state.org >= 0 && cell[4].includes(state.org));
    }
  });
}
