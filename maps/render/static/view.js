// A view of many routes, places or 里 on one map, in step with the list beside it. The list alone says everything too.
import { arrowOn, shapeOf, Sheet, strokeLine, Taken } from "./sheet.js";

const view = JSON.parse(document.getElementById("map-data").textContent);
const map = window[view.map];
const {words} = view;
const box = map.getContainer();
const SIZE = 14;
const FEW = 60;
const SPOTS = [[0, 0], [0, -30], [34, 0], [0, 30], [-34, 0], [30, -28], [30, 28], [-30, 28], [-30, -28]];
let inFocus = null;
let look = {};

const readLook = () => {
  const style = getComputedStyle(box);
  const of = (name) => style.getPropertyValue(name).trim();
  const names = ["paper", "ground", "ink", "ink2", "edge", "hatch", "bad", "bad-tint", "accent-tint", "on-role", "focus"];
  look = Object.fromEntries(names.map((name) => [name, of(`--${name}`)]));
  look.hues = [0, 1, 2, 3, 4, 5].map((hue) => of(`--hue-${hue}`));
  look.font = style.fontFamily;
};

// ------------------------------------------------------------------------------------------------------------ painting
const at = (pair) => map.latLngToLayerPoint(pair);
const grounded = view.ground.tiles || view.ground.streets;
const stripes = () => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 10;
  const context = tile.getContext("2d");
  context.strokeStyle = look.bad;
  context.lineWidth = 1.5;
  for (const from of [-10, 0, 10]) {
    context.beginPath();
    context.moveTo(from, 10);
    context.lineTo(from + 10, 0);
    context.stroke();
  }
  return tile;
};

