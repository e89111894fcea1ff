// The shapes of the marks by family of kinds, the same on the map, in the network, in the list and in the legend.
const SHAPES = {
  circle: () => "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
  square: () => "M-.9-.9h1.8v1.8h-1.8z",
  diamond: () => "M0-1.25L1.25 0 0 1.25-1.25 0z",
  "triangle-up": () => "M0-1.2L1.15.85H-1.15z",
  "triangle-down": () => "M0 1.2L1.15-.85H-1.15z",
  "triangle-right": () => "M1.2 0L-.85 1.15V-1.15z",
  "triangle-left": () => "M-1.2 0L.85 1.15V-1.15z",
  cross: () => "M-.4-1.15h.8v.75h.75v.8h-.75v.75h-.8v-.75h-.75v-.8h.75z",
  wedge: () => "M0-1.2L.75 1.05H-.75z",
};
const pathOf = (kind) => (SHAPES[kind[3]] || (/^M/.test(kind[3]) ? () => kind[3] : SHAPES.circle))();
const shapeOf = (actor) => pathOf(kindOf(actor));

/** A small picture of a mark for lists and legends. */
function glyph(kind) {
  const svg = make("svg", { viewBox: "-1.6 -1.6 3.2 3.2", class: "glyph", "aria-hidden": "true" });
  svg.append(make("path", { d: pathOf(kind), class: `f${kind[2]}` }));
  return svg;
}

/** The families that are there, each with its mark. */
function legend() {
  const seen = new Map();
  for (const kind of DATA.kinds) if (!seen.has(kind[2])) seen.set(kind[2], kind);
  return make("ul", { class: "legend", "aria-label": "Marks" },
    ...[...seen].sort((a, b) => a[0] - b[0]).map(([family, kind]) => make("li", {}, glyph(kind), DATA.families[family])));
}

/** Choose, of texts in the order of their weight, those that do not lie on each other, on marks or outside; those to `keep`
 * may lie on marks where there is no other place. */
function apart(labels, width, height, marks = []) {
  const taken = marks.map((mark) => [mark.x - mark.r, mark.y - mark.r, mark.r * 2, mark.r * 2, mark.actor ?? -2]);
  const place = (label, onMarks) => {
    const wide = label.text.length * label.size * (label.spaced ? 0.86 : 0.55) + 6, high = label.size + 4, beside = label.size * 0.36;
    const ways = [[label.r + 4, beside, "start"], [-label.r - 4, beside, "end"], [0, -label.r - 5, "middle"], [0, label.r + label.size + 2, "middle"]];
    if (label.far) for (const away of [26, 40, 54, 68]) ways.push([0, -away, "middle"], [0, away + 8, "middle"]);
    for (const [dx, dy, anchor] of ways) {
      const left = label.x + dx - (anchor === "start" ? 0 : anchor === "end" ? wide : wide / 2), top = label.y + dy - label.size;
      if (left < 2 || left + wide > width - 2 || top < 2 || top + high > height - 2) continue;
      const hides = (box) => (box[4] === undefined || !(onMarks || box[4] === label.actor)) &&
        left < box[0] + box[2] && box[0] < left + wide && top < box[1] + box[3] && box[1] < top + high;
      if (taken.some(hides)) continue;
      taken.push([left, top, wide, high]);
      Object.assign(label, { dx, dy, anchor });
      return true;
    }
    return false;
  };
  return labels.filter((label) => place(label, false) || (label.keep && place(label, true)));
}

const short = (text, most) => (text.length > most ? text.slice(0, most - 1).trimEnd() + "…" : text);
