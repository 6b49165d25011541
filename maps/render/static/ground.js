"use strict";
// What lies under a map: the office's own tiles, or the lines of its streets. Everything comes from our own host.
(() => {
  const SIDE = 4096;
  const WIDTHS = {main: 4, street: 2.2, lane: 1.4, path: 1, water: 4};
  // Squares of streets are cut at two zooms only, and enlarged.
  const levelOf = (zoom) => (zoom < 14 ? 12 : 14);

  const Streets = L.GridLayer.extend({
    // A quarter of a zoom more or less enlarges what is drawn, as pictures are.
    options: {minNativeZoom: 12, maxNativeZoom: 18, updateWhenZooming: false, keepBuffer: 1},

    initialize(options) {
      L.setOptions(this, options);
      this._squares = new Map();
    },

    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      const density = Math.min(2, window.devicePixelRatio || 1);
      canvas.width = canvas.height = 256 * density;
      const level = levelOf(coords.z);
      const deep = coords.z - level;
      this._square(level, coords.x >> deep, coords.y >> deep).then(
        (lines) => {
          const context = canvas.getContext("2d");
          context.scale(density, density);
          this._draw(context, lines, coords, deep);
          done(null, canvas);
        },
        (error) => done(error, canvas),
      );
      return canvas;
    },

    _square(z, x, y) {
      const key = `${z}/${x}/${y}`;
      if (!this._squares.has(key)) {
        const asked = fetch(`/ground/streets/${key}`).then((answer) => {
          if (!answer.ok) throw new Error("no streets");
          return answer.json();
        });
        this._squares.set(key, asked.then((found) => found.lines));
      }
      return this._squares.get(key);
    },

    _draw(context, lines, coords, deep) {
      const look = getComputedStyle(this._map.getContainer());
      const unit = (256 * 2 ** deep) / SIDE;
      const left = (coords.x - ((coords.x >> deep) << deep)) * 256;
      const top = (coords.y - ((coords.y >> deep) << deep)) * 256;
      const near = coords.z >= 16 ? 1.8 : coords.z >= 14 ? 1 : 0.6;
      context.lineCap = context.lineJoin = "round";
      const names = [];
      for (const [rank, name, units] of lines) {
        const points = [];
        for (let place = 0, x = 0, y = 0; place < units.length; place += 2) {
          x += units[place];
          y += units[place + 1];
          points.push([x * unit - left, y * unit - top]);
        }
        context.strokeStyle = look.getPropertyValue(rank === "water" ? "--water" : "--street");
        context.lineWidth = WIDTHS[rank] * near;
        context.setLineDash(rank === "path" ? [3, 3] : []);
        context.beginPath();
        points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
        context.stroke();
        if (name && coords.z >= 16 && rank !== "path") names.push([name, points]);
      }
      this._name(context, names, look);
    },

    // A street's name stands once in each tile, along its longest straight piece, where there is room for it.
    _name(context, names, look) {
      context.font = `14px ${look.fontFamily}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineWidth = 3;
      context.setLineDash([]);
      context.strokeStyle = look.getPropertyValue("--paper");
      context.fillStyle = look.getPropertyValue("--ink2");
      const taken = [];
      const said = new Set();
      for (const [name, points] of names.reverse()) {
        if (said.has(name)) continue;
        const half = context.measureText(name).width / 2 + 2;
        const free = (x, y) =>
          x > half && y > half && x < 256 - half && y < 256 - half &&
          taken.every(([a, b, other]) => Math.hypot(a - x, b - y) > half + other);
        const piece = points.slice(1).map((there, index) => [points[index], there]).find(
          ([[a, b], [c, d]]) => Math.hypot(c - a, d - b) > 2 * half && free((a + c) / 2, (b + d) / 2),
        );
        if (!piece) continue;
        const [[a, b], [c, d]] = piece;
        const slope = Math.atan((d - b) / (c - a || 1e-9));
        context.save();
        context.translate((a + c) / 2, (b + d) / 2);
        context.rotate(slope);
        context.strokeText(name, 0, 0);
        context.fillText(name, 0, 0);
        context.restore();
        taken.push([(a + c) / 2, (b + d) / 2, half]);
        said.add(name);
      }
    },
  });

  // The 里 are then drawn as lines only: they would cover what lies under them.
  window.layGround = (map, ground) => {
    if (!ground || !(ground.tiles || ground.streets)) return;
    map.getContainer().classList.add("grounded");
    if (ground.tiles) {
      const zooms = {minNativeZoom: ground.least, maxNativeZoom: ground.most, maxZoom: 22};
      L.tileLayer("/ground/tiles/{z}/{x}/{y}", zooms).addTo(map);
    } else new Streets().addTo(map);
  };
})();