const ringsOf = (context, village) => {
  context.beginPath();
  for (const ring of village.rings) {
    ring.forEach((corner, index) => {
      const {x, y} = at(corner);
      if (index) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.closePath();
  }
};

function paintVillages(context) {
  const order = [...view.villages].sort((one, other) => (one.level === "lacks") - (other.level === "lacks"));
  for (const village of order) {
    ringsOf(context, village);
    const lit = inFocus && inFocus.village === village.key;
    if (!grounded) {
      context.fillStyle = village.level === "none" ? look.ground : look.paper;
      context.fill();
    }
    if (village.level === "full" || village.level === "lacks") {
      context.fillStyle = village.level === "full" ? look["accent-tint"] : look["bad-tint"];
      context.globalAlpha = grounded ? 0.6 : 1;
      context.fill();
      context.globalAlpha = 1;
    }
    if (village.level === "lacks") {
      context.fillStyle = context.createPattern(stripes(), "repeat");
      context.globalAlpha = 0.45;
      context.fill();
      context.globalAlpha = 1;
    }
    context.strokeStyle = lit ? look.focus : village.level === "lacks" ? look.bad : grounded ? look.edge : look.hatch;
    context.lineWidth = lit ? 4 : village.level === "lacks" ? 2.5 : 1.5;
    context.globalAlpha = grounded && !lit && village.level !== "lacks" ? 0.6 : 1;
    context.stroke();
    context.globalAlpha = 1;
  }
}

const shown = (route) => !route.off;
const dimmed = (key) => inFocus && inFocus.route && inFocus.route !== key;

function paintRoute(context, route, bounds) {
  const colour = look.hues[route.hue];
  context.save();
  // On one street several routes lie beside each other, not on each other.
  const aside = ((view.routes.indexOf(route) % 5) - 2) * 2.4;
  if (route.legs.some((leg) => leg.kind === "street")) context.translate(aside, aside);
  context.globalAlpha = dimmed(route.key) ? 0.2 : 1;
  for (const leg of route.legs) {
    if (!bounds.intersects(L.bounds(leg.ends.map(at)))) continue;
    const points = leg.line.map(at);
    const lit = inFocus && inFocus.leg === leg;
    strokeLine(context, points, route.pattern, colour, look.paper, (leg.kind === "street" ? 4 : 2.5) + (lit ? 2 : 0));
    if (leg.arrow && points[0].distanceTo(points[points.length - 1]) > 70) {
      arrowOn(context, at(leg.arrow.at), leg.arrow.angle, colour, look.paper);
    }
  }
  context.restore();
}

function paintMark(context, mark, place, small) {
  const alarming = mark.kind === "unserved";
  const colour = mark.kind === "base" ? look.ink : mark.route ? look.hues[mark.route.hue] : look.paper;
  context.globalAlpha = mark.route && dimmed(mark.route.key) ? 0.25 : 1;
  if (place.from) {
    context.beginPath();
    context.moveTo(place.from.x, place.from.y);
    context.lineTo(place.x, place.y);
    context.strokeStyle = look.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }
  if (mark.about && !small) {
    const {x, y} = place.from || place;
    context.beginPath();
    context.arc(x, y, SIZE + 6, 0, 2 * Math.PI);
    context.setLineDash([2, 5]);
    context.strokeStyle = alarming ? look.bad : colour;
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }
  const lit = inFocus && inFocus.mark === mark;
  shapeOf(context, mark.kind === "base" ? "base" : mark.role, place, small ? 5 : SIZE);
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = lit ? look.focus : alarming ? look.bad : mark.route || mark.kind === "base" ? look.paper : look.ink2;
  context.lineWidth = lit ? 4 : alarming ? 3 : small ? 1 : 2;
  context.stroke();
  if (!small) {
    context.font = `700 ${mark.label.length > 3 ? 11 : 13}px ${look.font}`;
    context.fillStyle = alarming ? look.bad : mark.kind === "base" ? look.paper : mark.route ? look["on-role"] : look.ink;
    context.fillText(mark.label, place.x, place.y + 0.5);
  }
  context.globalAlpha = 1;
}

// The widths of text do not change: each is measured once.
const widths = new Map();
const widthOf = (context, text) => {
  if (!widths.has(text)) widths.set(text, context.measureText(text).width);
  return widths.get(text);
};

let hits = [];

function paintMarks(context, bounds, taken) {
  const rank = (mark) => (inFocus && inFocus.mark === mark ? 0 : mark.kind === "base" ? 1 : inFocus && mark.route && inFocus.route === mark.route.key ? 2 : 3);
  const seen = view.marks
    .filter((mark) => (!mark.route || shown(mark.route)) && bounds.contains(at(mark.at)))
    .sort((one, other) => rank(one) - rank(other));
  const apart = seen.length <= FEW;
  const drawn = [];
  for (const mark of seen) {
    const home = at(mark.at);
    if (mark.route && dimmed(mark.route.key)) {
      drawn.push([mark, home, true]);
      continue;
    }
    const half = mark.kind === "base" ? SIZE * 1.6 : SIZE + 1;
    const spots = apart ? SPOTS : SPOTS.slice(0, 1);
    const spot = spots.find(([dx, dy]) => taken.free(home.x + dx, home.y + dy, half, SIZE + 1));
    if (!spot) {
      drawn.push([mark, home, true]);
      continue;
    }
    const place = L.point(home.x + spot[0], home.y + spot[1]);
    if (spot[0] || spot[1]) place.from = home;
    taken.take(place.x, place.y, half, SIZE + 1);
    drawn.push([mark, place, false]);
  }
  // What has no room is a dot beneath the others; what comes first lies on top.
  drawn.reverse().sort((one, other) => other[2] - one[2]);
  for (const [mark, place, small] of drawn) paintMark(context, mark, place, small);
  hits = drawn;
}

const NAME_SPOTS = [[0, 0]];
for (const away of [14, 28, 42, 56]) {
  for (const [dx, dy] of [[0, -1], [0, 1], [-1, 0], [1, 0], [-0.7, -0.7], [0.7, -0.7], [-0.7, 0.7], [0.7, 0.7]]) NAME_SPOTS.push([dx * away, dy * away]);
}

function inside(village, x, y) {
  let within = false;
  for (const ring of village.rings) {
    const corners = ring.map(at);
    corners.forEach((here, index) => {
      const there = corners[(index + 1) % corners.length];
      if (here.y > y !== there.y > y && x < here.x + ((y - here.y) / (there.y - here.y)) * (there.x - here.x)) within = !within;
    });
  }
  return within;
}

function paintNames(context, taken) {
  for (const village of view.villages) {
    const lines = [village.name, village.text].filter(Boolean);
    context.font = `13px ${look.font}`;
    const half = Math.max(...lines.map((line) => widthOf(context, line))) / 2 + 3;
    const high = 9 * lines.length;
    const middle = at(village.middle);
    // A name stands inside its own 里, or not at all: in another one it would say something false.
    const spot = NAME_SPOTS.find(
      ([dx, dy]) => inside(village, middle.x + dx, middle.y + dy) && taken.free(middle.x + dx, middle.y + dy, half, high),
    );
    if (!spot) continue;
    const [x, y] = [middle.x + spot[0], middle.y + spot[1]];
    taken.take(x, y, half, high);
    lines.forEach((line, index) => {
      context.font = `${index || village.level ? 700 : 400} 13px ${look.font}`;
      context.strokeStyle = look.paper;
      context.lineWidth = 4;
      const down = y + (index - (lines.length - 1) / 2) * 18;
      context.strokeText(line, x, down);
      context.fillStyle = village.level === "lacks" ? look.bad : village.level ? look.ink : look.ink2;
      context.fillText(line, x, down);
    });
  }
}

const sheet = new Sheet((context, bounds) => {
  paintVillages(context);
  for (const route of view.routes) if (shown(route) && !(inFocus && inFocus.route === route.key)) paintRoute(context, route, bounds);
  for (const route of view.routes) if (shown(route) && inFocus && inFocus.route === route.key) paintRoute(context, route, bounds);
  const taken = new Taken();
  paintMarks(context, bounds, taken);
  paintNames(context, taken);
});

// -------------------------------------------------------------------------------------------------------------- the map
for (const route of view.routes) {
  for (const mark of route.marks) mark.route = mark.kind === "base" ? null : route;
  for (const leg of route.legs) {
    const bounds = L.latLngBounds(leg.line);
    leg.ends = [bounds.getSouthWest(), bounds.getNorthEast()];
  }
}
// A base that many share is one mark.
const bases = new Map();
view.marks = [...view.marks, ...view.routes.flatMap((route) => route.marks)].filter((mark) => {
  if (mark.kind !== "base") return true;
  const place = mark.at.join();
  if (bases.has(place)) return false;
  bases.set(place, mark);
  return true;
});

const everything = () => {
  const bounds = L.latLngBounds([]);
  for (const route of view.routes.filter(shown)) for (const leg of route.legs) leg.ends.forEach((end) => bounds.extend(end));
  for (const mark of view.marks) if (!mark.route || shown(mark.route)) bounds.extend(mark.at);
  if (!bounds.isValid() || view.whole) for (const village of view.villages) for (const ring of village.rings) ring.forEach((corner) => bounds.extend(corner));
  return bounds;
};
const fit = (bounds, most = 16) => {
  if (!bounds.isValid()) return;
  // Nothing may end up beneath the legend or the buttons that lie over the map.
  const legend = document.querySelector(".mapbox .legend");
  const below = legend ? legend.offsetHeight : 0;
  const wide = box.clientWidth > 600 ? 24 : 0;
  const paddingTopLeft = [view.whole ? 12 : 64, 24], paddingBottomRight = [24 + wide, 24 + below];
  map.fitBounds(bounds, {paddingTopLeft, paddingBottomRight, maxZoom: most, animate: false});
};

for (const one of document.querySelectorAll("[data-needs-map]")) one.hidden = false;
map.invalidateSize({pan: false});
readLook();
window.layGround(map, view.ground);
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
fit(everything());
sheet.addTo(map);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  readLook();
  sheet.redraw();
});

