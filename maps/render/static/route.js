"use strict";
// Writes the texts of the data beside it into the map that folium drew, and keeps map, list and URL fragment in step.
(() => {
  const route = JSON.parse(document.getElementById("route").textContent);
  const {words, stops, legs} = route;
  const map = window[route.map];
  const byId = (id) => document.getElementById(id);

  const make = (name, className, text) => {
    const element = document.createElement(name);
    element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const draw = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const SHAPES = {
    volunteer: () => draw("circle", {class: "shape", r: 15}),
    substitute: () => draw("rect", {class: "shape", x: -14, y: -14, width: 28, height: 28, rx: 4}),
    staff: () => draw("polygon", {class: "shape", points: "0,-17 15,-9 15,9 0,17 -15,9 -15,-9"}),
    base: () => draw("rect", {class: "shape", x: -23, y: -14, width: 46, height: 28, rx: 3}),
    unserved: () => draw("circle", {class: "shape", r: 16}),
  };
  const seal = (kind, label) => {
    const text = draw("text", {});
    text.textContent = label;
    if (label.length > 2 && kind !== "base") text.style.fontSize = "12px";
    const shape = (SHAPES[kind] || SHAPES[route.role] || SHAPES.staff)();
    return draw("svg", {class: `seal ${kind}`, viewBox: "-22 -22 44 44", "aria-hidden": "true"}, shape, text);
  };

  // ------------------------------------------------------------------------------------------------------ the frame
  // The page that frames the map has the list beside it.
  if (window.self !== window.top) document.documentElement.classList.add("framed");
  map.invalidateSize({pan: false});
  document.body.dataset.role = route.role;
  document.title = route.title;
  byId("title").textContent = route.title;
  byId("subtitle").textContent = route.subtitle;
  byId("north").textContent = words.north;
  byId("all").textContent = words.all;
  byId("mapbox").setAttribute("aria-label", words.map);
  byId("list").setAttribute("aria-label", words.list);
  const numbered = new Set(stops.filter((stop) => stop.key.startsWith("stop-")).map((stop) => stop.key));
  byId("count").textContent = numbered.size ? words.stops.replace("{}", numbered.size) : words.list;
  if (route.sample) {
    byId("sample").textContent = words.sample;
    byId("sample").hidden = false;
  }

  // ------------------------------------------------------------------------------------------------------- the list
  const legTo = new Map(legs.map((leg) => [leg.destination, leg]));
  const rows = stops.map((stop, index) => {
    const item = make("li", "");
    if (legTo.has(index)) item.append(make("p", "note", `↓ ${legTo.get(index).note}`));
    const row = make("a", `row ${stop.kind}`);
    row.href = `#${stop.key}`;
    const title = make("span", "t", stop.title);
    if (stop.ring) title.append(make("span", "tag", words.approximate));
    if (stop.kind === "unserved") title.append(make("span", "tag", words.unserved));
    row.append(seal(stop.kind, stop.label), make("span", "h", stop.time), make("span", "l", stop.letter), title);
    if (stop.detail) row.append(make("span", "d", stop.detail));
    row.addEventListener("click", () => focus(stop.key));
    item.append(row);
    byId("stops").append(item);
    return row;
  });

  // ----------------------------------------------------------------------------------------------------- the legend
  const explain = (sample, text, className = "") => {
    const item = make("li", className);
    if (sample) item.append(sample);
    item.append(make("span", "", text));
    byId("legend").append(item);
  };
  const swatch = (...parts) => draw("svg", {viewBox: "-16 -10 32 20", "aria-hidden": "true"}, ...parts);
  const present = (kind) => legs.some((leg) => leg.kind === kind);
  if (words[route.role]) {
    explain(swatch(draw("g", {class: "seal", transform: "scale(.55)"}, SHAPES[route.role]())), words[route.role]);
  }
  for (const kind of ["estimate", "street", "alongside"]) {
    if (present(kind)) explain(swatch(draw("path", {class: `leg ${kind}`, d: "M-15 0H15"})), words[kind]);
  }
  if (stops.some((stop) => stop.ring)) explain(swatch(draw("circle", {class: "approximate", r: 9})), words.approximate);
  explain(null, words.source, "source");
  if (route.ground && route.ground.source) explain(null, route.ground.source, "source ground");

  // -------------------------------------------------------------------------------------------------------- the map
  if (window.layGround) window.layGround(map, route.ground);
  L.control.zoom({zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out}).addTo(map);
  const Scale = L.Control.Scale.extend({
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      const text = metres < 1000 ? words.metres.replace("{}", metres) : words.kilometres.replace("{}", metres / 1000);
      this._mScale.style.width = `${Math.round((this.options.maxWidth * metres) / most)}px`;
      this._mScale.textContent = text;
    },
  });
  new Scale({imperial: false, position: "bottomright", maxWidth: 120}).addTo(map);
  for (const village of route.villages) {
    village.name = make("span", "v", village.name);
    window[village.layer].getElement().append(village.name);
  }
  for (const leg of legs.filter((one) => one.arrow)) {
    const head = draw("path", {d: "M0 -8 6.5 7 0 3.500 -6.5 7z", transform: `rotate(${leg.angle})`});
    window[leg.arrow].getElement().append(draw("svg", {viewBox: "-10 -10 20 20", "aria-hidden": "true"}, head));
  }
  const marks = new Map();
  for (const stop of stops) {
    if (marks.has(stop.layer)) {
      marks.get(stop.layer).keys.push(stop.key);
      continue;
    }
    const layer = window[stop.layer];
    const element = layer.getElement();
    const leader = draw("line", {class: "leader"});
    const picture = seal(stop.kind, stop.label);
    picture.prepend(leader);
    element.append(picture);
    element.setAttribute("aria-label", [stop.label, stop.time, stop.title].filter(Boolean).join(" "));
    layer.on("click", () => go(stop.key));
    // The second handler answers the Enter key: Leaflet turns it into no click on a mark without a popup.
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go(stop.key);
      }
    });
    marks.set(stop.layer, {layer, element, leader, keys: [stop.key], half: stop.kind === "base" ? 26 : 17});
  }

  // Marks that would cover each other are set apart, with a thin line to their place.
  const CLEAR = [[0, 0]];
  for (let ring = 1; ring < 9; ring += 1) {
    for (let step = 0; step < 8 * ring; step += 1) {
      const angle = (2 * Math.PI * step) / (8 * ring);
      CLEAR.push([Math.round(38 * ring * Math.cos(angle)), Math.round(38 * ring * Math.sin(angle))]);
    }
  }
  // What is taken is found by the squares that it lies in: with 300 marks, not each is compared with all others.
  const CELL = 64;
  const cellsOf = ({x, y, wide, high}) => {
    const cells = [];
    for (let a = Math.floor((x - wide) / CELL); a <= Math.floor((x + wide) / CELL); a += 1)
      for (let b = Math.floor((y - high) / CELL); b <= Math.floor((y + high) / CELL); b += 1) cells.push(`${a} ${b}`);
    return cells;
  };
  const take = (taken, one) => {
    for (const cell of cellsOf(one)) {
      if (!taken.has(cell)) taken.set(cell, []);
      taken.get(cell).push(one);
    }
  };
  const free = (taken, at, wide, high) => ([dx, dy]) => {
    const x = at.x + dx, y = at.y + dy;
    return cellsOf({x, y, wide, high}).every((cell) =>
      (taken.get(cell) || []).every((one) => Math.abs(x - one.x) >= wide + one.wide || Math.abs(y - one.y) >= high + one.high),
    );
  };
  const within = (rings, x, y) => {
    let inside = false;
    for (const ring of rings) {
      const corners = window[ring].getLatLngs()[0].map((corner) => map.latLngToLayerPoint(corner));
      corners.forEach((here, index) => {
        const there = corners[(index + 1) % corners.length];
        const crosses = here.y > y !== there.y > y;
        if (crosses && x < here.x + ((y - here.y) / (there.y - here.y)) * (there.x - here.x)) inside = !inside;
      });
    }
    return inside;
  };
  // Read once: asking again after a mark was moved would have the browser lay out the whole map.
  const widths = new Map();
  const widthOf = (name) => {
    if (!widths.get(name)) widths.set(name, name.offsetWidth);
    return widths.get(name);
  };
  const setApart = () => {
    for (const {name} of route.villages) widthOf(name);
    // So many marks would push each other off the map: what has no room beside its place is a dot until one looks closer.
    const crowd = marks.size > 60;
    const spots = crowd ? CLEAR.slice(0, 9) : CLEAR;
    const taken = new Map();
    for (const mark of marks.values()) {
      const at = map.latLngToLayerPoint(mark.layer.getLatLng());
      const spot = spots.find(free(taken, at, mark.half, 16.5));
      const [dx, dy] = spot || CLEAR[0];
      const dot = !spot && crowd;
      mark.element.classList.toggle("small", dot);
      take(taken, {x: at.x + dx, y: at.y + dy, wide: dot ? 7 : mark.half, high: dot ? 7 : 16.5});
      mark.element.style.marginLeft = `${dx - 22}px`;
      mark.element.style.marginTop = `${dy - 22}px`;
      for (const [name, value] of [["x1", 0], ["y1", 0], ["x2", -dx], ["y2", -dy]]) {
        mark.leader.setAttribute(name, value);
      }
    }
    // A 里's name stands inside its 里 and clear of marks and other names, or not at all.
    for (const {layer, rings, name} of route.villages) {
      const at = map.latLngToLayerPoint(window[layer].getLatLng());
      const wide = widthOf(name) / 2 + 2;
      const clear = free(taken, at, wide, 10);
      const spot = CLEAR.slice(0, 25).find(
        ([dx, dy]) => clear([dx, dy]) && within(rings, at.x + dx, at.y + dy),
      );
      name.style.visibility = spot ? "visible" : "hidden";
      if (!spot) continue;
      name.style.left = `${spot[0]}px`;
      name.style.top = `${spot[1]}px`;
      take(taken, {x: at.x + spot[0], y: at.y + spot[1], wide, high: 10});
    }
    for (const leg of legs.filter((one) => one.arrow)) {
      const line = window[leg.layer].getLatLngs();
      const [from, to] = [line[0], line[line.length - 1]].map((point) => map.latLngToLayerPoint(point));
      window[leg.arrow].getElement().hidden = from.distanceTo(to) < 70;
    }
  };

  // ------------------------------------------------------------------------------------------------------- the focus
  const everywhere = L.latLngBounds(stops.map((stop) => window[stop.layer].getLatLng()));
  for (const leg of legs) everywhere.extend(window[leg.layer].getBounds());
  const show = (bounds, maxZoom) => {
    // The legend lies over the map's lower edge: no mark may end up beneath it.
    const covered = byId("legend").offsetHeight;
    map.fitBounds(bounds, {paddingTopLeft: [56, 56], paddingBottomRight: [56, 56 + covered], maxZoom, animate: false});
    setApart();
  };
  let inFocus = "";
  const focus = (key) => {
    inFocus = key;
    const known = stops.some((stop) => stop.key === key);
    const state = (element, lit) => {
      element.classList.toggle("lit", known && lit);
      element.classList.toggle("dim", known && !lit);
    };
    const bounds = L.latLngBounds([]);
    for (const mark of marks.values()) {
      const lit = mark.keys.includes(key);
      state(mark.element, lit);
      if (lit) bounds.extend(mark.layer.getLatLng());
    }
    for (const leg of legs) {
      const lit = stops[leg.destination].key === key;
      const layer = window[leg.layer];
      state(layer.getElement(), lit);
      if (leg.arrow) state(window[leg.arrow].getElement(), lit);
      if (lit) bounds.extend(layer.getBounds());
    }
    rows.forEach((row, index) => {
      if (stops[index].key !== key) return row.removeAttribute("aria-current");
      row.setAttribute("aria-current", "true");
      const list = byId("list");
      if (list.scrollHeight > list.clientHeight) row.scrollIntoView({block: "nearest"});
    });
    // What is unserved is shown with the whole route that passes nearest.
    show(known && key !== "unserved" ? bounds : everywhere, known && legs.length ? 17 : 16);
  };
  const go = (key) => {
    if (location.hash === `#${key}`) focus(key);
    else location.hash = key;
  };
  const asked = () => decodeURIComponent(location.hash.slice(1)) || (stops.some((s) => s.key === "unserved") ? "unserved" : "");
  window.addEventListener("hashchange", () => focus(asked()));
  byId("all").addEventListener("click", () => focus("all"));
  map.on("zoomend", setApart);
  map.on("resize", () => focus(inFocus));
  focus(asked());
})();
