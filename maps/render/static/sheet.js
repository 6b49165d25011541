// One canvas over the map for everything that a view shows: three hundred marks move as one picture.
export const Sheet = L.Renderer.extend({
  initialize(paint) {
    L.Renderer.prototype.initialize.call(this, {padding: 0.15});
    this._paint = paint;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
  },

  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const canvas = this._container;
    const size = this._bounds.getSize();
    const density = Math.min(2, window.devicePixelRatio || 1);
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = density * size.x;
    canvas.height = density * size.y;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const context = canvas.getContext("2d");
    context.scale(density, density);
    context.translate(-this._bounds.min.x, -this._bounds.min.y);
    context.lineCap = context.lineJoin = "round";
    context.textAlign = "center";
    context.textBaseline = "middle";
    this._paint(context, this._bounds);
    this.painted = (this.painted || 0) + 1;
  },

  redraw() {
    if (this._map) this._update();
  },
});

// Lines of a person: with the colour, and legible without it.
const PATTERNS = [[], [14, 8], [0.1, 8], [14, 7, 0.1, 7], "double", [5, 7]];

export function strokeLine(context, points, pattern, colour, paper, wide) {
  context.beginPath();
  points.forEach(({x, y}, index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  const dashes = PATTERNS[pattern];
  const dots = pattern === 2 ? 2 : 0;
  context.setLineDash(dashes === "double" ? [] : dashes);
  context.strokeStyle = colour;
  context.lineWidth = wide + dots + (dashes === "double" ? 3 : 0);
  context.stroke();
  if (dashes === "double") {
    context.strokeStyle = paper;
    context.lineWidth = wide;
    context.stroke();
  }
  context.setLineDash([]);
}

// The shape says the role, wherever a mark stands.
export function shapeOf(context, role, {x, y}, size) {
  context.beginPath();
  if (role === "substitute") context.roundRect(x - size * 0.92, y - size * 0.92, size * 1.84, size * 1.84, size * 0.28);
  else if (role === "staff") {
    const corners = [[0, -1.1], [0.98, -0.58], [0.98, 0.58], [0, 1.1], [-0.98, 0.58], [-0.98, -0.58]];
    corners.forEach(([a, b], index) => context[index ? "lineTo" : "moveTo"](x + a * size, y + b * size));
    context.closePath();
  } else if (role === "base") context.roundRect(x - size * 1.5, y - size * 0.92, size * 3, size * 1.84, 3);
  else context.arc(x, y, size, 0, 2 * Math.PI);
}

export function arrowOn(context, {x, y}, angle, colour, paper) {
  context.save();
  context.translate(x, y);
  context.rotate((angle * Math.PI) / 180);
  context.beginPath();
  for (const [a, b] of [[0, -8], [6.5, 7], [0, 3.5], [-6.5, 7]]) context.lineTo(a, b);
  context.closePath();
  context.fillStyle = colour;
  context.strokeStyle = paper;
  context.lineWidth = 1.5;
  context.stroke();
  context.fill();
  context.restore();
}

// Boxes that are taken already, found by the squares that they lie in: no mark is compared with all others.
export class Taken {
  constructor() {
    this.cell = 64;
    this.cells = new Map();
  }

  _squares(x, y, wide, high) {
    const keys = [];
    for (let a = Math.floor((x - wide) / this.cell); a <= Math.floor((x + wide) / this.cell); a += 1)
      for (let b = Math.floor((y - high) / this.cell); b <= Math.floor((y + high) / this.cell); b += 1) keys.push(`${a} ${b}`);
    return keys;
  }

  free(x, y, wide, high) {
    return this._squares(x, y, wide, high).every((key) =>
      (this.cells.get(key) || []).every((one) => Math.abs(x - one.x) >= wide + one.wide || Math.abs(y - one.y) >= high + one.high),
    );
  }

  take(x, y, wide, high) {
    for (const key of this._squares(x, y, wide, high)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push({x, y, wide, high});
    }
  }
}