// ------------------------------------------------------------------------------------------------ in step with the list
const rows = new Map([...document.querySelectorAll("[data-mark]")].map((row) => [row.dataset.mark, row]));

function focus(found, {move = true} = {}) {
  inFocus = found;
  for (const row of document.querySelectorAll("[aria-current=true]")) row.removeAttribute("aria-current");
  const row = found && found.mark && rows.get(found.mark.key);
  if (row) {
    row.setAttribute("aria-current", "true");
    const closed = row.closest("details:not([open])");
    if (closed) closed.open = true;
    const list = row.closest(".scrolling");
    if (list && list.scrollHeight > list.clientHeight) row.scrollIntoView({block: "nearest"});
  }
  if (move) fit(boundsOf(found), 17);
  // On a phone the map may have been scrolled away.
  if (found && move) box.closest(".mapbox").scrollIntoView({block: "nearest"});
  sheet.redraw();
}

function boundsOf(found) {
  if (!found) return everything();
  const bounds = L.latLngBounds([]);
  if (found.mark) bounds.extend(found.mark.at);
  if (found.leg) found.leg.ends.forEach((end) => bounds.extend(end));
  if (found.village) for (const ring of view.villages.find((one) => one.key === found.village).rings) ring.forEach((corner) => bounds.extend(corner));
  if (found.route && !found.mark) for (const leg of view.routes.find((one) => one.key === found.route).legs) leg.ends.forEach((end) => bounds.extend(end));
  return bounds;
}

const focusMark = (key, options) => {
  const mark = view.marks.find((one) => one.key === key);
  if (!mark) return;
  if (mark.route && mark.route.off) setShown(mark.route, true);
  const leg = mark.route && mark.route.legs.find((one) => one.to === mark.key);
  focus({mark, leg, route: mark.route && mark.route.key}, options);
};

function setShown(route, on) {
  route.off = !on;
  const tick = document.querySelector(`input[data-route="${route.key}"]`);
  if (tick) tick.checked = on;
  sheet.redraw();
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-mark], [data-show], [data-village]");
  if (!row) return;
  if (row.dataset.mark) focusMark(row.dataset.mark);
  else if (row.dataset.village) focus({village: row.dataset.village});
  else if (row.dataset.show === "all" || row.dataset.show === "none") {
    for (const route of view.routes) setShown(route, row.dataset.show === "all");
    focus(null, {move: row.dataset.show === "all"});
  } else {
    const route = view.routes.find((one) => one.key === row.dataset.show);
    setShown(route, true);
    focus({route: route.key});
  }
  if (row.hasAttribute("href")) event.preventDefault();
});
document.addEventListener("change", (event) => {
  const route = view.routes.find((one) => one.key === event.target.dataset.route);
  if (!route) return;
  if (inFocus && inFocus.route === route.key) inFocus = null;
  setShown(route, event.target.checked);
});
map.on("click", ({layerPoint}) => {
  const near = hits
    .map(([mark, place]) => [layerPoint.distanceTo(place), mark])
    .filter(([distance, mark]) => distance < 24 && mark.kind !== "base")
    .sort((one, other) => one[0] - other[0])[0];
  if (near) focusMark(near[1].key, {move: false});
  else if (inFocus) focus(null, {move: false});
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && inFocus) focus(null);
});
// For tests and measurements: how often the sheet has been painted, and which marks stand on it.
box.dataset.ready = "yes";
window.mapView = {map, sheet, hits: () => hits.map(([mark, place, small]) => ({key: mark.key, x: place.x, y: place.y, small}))};
