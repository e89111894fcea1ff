"use strict";
(() => {
  const drawing = document.querySelector(".drawing");
  const svg = drawing.querySelector("svg");
  const told = document.getElementById("told");
  const [, , wide, high] = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  let box = { x: 0, y: 0, w: wide, h: high };
  document.querySelector(".tools").hidden = false;

  const show = () => {
    const factor = Math.min(1, Math.max(1 / 16, box.w / wide));
    box.w = wide * factor;
    box.h = high * factor;
    box.x = Math.min(wide - box.w, Math.max(0, box.x));
    box.y = Math.min(high - box.h, Math.max(0, box.y));
    svg.setAttribute("viewBox", [box.x, box.y, box.w, box.h].join(" "));
    drawing.classList.toggle("near", factor < 1);
  };
  const zoom = (factor, x = box.x + box.w / 2, y = box.y + box.h / 2) => {
    const w = Math.min(wide, Math.max(wide / 16, box.w * factor));
    const by = w / box.w;
    box = { x: x - (x - box.x) * by, y: y - (y - box.y) * by, w, h: box.h * by };
    show();
  };
  const move = (dx, dy) => {
    box.x += dx * box.w;
    box.y += dy * box.h;
    show();
  };
  const point = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [at.x, at.y];
  };

  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    if (button.dataset.zoom === "all") zoom(16);
    else zoom(button.dataset.zoom === "in" ? 2 / 3 : 3 / 2);
  }));
  drawing.addEventListener("keydown", (event) => {
    const keys = {
      "+": () => zoom(2 / 3), "=": () => zoom(2 / 3), "-": () => zoom(3 / 2), "0": () => zoom(16), Escape: () => zoom(16),
      ArrowLeft: () => move(-.1, 0), ArrowRight: () => move(.1, 0), ArrowUp: () => move(0, -.1), ArrowDown: () => move(0, .1),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key.startsWith("Arrow") && box.w >= wide) return;
    keys[event.key]();
    event.preventDefault();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && box.w >= wide) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 4 / 5 : 5 / 4, ...point(event));
  }, { passive: false });

  const held = new Map();
  let apart = 0;
  svg.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, event);
    tell(event);
  });
  svg.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return tell(event);
    held.set(event.pointerId, event);
    if (held.size === 1 && box.w < wide) {
      const scale = box.w / svg.getBoundingClientRect().width;
      box.x -= (event.clientX - before.clientX) * scale;
      box.y -= (event.clientY - before.clientY) * scale;
      show();
    } else if (held.size === 2) {
      const [a, b] = [...held.values()];
      const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (apart) zoom(apart / now, ...point({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }));
      apart = now;
    }
  });
  const release = (event) => {
    held.delete(event.pointerId);
    apart = 0;
  };
  ["pointerup", "pointercancel", "pointerleave"].forEach((name) => svg.addEventListener(name, release));

  const tell = (event) => {
    const mark = event.target.closest("[data-label]");
    told.hidden = !mark;
    if (!mark) return;
    told.textContent = mark.dataset.label;
    const { width, height } = told.getBoundingClientRect();
    told.style.left = Math.min(event.clientX + 14, innerWidth - width - 8) + "px";
    told.style.top = Math.max(8, event.clientY - height - 10) + "px";
  };
  svg.addEventListener("pointerleave", () => { told.hidden = true; });
})();
