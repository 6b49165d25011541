// The pin follows the pointer and the arrow keys; without this file, the buttons and the coordinates do the same.
"use strict";

(() => {
  const map = document.getElementById("map");
  if (!map) return;
  const mark = document.getElementById("mark");
  const form = map.closest("form");
  const said = document.getElementById("said");
  const of = (name) => Number(map.dataset[name]);
  const middle = { lat: of("lat"), lon: of("lon") };
  const step = { lat: of("latStep"), lon: of("lonStep") };
  const { width, height } = map.viewBox.baseVal;
  const metre = 1 / (step.lat * 110900);

  const place = (x, y) => {
    x = Math.min(Math.max(x, 0), width);
    y = Math.min(Math.max(y, 0), height);
    mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    form.elements.lat.value = (middle.lat + (height / 2 - y) * step.lat).toFixed(6);
    form.elements.lon.value = (middle.lon + (x - width / 2) * step.lon).toFixed(6);
  };
  const told = () => { said.textContent = said.dataset.moved; };
  const now = () => {
    const { e, f } = mark.transform.baseVal.consolidate().matrix;
    return { x: e, y: f };
  };
  const under = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());

  let held = false;
  map.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    held = true;
    map.setPointerCapture(event.pointerId);
    const { x, y } = under(event);
    place(x, y);
  });
  map.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { x, y } = under(event);
    place(x, y);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    map.addEventListener(end, () => {
      if (held) told();
      held = false;
    });
  }

  const move = (east, north) => {
    const { x, y } = now();
    place(x + east * metre, y - north * metre);
    told();
  };
  const WAYS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  map.setAttribute("role", "application");
  map.setAttribute("tabindex", "0");
  map.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    move(way[0] * of("step") * far, way[1] * of("step") * far);
  });
  const BUTTONS = { north: [0, 1], south: [0, -1], east: [1, 0], west: [-1, 0] };
  for (const button of form.querySelectorAll(".keys button")) {
    button.addEventListener("click", (event) => {
      const way = BUTTONS[button.value];
      const { x, y } = now();
      const far = of("step") * metre * 2;
      // Where the pin would leave the map, the page draws the next piece.
      if (x < far || y < far || x > width - far || y > height - far) return;
      event.preventDefault();
      move(way[0] * of("step"), way[1] * of("step"));
    });
  }
})();
